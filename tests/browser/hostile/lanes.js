// A page of many lanes, each a frame of a site of its own: a browser opens six connections to one origin at most, and gives
// each site a process, so that one that hangs does not hang the others.

import { runLanes } from "./schedule.js";

/** Calls of frames that wait for a collection of garbage, which the runner makes. */
const collecting = [];

function openFrame({ id, entry, scope }) {
  const { protocol, port } = location;
  const origin = `${protocol}//${id}.localhost:${port}`;
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
    if (source !== frame.contentWindow) {
      return;
    }
    if (data.collect) {
      collecting.push(() => source.postMessage({ collected: true }, "*"));
    }
    waiting.get(data.number)?.(data.answer);
  };
  addEventListener("message", hear);
  frame.src = `${origin}/frame.html?${new URLSearchParams({ id, entry, scope, control: location.origin })}`;
  document.body.append(frame);
  const end = () => {
    removeEventListener("message", hear);
    frame.remove();
  };
  return new Promise((resolve) => {
    waiting.set(0, () => resolve({ ask, end }));
  });
}

// --- For the runner ---------------------------------------------------------------------------------------------------

const results = [];
let isDone = false;

globalThis.begin = (task) => {
  const { name, cases, lanes } = JSON.parse(task);
  runLanes(cases, { name, lanes, open: openFrame, tell: (result) => results.push(result) }).then(() => {
    isDone = true;
  });
};

globalThis.look = () => JSON.stringify({ isDone, collecting: collecting.length, results: isDone ? results : [] });

/** Garbage was collected, after so many had asked. */
globalThis.collected = (count) => {
  for (const resolve of collecting.splice(0, count)) {
    resolve();
  }
};
