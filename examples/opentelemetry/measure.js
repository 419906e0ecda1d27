// What the event streams of a page do, as metrics of OpenTelemetry: to it, and to most monitoring, a stream of `fetch` is a
// request of 0 bytes that never ends.

import { observe } from "eventsource-wasm/observer";

/** Measures all sources of this page or worker until the function that it returns is called. */
export function measure(meter) {
  const attempts = meter.createCounter("eventsource.attempts");
  const errors = meter.createCounter("eventsource.errors");
  const events = meter.createCounter("eventsource.events");
  const bytes = meter.createCounter("eventsource.received", { unit: "By" });
  const latency = meter.createHistogram("eventsource.open.latency", { unit: "ms" });

  return observe((observation) => {
    const { host } = new URL(observation.source.url);
    const server = { "server.address": host };
    switch (observation.type) {
      case "attempt":
        attempts.add(1, { ...server, trigger: observation.trigger });
        break;
      case "open":
        latency.record(observation.latency ?? 0, server);
        break;
      case "data":
        bytes.add(observation.bytes, server);
        break;
      case "events":
        for (const [type, count] of observation.counts) {
          events.add(count, { ...server, type });
        }
        break;
      case "error":
        errors.add(1, { ...server, reason: observation.reason, final: !observation.willRetry });
        break;
    }
  });
}
