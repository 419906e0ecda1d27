// What was seen through the gateways, as a table for the docs.

import { readFileSync, writeFileSync } from "node:fs";

const DOCS = new URL("../../../docs/gateways.md", import.meta.url);
const MARKS = ["<!-- table -->", "<!-- /table -->"];

const rows = [];

/** `seen` is what a source told, in order: data, errors, and opens, with their times in ms. */
export function note(name, seen) {
  const errors = seen.filter(({ reason }) => reason);
  rows.push({
    name,
    told: [...new Set(errors.map(({ reason, status }) => (status > 200 ? `${reason} ${status}` : reason)))],
    recoveries: outages(seen),
    received: seen.filter((one) => typeof one === "string").length,
  });
}

/** In ms, from the first error of each to the next open. */
function outages(seen) {
  const lengths = [];
  let since;
  for (const { reason, type, at } of seen) {
    if (reason) {
      since ??= at;
    } else if (type === "open" && since !== undefined) {
      lengths.push(at - since);
      since = undefined;
    }
  }
  return lengths.sort((a, b) => a - b);
}

export function writeDocs() {
  const [start, end] = MARKS;
  const text = readFileSync(DOCS, "utf8");
  const [before] = text.split(start);
  const [, after] = text.split(end);
  writeFileSync(DOCS, `${before}${start}\n${table()}\n${end}${after}`);
}

function table() {
  const lines = rows.map(({ name, told, recoveries, received }) => {
    const middle = recoveries[Math.floor(recoveries.length / 2)];
    const times = recoveries.length > 0 ? `${Math.round(middle)} ms (${Math.round(recoveries.at(-1))} ms)` : "-";
    return `| ${name} | ${told.join(", ") || "-"} | ${recoveries.length} | ${times} | ${received} |`;
  });
  return [
    "| Situation | Errors | Outages | Back after: median (longest) | Events received |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}
