// Writes what was measured into the documents, between their marks, and the chart beside it.

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { chart } from "./chart.mjs";
import { goals } from "./goals.mjs";
import { IMPLEMENTATIONS } from "./implementations.mjs";
import { report } from "./report.mjs";

const DOCS = new URL("../../docs/performance.md", import.meta.url);
const CHART = new URL("../../docs/performance.svg", import.meta.url);

export function writeDocs({ browser, version, rounds, results }) {
  const [, , load] = loadavg();
  const setting = [
    `${[version, ...versions()].join(", ")}.`,
    `Medians of ${rounds === 1 ? "1 round" : `${rounds} rounds`}, ${new Date().toISOString().slice(0, 10)}.`,
    `The machine had ${availableParallelism()} processors, which ${load.toFixed(1)} processes wanted, the benchmark's own among them.`,
    "In brackets: the ratio to native.",
  ].join(" ");
  let text = replace(readFileSync(DOCS, "utf8"), browser, `${setting}\n\n${report(results)}`);
  if (browser === "chromium") {
    text = replace(text, "goals", goals(results));
    writeFileSync(CHART, chart(results));
  }
  writeFileSync(DOCS, text);
}

/** Writes one part of a document, by the command that its marks name. */
export function writePart(part, command, content, document = DOCS) {
  writeFileSync(document, replace(readFileSync(document, "utf8"), part, content, command));
}

function replace(text, part, content, command = "npm run bench") {
  const [begin, end] = [`<!-- ${part}: written by ${command} -->`, `<!-- end of ${part} -->`];
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (after === undefined) {
    throw new Error(`The document has no place for ${part}: ${begin}, ${end}`);
  }
  return `${before}${begin}\n\n${content.trimEnd()}\n\n${end}${after}`;
}

function versions() {
  const names = new Set(Object.values(IMPLEMENTATIONS).flatMap((implementation) => implementation.package ?? []));
  return [...names].map((name) => `${name} ${versionOf(name)}`);
}

export function versionOf(name) {
  const path = name === "eventsource-wasm" ? "../../package.json" : `node_modules/${name}/package.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
}
