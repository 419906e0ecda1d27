// What an OpenAI-compatible server streams. The model counts, and goes on after what the assistant has said so far.

import { NUMBERS, STREAM } from "./feed.mjs";
import { json } from "./json.mjs";

const PATH = "/v1/chat/completions";

export function answer(feed, request, response) {
  if (request.url !== PATH || request.method !== "POST") {
    return false;
  }
  const token = feed.authorize(request, response);
  if (token) {
    complete(feed, token, request, response);
  }
  return true;
}

async function complete(feed, token, request, response) {
  const { messages } = await json(request);
  const said = messages.filter(({ role }) => role === "assistant").flatMap(({ content }) => textOf(content));
  const last = Math.max(0, ...said.join("").split(" ").map(Number));
  const send = (delta, finish_reason = null) => {
    const chunk = { id: "1", object: "chat.completion.chunk", created: 1, model: "counter" };
    response.write(`data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
  };
  response.writeHead(200, STREAM);
  let sent = last;
  for await (const number of feed.numbers(request.socket, token, last)) {
    send({ role: "assistant", content: `${number} ` });
    sent = number;
  }
  if (sent === NUMBERS.length) {
    send({}, "stop");
    response.end("data: [DONE]\n\n");
  }
}

/** A message is a text, or has parts. */
function textOf(content) {
  return typeof content === "string" ? content : content.map(({ text }) => text);
}
