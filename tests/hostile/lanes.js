// A page of many lanes, each a frame with an origin of its own: a browser opens six connections to one at most.

import { runLanes } from "./schedule.js";

function openFrame({ id, entry }) {
  const { protocol, port } = location;
  const origin = `${protocol}//${id}.lanes.localhost:${port}`;
  const frame = document.createElement("iframe");
  const waiting = new Map();
  let count = 0;
  const ask = (what, given) =>
    new Promise((resolve) => {
      count += 1;
      waiting.set(count, resolve);
      frame.contentWindow.postMessage({ ask: what, number: count, given }, "*");
    });
  const hear = ({ data, source }) => {
    if (source === frame.contentWindow && waiting.has(data?.number)) {
      waiting.get(data.number)(data.answer);
    }
  };
  addEventListener("message", hear);
  const query = new URLSearchParams({ id, entry, control: location.origin });
  frame.src = `${origin}/frame.html?${query}`;
  document.body.append(frame);
  return new Promise((resolve) => {
    waiting.set(0, () =>
      resolve({
        ask,
        end() {
          removeEventListener("message", hear);
          frame.remove();
        },
      }),
    );
  });
}

/** Called by the runner, which looks at `report` until it is done. */
globalThis.begin = (cases, options) => {
  globalThis.report = { results: [], isDone: false };
  runLanes(cases, { ...options, open: openFrame, tell: (result) => report.results.push(result) }).then(() => {
    report.isDone = true;
  });
};
