// What the default entry consists of: its characters by the source that they come from, and what each part adds after brotli.
//
//   node benches/browser/parts.mjs [--write-docs]

import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { build } from "../../scripts/build.mjs";
import { writePart } from "./docs.mjs";
import { table } from "./report.mjs";

/** The first that fits names the part. */
const PARTS = [
  [/build\/wasm-text/, "the WebAssembly: the rules of a connection, the parser, an allocator"],
  [/ts\/errors\//, "messages of errors and warnings"],
  [/ts\/options\//, "the options and their checks"],
  [/ts\/request\//, "requests, tokens, what blocks a request"],
  [/ts\/driver\//, "connections: fetch, body, timers"],
  [/ts\/event-source\//, "the class, listeners, loops, events"],
  [/ts\/(scheduling|platform)\//, "tasks, the page's events, zones, conversions"],
  [/ts\/(core|load)\/|build\//, "between JavaScript and the WebAssembly; loading it"],
];
const OTHER = "names and exports";

const { values } = parseArgs({ options: { "write-docs": { type: "boolean", default: false } } });
await build();
const file = new URL("../../dist/index.js", import.meta.url);
const script = readFileSync(file, "utf8");
const map = new SourceMap(JSON.parse(readFileSync(`${file.pathname}.map`, "utf8")));
const parts = charactersByPart();
const whole = compressed(script);
const rows = [...parts].map(([part, characters]) => [
  part,
  characters.size,
  whole - compressed([...script].filter((_, index) => !characters.has(index)).join("")),
]);
rows.sort((one, other) => other[2] - one[2]);
const text = table([
  ["part", "characters", "bytes less without it"],
  ...rows,
  ["**the default entry**", script.length, whole],
]);
console.log(text);
if (values["write-docs"]) {
  writePart("parts", "node benches/browser/parts.mjs --write-docs", text);
}

/** The places of the characters of each part. */
function charactersByPart() {
  const parts = new Map();
  let index = 0;
  for (const [line, content] of script.split("\n").entries()) {
    for (let column = 0; column <= content.length && index < script.length; column++, index++) {
      const { originalSource = "" } = map.findEntry(line, column);
      const part = PARTS.find(([source]) => source.test(originalSource))?.[1] ?? OTHER;
      parts.set(part, (parts.get(part) ?? new Set()).add(index));
    }
  }
  return parts;
}

function compressed(text) {
  return brotliCompressSync(text).length;
}
