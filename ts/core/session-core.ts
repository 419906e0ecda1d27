// One source's session in the WebAssembly core. The core calls nobody: it is fed, and polled for what it wants done. What
// it gives is copied out of its memory before this returns, so no view into that memory outlives a call.

import { close, feed, frame, imports, input, memory, open, start } from "../../build/eventsource_wasm.js";
import { ChunkReader } from "./chunk-reader.ts";
import { decode } from "./decode.ts";
import type { EventChunk } from "./event-chunk.ts";
import { CoreInstance } from "./instance.ts";
import {
  ATTEMPT_CAUSES,
  type AttemptCause,
  COMMAND,
  type Failure,
  INPUT,
  type Input,
  NEXTS,
  nameOf,
  REASONS,
} from "./wire.ts";

/** A command of the session. `COMMAND.none` ends a turn, and tells when to wake the session. */
export type Command =
  | { readonly code: typeof COMMAND.none; readonly wakeAt: number; readonly now: number }
  | {
      readonly code: typeof COMMAND.prepare;
      readonly attempt: number;
      readonly cause: AttemptCause;
      readonly lastEventId: string;
    }
  | {
      readonly code: typeof COMMAND.fetch;
      readonly attempt: number;
      readonly followRedirects: boolean;
      readonly lastEventId: string;
    }
  | { readonly code: typeof COMMAND.probeCors | typeof COMMAND.readErrorBody; readonly attempt: number }
  | {
      readonly code:
        | typeof COMMAND.refreshCredentials
        | typeof COMMAND.askShouldRetry
        | typeof COMMAND.withhold
        | typeof COMMAND.fail;
      readonly failure: Failure;
    }
  | { readonly code: typeof COMMAND.dispatch; readonly events: EventChunk; readonly comments: string }
  | { readonly code: typeof COMMAND.abort | typeof COMMAND.announce | typeof COMMAND.pause };

/** The parts of a response's head that the session needs. */
export interface Head {
  readonly status: number;
  readonly contentType: string;
  /** Whether this is a redirect that was not followed. */
  readonly isRedirect: boolean;
  /** Whether this came through a redirect that was followed. */
  readonly isRedirected: boolean;
  /** The wait that the server asks for, in ms; negative if it asks for none. */
  readonly retryAfter: number;
}

/** All sessions of the page. */
export const sessionInstance = new CoreInstance({ start, imports, memory });

/** In a frame: behind the numbers of a chunk. */
const COMMENTS = 7;

let encoder: TextEncoder | undefined;

export class SessionCore {
  readonly #handle: number;
  /** Where the frame lies in the memory's numbers. */
  readonly #frame: number;
  readonly #reader = new ChunkReader();

  /** `options` in the order of the wire's list. */
  constructor(options: Float64Array, initialLastEventId: string) {
    this.#handle = sessionInstance.enter(() => open(options.byteLength, writeBoth(options, initialLastEventId)));
    this.#frame = frame() / 8;
  }

  input(input: Input, attempt = 0, value = 0): Command {
    return this.#command(feed(this.#handle, performance.now(), Date.now(), input, attempt, value));
  }

  response(attempt: number, { status, contentType, isRedirect, isRedirected, retryAfter }: Head): Command {
    const redirect = isRedirect ? 1 : isRedirected ? 2 : 0;
    const head = writeBoth(Float64Array.of(status, redirect, retryAfter), contentType);
    return this.input(INPUT.response, attempt, head);
  }

  bytes(attempt: number, chunk: Uint8Array): Command {
    write(chunk);
    return this.input(INPUT.bytes, attempt, chunk.length);
  }

  /** The command after the last one. */
  next(): Command {
    return this.input(INPUT.next);
  }

  /** Gives its part of the memory back. Nothing may be called after this. */
  free(): void {
    sessionInstance.leave();
    close(this.#handle);
  }

  #command(code: number): Command {
    sessionInstance.refresh();
    const { numbers } = sessionInstance;
    // Not destructured: that is slow until an engine has compiled it for the last time.
    const at = this.#frame;
    const first = numbers[at] as number;
    const second = numbers[at + 1] as number;
    const third = numbers[at + 2] as number;
    const fourth = numbers[at + 3] as number;
    const fifth = numbers[at + 4] as number;
    switch (code) {
      case COMMAND.none:
        return { code, wakeAt: first, now: second };
      case COMMAND.prepare:
        this.#reader.forget();
        return { code, attempt: first, cause: nameOf(ATTEMPT_CAUSES, second), lastEventId: textAt(third, fourth) };
      case COMMAND.fetch:
        return { code, attempt: first, followRedirects: second === 1, lastEventId: textAt(third, fourth) };
      case COMMAND.probeCors:
      case COMMAND.readErrorBody:
        return { code, attempt: first };
      case COMMAND.refreshCredentials:
      case COMMAND.askShouldRetry:
      case COMMAND.withhold:
      case COMMAND.fail: {
        const [reason, next] = [nameOf(REASONS, first), nameOf(NEXTS, fourth)];
        return { code, failure: { reason, status: second, attempt: third, next, delay: fifth } };
      }
      case COMMAND.dispatch:
        return {
          code,
          events: this.#reader.read(sessionInstance, numbers, at),
          comments: textAt(numbers[at + COMMENTS] as number, numbers[at + COMMENTS + 1] as number),
        };
      case COMMAND.abort:
      case COMMAND.announce:
      case COMMAND.pause:
        return { code };
      default:
        throw new RangeError(`code ${code}`);
    }
  }
}

function textAt(start: number, length: number): string {
  return decode(sessionInstance.bytes, start, start + length);
}

/** Writes what a call is about where the core looks for it, with so much place behind it. */
function write(bytes: Uint8Array, more = 0): number {
  const address = input(bytes.length + more);
  sessionInstance.refresh();
  sessionInstance.bytes.set(bytes, address);
  return address;
}

/** Writes numbers, and a text behind them. Returns the length of both in bytes. */
function writeBoth(numbers: Float64Array, text: string): number {
  encoder ??= new TextEncoder();
  const [bytes, encoded] = [new Uint8Array(numbers.buffer), encoder.encode(text)];
  const address = write(bytes, encoded.length);
  sessionInstance.bytes.set(encoded, address + bytes.length);
  return bytes.length + encoded.length;
}
