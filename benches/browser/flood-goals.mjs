// The goals of floods beside what was measured, and the same ratios by CPU, which a busy machine changes less.

import { best, ratio } from "./figures.mjs";
import { table } from "./report.mjs";
import { WORKLOADS } from "./workloads.mjs";

const FLOODS = Object.keys(WORKLOADS);
const SMALL = ["tick", "llm", "utf8", "comments"];
const LONG = ["64k", "multi-line"];

/** `[path, against native, against the peer of that kind]`, each `{ text, measured, isMet, byCpu }` by the results. */
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
    "createParser, all workloads",
    fast("ours-parser", FLOODS, 2),
    fast("ours-parser", FLOODS, 1.5, ["eventsource-parser"]),
  ],
  [
    "parser stream, all workloads",
    fast("ours-parser-stream", FLOODS, 2),
    fast("ours-parser-stream", FLOODS, 1.5, ["eventsource-parser-stream"]),
  ],
];

export function floodGoals(results) {
  const cells = (goal) => {
    const { text = "", measured, isMet, byCpu = "" } = goal?.(results) ?? {};
    return [text, measured === undefined ? "" : isMet ? measured : `**${measured}**`, byCpu];
  };
  const measured = ["measured", "by CPU"];
  return table([
    ["path", "goal, against native", ...measured, "goal, against the peer of that kind", ...measured],
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

function outcome(text, measured, isMet) {
  return { text, measured: measured || undefined, isMet };
}
