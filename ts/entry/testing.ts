/**
 * A server of event streams without a network, and time that a test moves by hand.
 *
 * @module eventsource-wasm/testing
 */

export {
  type Answer,
  createEventServer,
  type EventServer,
  type EventServerOptions,
  type SentEvent,
} from "../event-server.ts";
