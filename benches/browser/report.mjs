// The results as tables in Markdown.

import { best, figure, isOurs, peers, ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { WORKLOADS } from "./workloads.mjs";

/** The figures of single events. */
const SINGLE = {
  p50: { workload: "alone", title: "on its way: median" },
  p99: { workload: "alone", title: "99th percentile" },
  cold: { workload: "first", title: "first event, cold" },
  warm: { workload: "first", title: "first event, warm" },
};

/** Every table that the results have figures for. */
export function report(results) {
  const floods = Object.keys(results).filter((workload) => workload in WORKLOADS);
  const sections = [
    ["Thousands of events a second (of lines: MB a second)", floods, (...cell) => throughput(results, ...cell)],
    ["Ours to the best other client of its kind, by events a second", floods, (...cell) => advance(results, ...cell)],
    ["The renderer's CPU: ms per MB", floods, (...cell) => withRatio(results, ...cell, "cpu")],
    ["One event at a time: ms", Object.keys(SINGLE), (...cell) => single(results, ...cell)],
    [
      "After the flood and a collection: MB of JavaScript's heap + of WebAssembly",
      floods,
      (...cell) => memory(results, ...cell),
    ],
    ["What went wrong", Object.keys(results), (workload, implementation) => results[workload][implementation]?.wrong],
  ];
  return sections
    .map(([title, columns, cell]) => ({ title, rows: rowsOf(columns, cell) }))
    .filter(({ rows }) => rows.length > 1)
    .map(({ title, rows }) => `### ${title}\n\n${table(rows)}\n`)
    .join("\n");
}

export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A column or a row without any figure is left out. */
function rowsOf(columns, cell) {
  const all = Object.entries(IMPLEMENTATIONS).map(([implementation, { title }]) => ({
    title,
    cells: columns.map((column) => cell(column, implementation)),
  }));
  const rows = all.filter(({ cells }) => cells.some(Boolean));
  const isFilled = (_, index) => rows.some(({ cells }) => cells[index]);
  const head = columns.map((column) => SINGLE[column]?.title ?? column);
  return [
    ["client", ...head.filter(isFilled)],
    ...rows.map(({ title, cells }) => [title, ...cells.filter(isFilled).map((text) => text ?? "")]),
  ];
}

function throughput(results, workload, implementation) {
  const name = WORKLOADS[workload].isLong ? "megabytes" : "events";
  return withRatio(results, workload, implementation, name, name === "events" ? 1000 : 1);
}

function single(results, name, implementation) {
  return withRatio(results, SINGLE[name].workload, implementation, name);
}

/** The median, and its ratio to native. */
function withRatio(results, workload, implementation, name, unit = 1) {
  const value = figure(results, workload, implementation, name);
  const toNative = ratio(results, workload, implementation, "native", name);
  const text = value && rounded(value / unit);
  return toNative && implementation !== "native" ? `${text} (${toNative.toFixed(2)})` : text;
}

function advance(results, workload, implementation) {
  const peer = isOurs(implementation) && best(results, workload, peers(implementation), "events");
  const value = peer && ratio(results, workload, implementation, peer, "events");
  return value && `${value.toFixed(2)} × ${IMPLEMENTATIONS[peer].title}`;
}

function memory(results, workload, implementation) {
  const [heap, wasm] = ["heap", "wasm"].map((name) => figure(results, workload, implementation, name));
  return heap && rounded(heap / 1e6) + (wasm > 0 ? ` + ${rounded(wasm / 1e6)}` : "");
}

function rounded(number) {
  return number >= 100 ? number.toFixed(0) : number.toPrecision(number < 10 ? 2 : 3);
}
