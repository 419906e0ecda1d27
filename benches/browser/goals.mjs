// The goals of what a user feels, beside what was measured.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { difference, figure, ratio } from "./figures.mjs";
import { table } from "./report.mjs";
import { WORKLOADS } from "./workloads.mjs";

const ENTRY = new URL("../../dist/index.js", import.meta.url);
const MB = 1e6;

/** `[goal, against, what was measured]`: the last gives `{ text, isMet }`, or nothing. */
const GOALS = [
  ["constructor", "at most 0.5 ms", atMost("start-x1-20ms", "construct", 0.5)],
  ["constructor, CPU × 4", "at most 2 ms", atMost("start-x4-20ms", "construct", 2)],
  ["longest task until the first event, CPU × 4", "at most 16 ms", atMost("start-x4-20ms", "longestTask", 16)],
  ["first event, server 20 ms away", "at most native + 5 ms", hardlyLater("start-x1-20ms", "native", 5)],
  [
    "first event, server 20 ms away, CPU × 4",
    "at most eventsource + 5 ms",
    hardlyLater("start-x4-20ms", "eventsource", 5),
  ],
  ["default entry, minified, after brotli", "at most 16 kB; better 12", small],
  ["an event that comes alone, main thread", "at most 1.0 × eventsource", soon("mainThread", "eventsource", 1)],
  ["an event that comes alone, median of its way", "at most 1.2 × native", soon("p50", "native", 1.2)],
  ["memory after each flood, heap and WebAssembly", "at most eventsource + 0.3 MB", frugal],
];

export function goals(results) {
  const rows = GOALS.map(([goal, against, measure]) => {
    const { text, isMet } = measure(results) ?? { text: "", isMet: true };
    return [goal, against, isMet ? text : `**${text}**`];
  });
  return table([["goal", "against", "measured"], ...rows]);
}

function atMost(workload, name, most) {
  return (results) => {
    const value = figure(results, workload, "ours-class", name);
    return value === undefined ? undefined : { text: `${value.toFixed(value < 10 ? 2 : 1)} ms`, isMet: value <= most };
  };
}

function hardlyLater(workload, peer, most) {
  return (results) => {
    const value = difference(results, workload, "ours-class", peer, "first");
    return value === undefined ? undefined : { text: `${peer} ${plus(value.toFixed(1))} ms`, isMet: value <= most };
  };
}

function soon(name, peer, most) {
  return (results) => {
    const value = ratio(results, "alone", "ours-class", peer, name);
    return value === undefined ? undefined : { text: `${value.toFixed(2)} × ${peer}`, isMet: value <= most };
  };
}

function small() {
  const kilobytes = brotliCompressSync(readFileSync(ENTRY)).length / 1000;
  return { text: `${kilobytes.toFixed(1)} kB`, isMet: kilobytes <= 16 };
}

/** The worst first. */
function frugal(results) {
  const totalOf = (workload, client) => {
    const [heap, wasm] = ["heap", "wasm"].map((name) => figure(results, workload, client, name));
    return heap === undefined ? Number.NaN : (heap + wasm) / MB;
  };
  const over = Object.keys(WORKLOADS)
    .map((workload) => ({ workload, value: totalOf(workload, "ours-class") - totalOf(workload, "eventsource") }))
    .filter(({ value }) => !Number.isNaN(value))
    .toSorted((one, other) => other.value - one.value);
  const text = over.map(({ workload, value }) => `${plus(value.toFixed(2))} ${workload}`).join(", ");
  return over.length > 0 ? { text, isMet: over[0].value <= 0.3 } : undefined;
}

function plus(number) {
  return number < 0 ? `− ${-number}` : `+ ${number}`;
}
