// Reads a response's body, also one of a caller's own `fetch` that is less than a stream of the platform.

import { notABody, notBytes } from "../errors/messages.ts";
import { follow } from "../platform/weakly.ts";

/**
 * What is read at once, at most, in bytes. Browsers may have megabytes ready: pieces stay in the processor's caches, and
 * the core's memory, which never shrinks, stays small.
 */
export const PIECE = 1 << 16;

interface Source {
  read(memory?: Uint8Array): unknown;
  cancel(): unknown;
}

type Body = {
  getReader?(options?: { mode: "byob" }): { read(memory?: Uint8Array): unknown; cancel?(): unknown };
  cancel?(): unknown;
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
};

export class BodyReader {
  readonly #source: Source;
  readonly #fulfilled: (result: unknown) => void;
  readonly #rejected: (reason: unknown) => void;
  /** Read into again for each chunk, where the browser can; otherwise a chunk brings memory of its own. */
  #memory: ArrayBuffer | undefined;

  /** Locks the body; throws if there is no way to read it. What is read is told to these functions. */
  constructor(body: unknown, fulfilled: (result: unknown) => void, rejected: (reason: unknown) => void) {
    this.#source = sourceOf(body as Body);
    this.#fulfilled = fulfilled;
    this.#rejected = rejected;
  }

  /** Reads the next chunk. Its result may be anything if the body is a caller's. */
  read(): void {
    const memory = this.#memory?.byteLength === PIECE ? this.#memory : new ArrayBuffer(PIECE);
    this.#memory = undefined;
    follow(this.#source.read(new Uint8Array(memory)), this.#fulfilled, this.#rejected);
  }

  /** The bytes of a chunk were copied: its memory may be used for the next one. */
  reuse(chunk: Uint8Array): void {
    this.#memory = chunk.buffer as ArrayBuffer;
  }

  cancel(): void {
    quietly(() => this.#source.cancel());
  }
}

/** Cancels a body that nobody reads, so that its connection is free at once. */
export function discard(body: unknown): void {
  quietly(() => (body as Body | undefined)?.cancel?.());
}

/** What a read has given: its bytes, and whether it is the last one. Throws if that cannot be used. */
export function chunkOf(result: unknown): { readonly bytes: Uint8Array; readonly isLast: boolean } {
  const { done, value } = result as ReadableStreamReadResult<unknown>;
  if (!done && (value === undefined || value === null)) {
    // To read on would be a loop without an end, should the reader have nothing else to give.
    throw new TypeError(notBytes(value));
  }
  return { bytes: bytesOf(value), isLast: Boolean(done) };
}

/** Text is taken too, for bodies of a caller's own may be of strings. */
function bytesOf(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  if (chunk === undefined || chunk === null) {
    return new Uint8Array();
  }
  if (typeof chunk === "string") {
    return new TextEncoder().encode(chunk);
  }
  // By its name: another frame, or a test's DOM, has a class of its own.
  if (Object.prototype.toString.call(chunk) === "[object ArrayBuffer]") {
    return new Uint8Array(chunk as ArrayBuffer);
  }
  throw new TypeError(notBytes(chunk));
}

function sourceOf(body: Body): Source {
  if (typeof body.getReader === "function") {
    const reader = readerOf(body as Required<Body>);
    return { read: (memory) => reader.read(memory), cancel: () => reader.cancel?.() };
  }
  const iterator = body[Symbol.asyncIterator]?.();
  if (!iterator) {
    throw new TypeError(notABody(body));
  }
  return { read: () => iterator.next(), cancel: () => iterator.return?.() };
}

function readerOf(body: Required<Body>): ReturnType<Required<Body>["getReader"]> {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return body.getReader();
  }
}

/** What goes wrong while something is let go is of no interest, and must not be reported as unhandled. */
async function quietly(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch {
    // The body is gone either way.
  }
}
