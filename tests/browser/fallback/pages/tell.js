// What happens in a page, or in a worker, is posted to the server that it came from.

const { origin } = new URL(import.meta.url);

export const tell = (...texts) => fetch(`${origin}/told`, { method: "POST", body: JSON.stringify(texts) });

for (const [type, textOf] of [
  ["error", ({ message }) => `error: ${message}`],
  ["unhandledrejection", ({ reason }) => `rejection: ${reason}`],
]) {
  globalThis.addEventListener?.(type, (event) => tell(textOf(event)));
}

const lines = [];
console.warn = (...parts) => lines.push(`console: ${parts.join(" ")}`);

/** What a source of this class tells up to the third event, or to its end. */
export function story(EventSource, init = {}) {
  const seen = [];
  const source = new EventSource(`${origin}/events`, init);
  return new Promise((resolve) => {
    source.onopen = () => seen.push("open");
    source.onerror = ({ reason, message, error }) => {
      seen.push(reason);
      if (source.readyState === 2) {
        resolve(`closed: ${seen.join(" ")}: ${message} ${error?.cause ?? ""}`);
      }
    };
    source.onmessage = ({ data, lastEventId }) => {
      seen.push(`${data}/${lastEventId}`);
      if (data === "3") {
        source.close();
        resolve(seen.join(" "));
      }
    };
  });
}

/** What was seen, then each line of the console. */
export const tellAll = (...seen) => tell(...lines.splice(0), ...seen);
