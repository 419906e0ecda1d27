import { AppEventSource } from "../support/app-event-source.js";

// docs
/** Tells what the model says, piece by piece; a connection that breaks off costs no more than the rest of the answer. */
export function ask(messages, append) {
  let answer = "";
  const source = new AppEventSource("/v1/chat/completions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: () =>
      JSON.stringify({
        model: "counter",
        stream: true,
        messages: [...messages, { role: "assistant", content: answer }],
      }),
    retry: { initialDelay: 10, shouldRetry: ({ reason }) => reason === "network" || undefined }, // a POST is not repeated unasked
  });
  source.onmessage = ({ data }) => {
    if (data === "[DONE]") {
      return source.close();
    }
    const piece = JSON.parse(data).choices[0].delta.content ?? "";
    answer += piece;
    append(piece);
  };
  return source;
}
// end

export function follow(show) {
  const source = ask([{ role: "user", content: "Count to twelve." }], (piece) => piece && show(Number(piece)));
  return () => source.close();
}
