// zone.js in Node.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, test } from "node:test";
import { install } from "./server.mjs";

before(install);

test("in Node, zone.js changes no order either, and a source sets no timer in the zone that made it", () => {
  const script = `
    import "zone.js/node";
    const { EventSource } = await import("../../../dist/index.js");
    const scheduled = [];
    const zone = Zone.root.fork({ name: "A", onScheduleTask(delegate, current, target, task) {
      task.type === "macroTask" && scheduled.push(task.source);
      return delegate.scheduleTask(target, task);
    } });
    const text = Array.from({ length: 3000 }, (_, index) => "data: " + index + "\\n\\n").join("");
    const fetch = async () => new Response(text, { headers: { "Content-Type": "text/event-stream" } });
    const order = [];
    const source = zone.run(() => new EventSource("https://example.test/", { fetch, heartbeatTimeout: 1000 }));
    source.addEventListener("message", async ({ data }) => {
      order.push("event " + data);
      await null;
      order.push("reaction " + data);
    });
    source.onerror = () => {
      source.close();
      const bad = order.filter((one, index) => one !== (index % 2 ? "reaction " : "event ") + (index >> 1));
      console.log(order.length, bad.length, JSON.stringify(scheduled));
    };`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: new URL(".", import.meta.url),
    encoding: "utf8",
    timeout: 20_000,
  });
  assert.deepEqual([stdout, stderr], ["6000 0 []\n", ""]);
});
