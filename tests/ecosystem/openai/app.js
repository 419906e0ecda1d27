import { EventSourceParserStream } from "eventsource-wasm/stream";
import OpenAI from "openai";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

// docs
const client = new OpenAI({
  baseURL: `${origin()}/v1`,
  apiKey: "is in the headers of authorizedFetch",
  fetch: authorizedFetch,
  dangerouslyAllowBrowser: true,
});

async function* ask(messages, signal) {
  const request = client.chat.completions.create({ model: "counter", messages, stream: true }, { signal });
  const { body } = await request.asResponse();
  for await (const { data } of body.pipeThrough(new EventSourceParserStream())) {
    if (data === "[DONE]") {
      return;
    }
    yield JSON.parse(data).choices[0].delta.content ?? "";
  }
}
// end

/** The package does not resume an answer that breaks off: the app asks for the rest of it. */
export function follow(show) {
  const controller = new AbortController();
  const prompt = { role: "user", content: "Count to twelve." };
  let said = "";
  const hear = async () => {
    const messages = said ? [prompt, { role: "assistant", content: said }] : [prompt];
    for await (const text of ask(messages, controller.signal)) {
      said += text;
      text && show(Number(text));
    }
  };
  const finish = () => hear().catch(() => controller.signal.aborted || finish());
  finish();
  return () => controller.abort();
}
