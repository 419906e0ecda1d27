// The goals beside what was measured, and the same ratios by CPU, which a busy machine changes less.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { best, figure, isOurs, ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { table } from "./report.mjs";
import { WORKLOADS } from "./workloads.mjs";

const ENTRY = new URL("../../dist/index.js", import.meta.url);

const FLOODS = Object.keys(WORKLOADS);
const SMALL = ["tick", "llm", "utf8", "comments"];
const LONG = ["64k", "multi-line"];
const PARSERS = ["eventsource-parser", "eventsource-parser-stream"];
const ON_FETCH = ["eventsource", "eventsource-client", "eventsource-client-iterator", "fetch-event-source", ...PARSERS];
const OTHERS = Object.entries(IMPLEMENTATIONS)
  .filter(([name, { kind }]) => kind !== "limit" && name !== "native" && !isOurs(name))
  .map(([name]) => name);

/** `[path, against native, against the best peer of that kind]`, each `{ text, measured, isMet, byCpu }` by the results. */
const GOALS = [
  [
    `class, events of the DOM: ${SMALL.join(", ")}`,
    fast("ours-class", SMALL, 1.2),
    fast("ours-class", SMALL, 2, ["eventsource"]),
  ],
  [`class: ${LONG.join(", ")}`, fast("ours-class", LONG, 1.5), fast("ours-class", LONG, 2, ["eventsource"])],
  [
    "iterator, all workloads",
    fast("ours-iterator", FLOODS, 2),
    fast("ours-iterator", FLOODS, 1.5, ["eventsource-client-iterator"]),
  ],
  [
    "parser stream, all workloads",
    fast("ours-parser-stream", FLOODS, 2),
    fast("ours-parser-stream", FLOODS, 1.5, PARSERS),
  ],
  ["one event per chunk, median", soon("alone", "p50"), soon("alone", "p50", OTHERS)],
  ["one event per chunk, 99th percentile", soon("alone", "p99"), soon("alone", "p99", OTHERS)],
  ["first event, cold", hardlyLater, soon("first", "cold", ON_FETCH)],
  ["one line of 16 MiB", undefined, fast("ours-parser-stream", ["16m"], 1, ["eventsource-parser"])],
  ["default entry, minified, brotli", small, undefined],
];

export function goals(results) {
  const cells = (goal) => {
    const { text = "", measured, isMet, byCpu = "" } = goal?.(results) ?? {};
    return [text, measured === undefined ? "" : isMet ? measured : `**${measured}**`, byCpu];
  };
  const measured = ["measured", "by CPU"];
  return table([
    ["path", "goal, against native", ...measured, "goal, against the best peer of that kind", ...measured],
    ...GOALS.map(([path, native, peer]) => [path, ...cells(native), ...cells(peer)]),
  ]);
}

/** At least so many times as many events a second, in each of the workloads. */
function fast(implementation, workloads, least, peers = ["native"]) {
  return (results) => {
    const events = ratios(workloads, (workload) => {
      const peer = best(results, workload, peers, "events");
      return peer && ratio(results, workload, implementation, peer, "events");
    });
    const cpu = ratios(workloads, (workload) => {
      const peer = best(results, workload, peers, "cpu", true);
      return peer && ratio(results, workload, peer, implementation, "cpu");
    });
    return { ...outcome(`at least ${least}`, said(events), events[0]?.value >= least), byCpu: said(cpu) };
  };
}

/** `{ workload, value }` of each workload that was measured, the worst first. */
function ratios(workloads, value) {
  return workloads
    .map((workload) => ({ workload, value: value(workload) }))
    .filter(({ value }) => value !== undefined)
    .toSorted((one, other) => one.value - other.value);
}

function said(ratios) {
  return ratios.map(({ workload, value }) => `${value.toFixed(2)} ${workload}`).join(", ");
}

/** At most as long. */
function soon(workload, name, peers = ["native"]) {
  return (results) => {
    const peer = best(results, workload, peers, name, true);
    const value = peer && ratio(results, workload, "ours-class", peer, name);
    const than = peer === "native" ? "" : ` × ${peer}`;
    return outcome("at most 1.0", value && value.toFixed(2) + than, value <= 1);
  };
}

function hardlyLater(results) {
  const [ours, native] = ["ours-class", "native"].map((name) => figure(results, "first", name, "cold"));
  const later = ours - native;
  return outcome("at most 5 ms more", native && `${later.toFixed(1)} ms more`, later <= 5);
}

function small() {
  const kilobytes = brotliCompressSync(readFileSync(ENTRY)).length / 1000;
  return outcome("at most 16 kB; better 12", `${kilobytes.toFixed(1)} kB`, kilobytes <= 16);
}

function outcome(text, measured, isMet) {
  return { text, measured: measured || undefined, isMet };
}
