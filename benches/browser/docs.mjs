// Writes what was measured into docs/performance.md, between its marks, and the charts beside it.

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { eventChart, firstEventChart, floodChart, sizeChart } from "./charts.mjs";
import { floodGoals } from "./flood-goals.mjs";
import { goals } from "./goals.mjs";
import { report } from "./report.mjs";
import { sizesTable } from "./sizes.mjs";
import { versions } from "./versions.mjs";

const DOCS = new URL("../../docs/performance.md", import.meta.url);
const CHARTS = new URL("../../docs/images/", import.meta.url);

/** A part, and a chart, of which the run has no figure stays as it is. */
export function writeDocs({ browser, version, rounds, results, sizes }) {
  const setting = describe(version, rounds);
  const parts =
    browser === "chromium"
      ? {
          goals: goals(results),
          sizes: sizesTable(sizes),
          "first event": report(results, "first event"),
          event: report(results, "event"),
          memory: report(results, "memory"),
          "flood goals": report(results, "floods") && floodGoals(results),
          floods: report(results, "floods"),
          "what went wrong": report(results, "what went wrong") || "Nothing.",
        }
      : { [browser]: [report(results, "floods"), report(results, "what went wrong")].filter(Boolean).join("\n") };
  let text = readFileSync(DOCS, "utf8");
  for (const [part, content] of Object.entries(parts)) {
    text = content ? replace(text, part, part === "sizes" ? content : `${setting}\n\n${content}`) : text;
  }
  writeFileSync(DOCS, text);
  if (browser === "chromium") {
    writeCharts(results, sizes);
  }
}

/** Writes one part of the document, by the command that its marks name. */
export function writePart(part, command, content) {
  writeFileSync(DOCS, replace(readFileSync(DOCS, "utf8"), part, content, command));
}

function describe(version, rounds) {
  const [, , load] = loadavg();
  return [
    `${[version, ...versions()].join(", ")}.`,
    `Medians of ${rounds === 1 ? "1 round" : `${rounds} rounds`}, ${new Date().toISOString().slice(0, 10)}.`,
    `The machine had ${availableParallelism()} processors, which ${load.toFixed(1)} processes wanted, the benchmark's own among them.`,
  ].join(" ");
}

function writeCharts(results, sizes) {
  const charts = {
    "performance-sizes": sizeChart(sizes),
    "performance-first-event": firstEventChart(results),
    "performance-event": eventChart(results),
    "performance-floods": floodChart(results),
  };
  for (const [name, chart] of Object.entries(charts)) {
    if (chart) {
      writeFileSync(new URL(`${name}.svg`, CHARTS), chart);
    }
  }
}

function replace(text, part, content, command = "npm run bench") {
  const [begin, end] = [`<!-- ${part}: written by ${command} -->`, `<!-- end of ${part} -->`];
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (after === undefined) {
    throw new Error(`The document has no place for ${part}: ${begin}, ${end}`);
  }
  return `${before}${begin}\n\n${content.trimEnd()}\n\n${end}${after}`;
}
