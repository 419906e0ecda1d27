// The results as tables in Markdown, by the parts of docs/performance.md.

import { best, difference, figure, isOurs, peers, ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { STARTS, WORKLOADS } from "./workloads.mjs";

/** Each part has these tables: a title, columns of `[title, text of one implementation's cell]`. */
const PARTS = {
  "first event": (results) => [
    [
      "The first event: ms from the moment the page requests the script",
      Object.entries(STARTS).map(([workload, { slowdown, roundTrip }]) => [
        `${roundTrip} ms away, CPU × ${slowdown}`,
        (client) => withDifference(results, workload, client, "first"),
      ]),
    ],
    [
      `The main thread until then: ms, the server ${NEAR} ms away`,
      [
        ...startColumns("constructor", "construct", results),
        ...startColumns("longest task", "longestTask", results),
        ...startColumns("first event of a second source", "again", results),
      ],
    ],
  ],
  event: (results) => [
    [
      "One event at a time",
      [
        ["main thread: µs", (client) => withRatio(results, "alone", client, "mainThread")],
        ["on its way, median: ms", (client) => withRatio(results, "alone", client, "p50")],
        ["99th percentile: ms", (client) => withRatio(results, "alone", client, "p99")],
      ],
    ],
  ],
  memory: (results) => [
    [
      "After the flood and a collection: MB of JavaScript's heap + of WebAssembly",
      floodColumns(results, (workload, client) => memory(results, workload, client)),
    ],
    [
      "By parts: MB more than an empty page",
      [
        ["heap: the script loaded", (client) => megabytes(results, client, "script")],
        ["heap: after two sources with an event each", (client) => megabytes(results, client, "objects")],
        ["WebAssembly then", (client) => megabytes(results, client, "wasm")],
      ],
    ],
  ],
  floods: (results) => [
    [
      "Thousands of events a second (of lines: MB a second)",
      floodColumns(results, (workload, client) => throughput(results, workload, client)),
    ],
    [
      "Ours to the best other client of its kind, by events a second",
      floodColumns(results, (workload, client) => advance(results, workload, client)),
    ],
    [
      "The renderer's CPU: ms per MB",
      floodColumns(results, (workload, client) => withRatio(results, workload, client, "cpu")),
    ],
  ],
  "what went wrong": (results) => [
    [
      "What went wrong",
      Object.keys(results).map((workload) => [workload, (client) => results[workload][client]?.wrong]),
    ],
  ],
};

const NEAR = Math.min(...Object.values(STARTS).map(({ roundTrip }) => roundTrip));

export const PART_NAMES = Object.keys(PARTS);

/** The tables of one part that the results have figures for; empty if there are none. */
export function report(results, part) {
  return PARTS[part](results)
    .map(([title, columns]) => ({ title, rows: rowsOf(columns) }))
    .filter(({ rows }) => rows.length > 1)
    .map(({ title, rows }) => `**${title}**\n\n${table(rows)}\n`)
    .join("\n");
}

export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A column or a row without any figure is left out. */
function rowsOf(columns) {
  const all = Object.entries(IMPLEMENTATIONS).map(([implementation, { title }]) => ({
    title,
    cells: columns.map(([, cell]) => cell(implementation)),
  }));
  const rows = all.filter(({ cells }) => cells.some(Boolean));
  const isFilled = (_, index) => rows.some(({ cells }) => cells[index]);
  const head = columns.map(([title]) => title);
  return [
    ["client", ...head.filter(isFilled)],
    ...rows.map(({ title, cells }) => [title, ...cells.filter(isFilled).map((text) => text ?? "")]),
  ];
}

function startColumns(title, name, results) {
  return Object.entries(STARTS)
    .filter(([, { roundTrip }]) => roundTrip === NEAR)
    .map(([workload, { slowdown }]) => [
      `${title}, CPU × ${slowdown}`,
      (client) => {
        const value = figure(results, workload, client, name);
        return value === undefined ? undefined : rounded(value);
      },
    ]);
}

function floodColumns(results, cell) {
  return Object.keys(results)
    .filter((workload) => workload in WORKLOADS)
    .map((workload) => [workload, (client) => cell(workload, client)]);
}

function throughput(results, workload, implementation) {
  const name = WORKLOADS[workload].isLong ? "megabytes" : "events";
  return withRatio(results, workload, implementation, name, name === "events" ? 1000 : 1);
}

/** The median, and its ratio to native. */
function withRatio(results, workload, implementation, name, unit = 1) {
  const value = figure(results, workload, implementation, name);
  const toNative = ratio(results, workload, implementation, "native", name);
  const text = value && rounded(value / unit);
  return toNative && implementation !== "native" ? `${text} (${toNative.toFixed(2)})` : text;
}

/** The median, and how much that is beside native. */
function withDifference(results, workload, implementation, name) {
  const value = figure(results, workload, implementation, name);
  const toNative = difference(results, workload, implementation, "native", name);
  const text = value?.toFixed(0);
  return toNative !== undefined && implementation !== "native" ? `${text} (${signed(toNative)})` : text;
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

function megabytes(results, implementation, part) {
  const value = figure(results, "memory", implementation, part);
  return value && (value / 1e6).toFixed(2);
}

function signed(number) {
  return `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(0)}`;
}

function rounded(number) {
  return number >= 100 ? number.toFixed(0) : number.toPrecision(number < 10 ? 2 : 3);
}
