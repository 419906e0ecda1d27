// What many sources of the built class take of WebAssembly memory together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { inNode } from "./in-node.mjs";

const MIB = 2 ** 20;
const withClass = inNode("EventSource", "index");

/* global EventSource, sizes */

test("a hundred open sources, each with a flood behind it, hold less than 1 MiB of WebAssembly memory together", () => {
  const { events, size } = withClass(async () => {
    const COUNT = 3000;
    const chunk = new TextEncoder().encode(`${"data: 0123456789\n\n".repeat(COUNT)}event: end\ndata\n\n`);
    let events = 0;
    const sources = Array.from({ length: 100 }, () => {
      const body = new ReadableStream({ start: (controller) => controller.enqueue(chunk) });
      const response = new Response(body, { headers: { "Content-Type": "text/event-stream" } });
      const source = new EventSource("http://127.0.0.1/", { fetch: async () => response });
      source.onmessage = () => events++;
      return source;
    });
    await Promise.all(sources.map((source) => new Promise((resolve) => source.addEventListener("end", resolve))));
    const size = sizes()[0];
    for (const source of sources) {
      source.close();
    }
    return { events, size };
  });
  assert.equal(events, 300_000);
  assert.ok(size < MIB, `${size} bytes`);
});
