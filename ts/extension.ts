// What another entry of the package adds to the class.

import { type Answer, notImported } from "./messages.ts";
import type { Options } from "./options.ts";
import type { Prepared } from "./request.ts";

/** What a face holds: the core's source, or a place among those who share one. */
export interface Connection {
  start(): void;
  close(): void;
  /** All events are through, after `dispatch` said that they were not. */
  drained(): void;
}

/** What a source calls. */
export interface Port {
  prepare(attempt: number, why: number, signal: AbortSignal): Prepared | Promise<Prepared>;
  refreshCredentials(numbers: Float64Array, response: Response | undefined): Promise<boolean>;
  shouldRetry(numbers: Float64Array, response: Response | undefined, cause: unknown): boolean | undefined;
  announce(response: Pick<Response, "url">): void;
  dispatch(text: string, table: Uint32Array): boolean;
  pause(): void;
  fail(numbers: Float64Array, response: Answer | undefined, cause: unknown): void;
}

/** Makes a connection of one's own. */
export type Connect = (port: Port, lastEventId: string) => Connection;

export type Join = (face: Port, url: string, options: Options, connect: Connect) => Connection;

/** Entries are files of their own, and share nothing but the global scope. */
const JOIN = Symbol.for("eventsource-wasm join 1");

/** What `eventsource-wasm/shared` brings. */
export function setJoin(join: Join): void {
  Reflect.set(globalThis, JOIN, join);
}

export const join: Join = (...args) => {
  const given: Join | undefined = Reflect.get(globalThis, JOIN);
  if (!given) {
    throw new TypeError(notImported());
  }
  return given(...args);
};
