// Node without WebAssembly, by `import` and by `require`.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSite } from "./site.mjs";

const dist = fileURLToPath(new URL("../../../dist", import.meta.url));

/** Node's own `fetch` needs WebAssembly for its first request. */
const SCRIPT = (origin, load) => `
  fetch("${origin}/page").then(async () => {
    delete globalThis.WebAssembly;
    const { EventSource } = await ${load("index.js")};
    const { EventSourceParserStream, createParser } = await ${load("stream.js")};
    const source = new EventSource("${origin}/events");
    source.onerror = ({ message }) => source.readyState === 2 && console.log(message);
    for await (const { data } of source) {
      console.log(data);
      if (data === "3") break;
    }
    const parser = new EventSourceParserStream();
    await parser.writable.getWriter().write("");
    createParser({ onEvent: ({ data }) => console.log(data) }).feed("data: parsed\\n\\n");
  });`;

const LOADS = {
  import: (name) => `import("${dist}/${name}")`,
  require: (name) => `require("${dist}/${name}")`,
};

for (const [name, load] of Object.entries(LOADS)) {
  test(`in Node, by ${name}, sources and parsers work without WebAssembly`, async (t) => {
    const site = await startSite(t);
    const args = ["--input-type=commonjs", "-e", SCRIPT(site.origin, load)];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
    assert.equal(stdout, "1\n2\n3\nparsed\n");
    // Each entry is a file of its own, and says it once.
    assert.equal(stderr.match(/runs without WebAssembly here/g)?.length, 2, stderr);
  });
}
