// What a page loads of each client: minified, after brotli. Ours by entries; of the others, what users import.

import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { bundledText, installClients } from "./bundle.mjs";
import { table } from "./report.mjs";
import { versionOf } from "./versions.mjs";

/** The default entry among the titles of `sizes`. */
export const DEFAULT_ENTRY = "eventsource-wasm";

/** The entries as they are published, with what they load, by the names of files in dist/. */
const OURS = {
  [DEFAULT_ENTRY]: [["index.js"]],
  "eventsource-wasm/external": [
    ["external.js", "eventsource_wasm.wasm"],
    "of that the WebAssembly is a file of its own",
  ],
  "eventsource-wasm/no-wasm": [["no-wasm.js"]],
  "eventsource-wasm/stream": [["stream.js"], "the parser without a client"],
};

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
  "eventsource-parser": ["createParser", "a parser without a client"],
};

/** `{ title, version, bytes, remark }` of each. */
export async function measureSizes() {
  installClients();
  const ours = Object.entries(OURS).map(([title, [files, remark = ""]]) => {
    const bytes = files.map((file) => compressed(readFileSync(new URL(`../../dist/${file}`, import.meta.url))));
    return { title, version: versionOf("eventsource-wasm"), bytes: bytes.reduce((sum, each) => sum + each), remark };
  });
  const others = Object.entries(CLIENTS).map(async ([title, [imported, remark = ""]]) => {
    const bytes = compressed(await bundledText(`export { ${imported} } from "${title}"`));
    return { title, version: versionOf(title), bytes, remark };
  });
  const native = { title: "native", version: "", bytes: 0, remark: "" };
  return [native, ...ours, ...(await Promise.all(others)).toSorted((one, other) => one.bytes - other.bytes)];
}

export function sizesTable(sizes) {
  const rows = sizes.map(({ title, version, bytes, remark }) => [title, version, kilobytes(bytes), remark]);
  return table([["client", "version", "kB", "note"], ...rows]);
}

export function kilobytes(bytes) {
  return bytes === 0 ? "0" : (bytes / 1000).toFixed(1);
}

function compressed(script) {
  return brotliCompressSync(script).length;
}
