// The results as tables in Markdown.

import { best, figure, isOurs, peers, ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { ALONE, WORKLOADS } from "./workloads.mjs";

/** Where an event is so long that its bytes are what counts. */
const BY_BYTES = ["64k", "16m"];

const rounded = (number) => (number >= 100 ? number.toFixed(0) : number.toPrecision(number < 10 ? 2 : 3));

/** All tables that the results have figures for. */
export function report(results) {
  return [
    ["Events a second, in thousands; in the columns with MB, megabytes a second", throughput(results)],
    ["The renderer's CPU, in ms per MB", costs(results)],
    ["Ours to the best other client of its kind", againstPeers(results)],
    ["One event at a time, in ms", latency(results)],
    ["Memory after the flood and a collection: JavaScript's heap + WebAssembly's, in MB", memory(results)],
    ["What went wrong", mistakes(results)],
  ]
    .filter(([, rows]) => rows.length > 1)
    .map(([title, rows]) => `### ${title}\n\n${table(rows)}\n`)
    .join("\n");
}

export function table([head, ...rows]) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function version(implementation) {
  return IMPLEMENTATIONS[implementation].title;
}

function throughput(results) {
  return byWorkload(results, (workload, implementation) => {
    const isByBytes = BY_BYTES.includes(workload);
    const value = figure(results, workload, implementation, isByBytes ? "megabytes" : "events");
    return withRatio(results, workload, implementation, "events", isByBytes ? value : value / 1000);
  });
}

function costs(results) {
  return byWorkload(results, (workload, implementation) =>
    withRatio(results, workload, implementation, "cpu", figure(results, workload, implementation, "cpu")),
  );
}

function memory(results) {
  const megabytes = (bytes) => rounded(bytes / 1e6);
  return byWorkload(results, (workload, implementation) => {
    const [heap, wasm] = ["heap", "wasm"].map((name) => figure(results, workload, implementation, name));
    return wasm > 0 ? `${megabytes(heap)} + ${megabytes(wasm)}` : megabytes(heap);
  });
}

function latency(results) {
  const columns = [
    ["alone", "p50", "on its way, median"],
    ["alone", "p99", "99th of a hundred"],
    ["first", "cold", "first event of a new page, with the client's script"],
    ["first", "warm", "first event of a second source"],
  ].filter(([workload]) => results[workload]);
  return rowsOf(
    results,
    columns,
    ([, , title]) => title,
    ([workload, name], implementation) =>
      withRatio(results, workload, implementation, name, figure(results, workload, implementation, name)),
  );
}

function againstPeers(results) {
  const columns = floodsIn(results);
  return rowsOf(
    results,
    columns,
    titleOf,
    (workload, implementation) => {
      const peer = best(results, workload, peers(implementation), "events");
      const value = peer && ratio(results, workload, implementation, peer, "events");
      return value ? `${value.toFixed(2)} × ${peer}` : "";
    },
    isOurs,
  );
}

function mistakes(results) {
  const wrong = Object.entries(results).flatMap(([workload, byImplementation]) =>
    Object.entries(byImplementation)
      .filter(([, result]) => result.wrong)
      .map(([implementation, result]) => [version(implementation), workload, result.wrong]),
  );
  return [["", "workload", ""], ...wrong];
}

function byWorkload(results, cell) {
  return rowsOf(results, floodsIn(results), titleOf, cell);
}

const floodsIn = (results) => Object.keys(results).filter((workload) => workload in WORKLOADS);
const titleOf = (workload) => (BY_BYTES.includes(workload) ? `${workload} (MB)` : workload);

/** One row for each implementation that has a figure. */
function rowsOf(results, columns, title, cell, isAsked = () => true) {
  const known = Object.keys(IMPLEMENTATIONS).filter((each) => isAsked(each));
  const rows = known.map((implementation) => [
    version(implementation),
    ...columns.map((column) => {
      const text = cell(column, implementation);
      return text.includes("NaN") ? "" : text;
    }),
  ]);
  return [["", ...columns.map(title)], ...rows.filter(([, ...cells]) => cells.some((text) => text !== ""))];
}

function withRatio(results, workload, implementation, name, value) {
  const toNative = ratio(results, workload, implementation, "native", name);
  if (value === undefined || Number.isNaN(value)) {
    return "";
  }
  return toNative === undefined || implementation === "native"
    ? rounded(value)
    : `${rounded(value)} (${toNative.toFixed(2)})`;
}
