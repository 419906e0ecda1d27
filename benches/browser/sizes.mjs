// `node benches/browser/sizes.mjs`: what each client weighs in a user's bundle, minified, after brotli.
//
//   --write-docs   writes the table into docs/comparison.md

import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { bundledText, installClients } from "./bundle.mjs";
import { versionOf, writePart } from "./docs.mjs";

/** What users import of each, and what to say of it. */
const CLIENTS = {
  "@microsoft/fetch-event-source": ["fetchEventSource"],
  "reconnecting-eventsource": ["default", "on top of the native class"],
  "sse.js": ["SSE"],
  "eventsource-client": ["createEventSource"],
  eventsource: ["EventSource"],
  "event-source-polyfill": ["EventSourcePolyfill"],
  "@flamefrontend/sse-runtime-core": ["createSSEClient", "without its helpers for pages and tokens"],
  "event-source-plus": ["EventSourcePlus"],
  "extended-eventsource": ["EventSource"],
  "fetch-event-stream": ["events", "does not reconnect"],
};

const { values } = parseArgs({ options: { "write-docs": { type: "boolean", default: false } } });

installClients();
const rows = [
  [
    "eventsource-wasm",
    versionOf("eventsource-wasm"),
    await kilobytes("EventSource", "../../dist/index.js"),
    "bundled again; the published files and the other entries: [README](../README.md#entries-and-sizes)",
  ],
  ["native", "", 0, ""],
];
for (const [name, [imported, remark = ""]] of Object.entries(CLIENTS)) {
  rows.push([name, versionOf(name), await kilobytes(imported, name), remark]);
}

const table = [
  "| client | version | kB | note |",
  "| --- | --- | --- | --- |",
  ...rows.map((row) => `| ${row.join(" | ")} |`),
].join("\n");
console.log(table);
if (values["write-docs"]) {
  const document = new URL("../../docs/comparison.md", import.meta.url);
  writePart("sizes", "node benches/browser/sizes.mjs --write-docs", table, document);
}

async function kilobytes(imported, from) {
  const script = await bundledText(`export { ${imported} } from "${from}"`);
  return (brotliCompressSync(script).length / 1000).toFixed(1);
}
