// What a relay of LaunchDarkly answers, as far as this app needs it, behind a gateway that wants a token. A stream begins
// with all flags, and then tells what changes.

import { STREAM } from "../support/feed.mjs";

let latest = 0;
const flag = (value) => ({ version: value + 1, variation: value, value });

export function answer(feed, request, response) {
  if (request.url.startsWith("/sdk/evalx/")) {
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ number: flag(latest) }));
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
  send("put", { number: flag(latest) });
  for await (const number of feed.numbers(socket, token, latest)) {
    latest = number;
    send("patch", { key: "number", ...flag(number) });
  }
}
