// What a relay of LaunchDarkly answers, as far as this app needs it, behind a gateway that wants a token. A stream begins
// with all flags, and then tells what changes.

import { NUMBERS, STREAM } from "../support/feed.mjs";

let latest = 0;
const flag = () => ({ version: latest + 1, variation: latest, value: NUMBERS.slice(0, latest) });

export function answer(feed, request, response) {
  if (request.url.startsWith("/sdk/evalx/")) {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ numbers: flag() }));
  } else if (request.url.startsWith("/eval/")) {
    const token = feed.authorize(request, response);
    token && stream(feed, token, request.socket, response);
  } else {
    return false;
  }
  return true;
}

async function stream(feed, token, socket, response) {
  const send = (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  response.writeHead(200, STREAM);
  send("put", { numbers: flag() });
  for await (const number of feed.numbers(socket, token, latest)) {
    latest = number;
    send("patch", { key: "numbers", ...flag() });
  }
}
