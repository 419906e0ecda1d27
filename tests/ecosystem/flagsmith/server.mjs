// Flagsmith's two endpoints: the flags, and a stream that tells when they have changed, behind a gateway that wants a token.

import { NUMBERS } from "../support/feed.mjs";

let latest = 0;

export function answer(feed, request, response) {
  const { pathname, searchParams } = new URL(request.url, "http://localhost");
  if (pathname === "/api/v1/flags/") {
    feed.authorize(request, response) && flags(response);
  } else if (pathname.startsWith("/sse/environments/")) {
    request.headers["last-event-id"] ??= searchParams.get("lastEventId") ?? undefined;
    feed.stream(request, response, (number) => {
      latest = number;
      return `event: environment_updated\ndata: ${JSON.stringify({ updated_at: number })}\n`;
    });
  } else {
    return false;
  }
  return true;
}

function flags(response) {
  const value = NUMBERS.slice(0, latest).join(" ");
  const all = [{ feature: { id: 1, name: "numbers" }, enabled: true, feature_state_value: value }];
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(all));
}
