// A chat as the AI SDK's `useChat` wants it, with ids: whoever comes back is told the rest, and who has heard nothing, all.

import { NUMBERS, STREAM } from "../support/feed.mjs";

export function answer(feed, request, response) {
  const isAsked = request.url === "/api/chat" && request.method === "POST";
  if (!isAsked && request.url !== "/api/chat/numbers/stream") {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    tell(feed, token, request, response);
  }
  return true;
}

async function tell(feed, token, request, response) {
  const last = Number(request.headers["last-event-id"] ?? 0);
  const send = (chunk, id) => response.write(`${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(chunk)}\n\n`);
  response.writeHead(200, STREAM).write("retry: 10\n\n");
  if (last === 0) {
    send({ type: "start", messageId: "answer" });
    send({ type: "text-start", id: "text" });
  }
  let sent = last;
  for await (const number of feed.numbers(request.socket, token, last)) {
    send({ type: "text-delta", id: "text", delta: `${number} ` }, number);
    sent = number;
  }
  if (sent === NUMBERS.length) {
    send({ type: "text-end", id: "text" });
    send({ type: "finish" });
    response.end("data: [DONE]\n\n");
  }
}
