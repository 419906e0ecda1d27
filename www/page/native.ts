// The browser's own EventSource on the same address, for comparison.

import { setText } from "./dom.ts";

const STATES = ["CONNECTING", "OPEN", "CLOSED"];

export interface NativePanel {
  state: HTMLElement;
  received: HTMLElement;
  error: HTMLElement;
}

/** Starts one and shows everything that it reports. */
export function startNative(url: string, panel: NativePanel, tell: (state: string) => void): globalThis.EventSource {
  const source = new globalThis.EventSource(url);
  let received = 0;
  const showState = () => {
    const state = STATES[source.readyState] ?? "";
    setText(panel.state, state);
    panel.state.setAttribute("data-state", state);
    tell(state);
  };
  showState();
  setText(panel.received, "0");
  setText(panel.error, "–");
  source.addEventListener("open", showState);
  source.addEventListener("departure", () => {
    received += 1;
    setText(panel.received, received);
  });
  source.addEventListener("error", (event) => {
    showState();
    setText(panel.error, JSON.stringify(event));
  });
  return source;
}
