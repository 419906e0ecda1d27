import { AppEventSource } from "../support/app-event-source.js";

// docs
export const transport = {
  async sendMessages({ chatId, messages, abortSignal }) {
    const init = { method: "POST", headers: { "Content-Type": "application/json" }, signal: abortSignal };
    return chunksOf(new AppEventSource("/api/chat", { ...init, body: JSON.stringify({ id: chatId, messages }) }));
  },
  /** Resolves with `null` if the server answers 204, for there is nothing to resume. */
  reconnectToStream({ chatId, abortSignal }) {
    const source = new AppEventSource(`/api/chat/${chatId}/stream`, { signal: abortSignal });
    return new Promise((resolve, reject) => {
      source.addEventListener("open", () => resolve(chunksOf(source)), { once: true });
      source.onerror = ({ status, willRetry, message }) =>
        status === 204 ? resolve(null) : willRetry || reject(new Error(message));
    });
  },
};

function chunksOf(source) {
  return new ReadableStream({
    start(controller) {
      source.onmessage = ({ data }) => {
        if (data !== "[DONE]") {
          return controller.enqueue(JSON.parse(data));
        }
        source.close();
        controller.close();
      };
      source.onerror = ({ willRetry, message }) => willRetry || controller.error(new Error(message));
    },
    cancel: () => source.close(),
  });
}
// end
