// The charts of docs/performance.md. One of which the run has no figure is undefined.

import { barChart } from "./bars.mjs";
import { dotChart } from "./dots.mjs";
import { figure, isOurs, ratio } from "./figures.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { DEFAULT_ENTRY, kilobytes } from "./sizes.mjs";
import { STARTS, WORKLOADS } from "./workloads.mjs";

export function sizeChart(sizes) {
  const bars = sizes.map(({ title, bytes }) => ({
    label: title,
    value: bytes,
    text: kilobytes(bytes),
    isOurs: title.startsWith(DEFAULT_ENTRY),
  }));
  return barChart("What a page loads: kB after brotli", bars);
}

/** In ms, on a logarithmic axis from the fastest to the slowest. */
export function firstEventChart(results) {
  const lines = Object.entries(STARTS)
    .map(([workload, { slowdown, roundTrip }]) => ({
      label: `${roundTrip} ms away, CPU × ${slowdown}`,
      values: valuesOf((name) => figure(results, workload, name, "first")),
    }))
    .filter(({ values }) => Object.keys(values).length > 0);
  const all = lines.flatMap(({ values }) => Object.values(values));
  const ticks = [10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 2000].map((tick) => [tick, `${tick} ms`]);
  const scale = { least: Math.min(...all) * 0.9, most: Math.max(...all) * 1.1, ticks };
  return dotChart("The first event of a page: ms from the moment the page requests the script", lines, scale);
}

export function eventChart(results) {
  const values = valuesOf((name) => figure(results, "alone", name, "mainThread"));
  const bars = Object.entries(values).map(([name, value]) => ({
    label: IMPLEMENTATIONS[name].title,
    value,
    text: value.toFixed(0),
    isOurs: isOurs(name),
  }));
  return barChart("An event that comes alone: µs of the main thread", bars);
}

export function floodChart(results) {
  const lines = Object.keys(WORKLOADS)
    .filter((workload) => figure(results, workload, "native", "events") !== undefined)
    .map((workload) => ({
      label: workload,
      values: valuesOf((name) =>
        ["native", "limit-dispatch"].includes(name) ? undefined : ratio(results, workload, name, "native", "events"),
      ),
    }));
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].map((tick) => [tick, tick === 1 ? "native" : `× ${tick}`]);
  return dotChart("Events a second, as multiples of native", lines, { least: 0.1, most: 30, ticks, strong: 1 });
}

/** By the names of those who have one. */
function valuesOf(value) {
  const values = Object.keys(IMPLEMENTATIONS).map((name) => [name, value(name)]);
  return Object.fromEntries(values.filter(([, each]) => each !== undefined));
}
