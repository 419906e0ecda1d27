/**
 * A server of event streams without a network, and virtual time for tests.
 *
 * @module eventsource-wasm/testing
 */

export {
  createEventServer,
  type EventServer,
  type EventServerOptions,
  type MockResponse,
  type SentEvent,
} from "../testing/event-server.ts";
