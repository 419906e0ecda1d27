// Reads a response's body, also one of a caller's own `fetch` that is less than a stream of the platform.

import { notABody, notBytes } from "../errors/messages.ts";
import { bytesOf } from "../platform/bytes.ts";
import { follow } from "../platform/weakly.ts";
import { taskBegan } from "../scheduling/scheduler.ts";

/**
 * The most that is read at once, in bytes. Browsers may have megabytes ready: pieces stay in the processor's caches, and
 * the core's memory, which never shrinks, stays small.
 */
const PIECE = 1 << 16;

/** After so many reads the page gets a task: a body of the caller's own may always be ready, and bring no event. */
const READS_IN_A_ROW = 64;

/**
 * So many microtasks after a read was asked for, a body of the network has nothing ready: what comes then comes in another
 * task. A body that a script fills may bring it in a microtask.
 */
const MICROTASKS = 8;

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
  readonly #isFromNetwork: boolean;
  /** Read into again for each chunk, where the browser can; otherwise a chunk brings memory of its own. */
  #memory: ArrayBuffer | undefined;
  /** The bytes of the chunk after the piece that was taken last. */
  #rest: Uint8Array | undefined;
  #isLastChunk = false;
  #hasWaited = false;
  #reads = 0;

  /** Locks the body; throws if there is no way to read it. These functions get the results. */
  constructor(
    body: unknown,
    fulfilled: (result: unknown) => void,
    rejected: (reason: unknown) => void,
    isFromNetwork = false,
  ) {
    this.#source = sourceOf(body as Body);
    this.#fulfilled = fulfilled;
    this.#rejected = rejected;
    this.#isFromNetwork = isFromNetwork;
  }

  /** Reads the next chunk. Its result may be anything if the body is a caller's. */
  read(): void {
    const memory = this.#memory?.byteLength === PIECE ? this.#memory : new ArrayBuffer(PIECE);
    this.#memory = undefined;
    follow(this.#source.read(new Uint8Array(memory)), this.#fulfilled, this.#rejected);
    this.#hasWaited = false;
    if (this.#isFromNetwork) {
      this.#wait(this.#reads);
    }
  }

  async #wait(reads: number): Promise<void> {
    for (let count = 0; count < MICROTASKS; count++) {
      await undefined;
    }
    this.#hasWaited = reads === this.#reads;
  }

  /**
   * Takes what a read has given; throws if that cannot be used. Returns whether it may be parsed at once: if not, the page
   * should have a task first.
   */
  accept(result: unknown): boolean {
    const { done, value } = result as ReadableStreamReadResult<unknown>;
    if (!done && (value === undefined || value === null)) {
      // To read on would be a loop without an end, should the reader have nothing else to give.
      throw new TypeError(notBytes(value));
    }
    if (this.#hasWaited) {
      taskBegan();
    }
    this.#rest = encoded(value);
    this.#isLastChunk = Boolean(done);
    return ++this.#reads % READS_IN_A_ROW !== 0;
  }

  /** The bytes of the chunk that are parsed next. */
  nextPiece(): Uint8Array | undefined {
    const rest = this.#rest;
    if (!rest || rest.length <= PIECE) {
      this.#rest = undefined;
      return rest?.length ? rest : undefined;
    }
    this.#rest = rest.subarray(PIECE);
    return rest.subarray(0, PIECE);
  }

  /** Whether nothing comes after the pieces that were taken. */
  get isAtEnd(): boolean {
    return this.#isLastChunk;
  }

  /** The bytes of a piece were copied: its memory may be used for the next chunk. */
  reuse(piece: Uint8Array): void {
    this.#memory = piece.buffer as ArrayBuffer;
  }

  cancel(): void {
    quietly(() => this.#source.cancel());
  }
}

/** Cancels a body that nobody reads, so that its connection is free at once. */
export function discard(body: unknown): void {
  quietly(() => (body as Body | undefined)?.cancel?.());
}

/** Text is taken too, for bodies of a caller's own may be of strings. */
function encoded(chunk: unknown): Uint8Array {
  const text = chunk === undefined || chunk === null ? "" : chunk;
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : bytesOf(text);
  if (!bytes) {
    throw new TypeError(notBytes(chunk));
  }
  return bytes;
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

/** A failure to let something go does not matter, and must not be reported as unhandled. */
async function quietly(act: () => unknown): Promise<void> {
  try {
    await act();
  } catch {
    // The body is gone either way.
  }
}
