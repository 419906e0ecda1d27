import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";
import { authorizedFetch } from "../support/authorized-fetch.js";
import { origin } from "../support/session.js";

// docs
const model = createOpenAICompatible({
  name: "example",
  baseURL: `${origin()}/v1`,
  fetch: authorizedFetch,
}).chatModel("counter");
// end

/** The SDK does not resume an answer that breaks off: the app asks for the rest of it. */
export function follow(show) {
  const controller = new AbortController();
  const prompt = { role: "user", content: "Count to twelve." };
  let said = "";
  const ask = async () => {
    const messages = said ? [prompt, { role: "assistant", content: said }] : [prompt];
    const { textStream } = streamText({ model, messages, abortSignal: controller.signal, onError() {} });
    for await (const text of textStream) {
      said += text;
      show(Number(text));
    }
  };
  const finish = () => ask().catch(() => controller.signal.aborted || finish());
  finish();
  return () => controller.abort();
}
