// The browser's own EventSource on the same address, for comparison.

const STATES = ["CONNECTING", "OPEN", "CLOSED"];

export interface NativePanel {
  state: HTMLElement;
  received: HTMLElement;
  error: HTMLElement;
}

/** Starts one and shows all that it lets the page know. */
export function startNative(url: string, panel: NativePanel): globalThis.EventSource {
  const source = new globalThis.EventSource(url);
  let received = 0;
  const showState = () => {
    const state = STATES[source.readyState] ?? "";
    panel.state.textContent = state;
    panel.state.setAttribute("data-state", state);
  };
  showState();
  panel.received.textContent = "0";
  panel.error.textContent = "–";
  source.addEventListener("open", showState);
  source.addEventListener("departure", () => {
    received += 1;
    panel.received.textContent = String(received);
  });
  source.addEventListener("error", (event) => {
    showState();
    panel.error.textContent = JSON.stringify(event);
  });
  return source;
}
