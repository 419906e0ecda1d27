// GrowthBook's two endpoints: the features, and a stream that tells all of them after each change.

const featuresWith = (number) => JSON.stringify({ features: { number: { defaultValue: number } } });

export function answer(feed, request, response) {
  if (request.url.startsWith("/api/features/")) {
    response.writeHead(200, { "Content-Type": "application/json", "X-SSE-Support": "enabled" }).end(featuresWith(0));
  } else if (request.url.startsWith("/sub/")) {
    feed.stream(request, response, (number) => `event: features\ndata: ${featuresWith(number)}\n`);
  } else {
    return false;
  }
  return true;
}
