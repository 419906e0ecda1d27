/** Takes what Datadog sends. */
export function answer(_, request, response) {
  if (!request.url.startsWith("/datadog")) {
    return false;
  }
  request.resume().on("end", () => response.writeHead(202).end());
  return true;
}
