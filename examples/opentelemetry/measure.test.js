import assert from "node:assert/strict";
import { test } from "node:test";
import { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { EventSource } from "eventsource-wasm";
import { createEventServer } from "eventsource-wasm/testing";
import { measure } from "./measure.js";

test("what a stream does is measured", async () => {
  const exporter = new InMemoryMetricExporter(0);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const stop = measure(provider.getMeter("app"));

  const server = createEventServer();
  const source = new EventSource("https://example.com/prices", { fetch: server.fetch, retry: { initialDelay: 0 } });
  const opened = () => new Promise((resolve) => source.addEventListener("open", resolve, { once: true }));
  await opened();
  await server.send({ data: "1" });
  await server.send({ event: "tick", data: "2" });
  const again = opened();
  await server.end();
  await again;
  source.close();
  stop();

  await provider.forceFlush();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const points = (name) => metrics.find(({ descriptor }) => descriptor.name === name).dataPoints;
  const at = { "server.address": "example.com" };
  const counted = (name) => points(name).map(({ value, attributes }) => [value, attributes]);
  assert.deepEqual(counted("eventsource.attempts"), [
    [1, { ...at, trigger: "first" }],
    [1, { ...at, trigger: "retry" }],
  ]);
  assert.deepEqual(counted("eventsource.events"), [
    [1, { ...at, type: "message" }],
    [1, { ...at, type: "tick" }],
  ]);
  assert.deepEqual(counted("eventsource.errors"), [[1, { ...at, reason: "end", final: false }]]);
  assert.equal(points("eventsource.open.latency")[0].value.count, 2);
  assert.ok(counted("eventsource.received")[0][0] >= "data: 1\n\nevent: tick\ndata: 2\n\n".length);
  await provider.shutdown();
});
