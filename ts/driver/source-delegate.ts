// The contract between a source and its connection.

import type { EventChunk } from "../core/event-chunk.ts";
import type { Failure } from "../core/wire.ts";
import type { PreparedRequest } from "../request/request.ts";
import type { Attempt } from "../types/options.ts";
import type { ResponseHead } from "./response-head.ts";

/** The owner of a source: hears of events, and answers what only the caller can. None of these throws. */
export interface SourceDelegate {
  /** The absolute URL that each attempt starts from. */
  readonly url: string;
  prepare(attempt: Attempt): PreparedRequest | Promise<PreparedRequest>;
  /**
   * The promise gives whether the credentials were renewed. `undefined` if they were renewed, for another source perhaps,
   * after the request was prepared.
   */
  refreshCredentials(failure: Failure, response: ResponseHead | undefined): Promise<boolean> | undefined;
  /** `undefined` leaves it to the standard. */
  shouldRetry(failure: Failure, response: ResponseHead | undefined, cause: unknown): boolean | undefined;
  /** `lastEventId` is what the request carried. */
  announce(response: OpenedResponse, lastEventId?: string): void;
  /**
   * Whether all events were taken at once: if not, reading waits for `drained`. Of `comments` each ends with an LF; a CR stands
   * for each event.
   */
  dispatch(events: EventChunk, comments?: string): boolean;
  /** So many bytes of the body came. */
  received(bytes: number): void;
  /** There is no connection for now. `failure` is one that is not told, or not yet. */
  pause(failure?: Failure): void;
  fail(failure: Failure, response: ResponseHead | undefined, cause: unknown): void;
}

/** Of a response that another tab had, little is known. */
export type OpenedResponse = Pick<ResponseHead, "url"> & Partial<ResponseHead>;

/** The way a source gets its events: a driver of its own, or a place among those who share one. */
export interface Connection {
  /** The resources that are released if the source is collected before it was closed. */
  readonly held: { release(): void };
  start(): void;
  close(): void;
  /** Makes a new attempt now. A place among others cannot. */
  reconnect?(): void;
  /** All events are taken, after `dispatch` said that they were not. */
  drained(): void;
}
