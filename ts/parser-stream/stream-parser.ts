// The parser of one stream: takes chunks, and returns pieces with events and lines. It is the only caller of the
// WebAssembly, which calls no JavaScript. Its results are copied before any other code runs.

import { close, imports, input, memory, open, push, start, unfinished } from "../../build/stream/eventsource_wasm.js";
import { ChunkReader } from "../core/chunk-reader.ts";
import { decode } from "../core/decode.ts";
import { EventChunk } from "../core/event-chunk.ts";
import { CoreInstance } from "../core/instance.ts";
import { notAChunk, parserIsLost } from "../errors/messages.ts";
import { bytesOf } from "../platform/bytes.ts";
import { Piece } from "./piece.ts";

export type Chunk = ArrayBufferView | ArrayBuffer | string;

/** The bytes per call of the core: as many as the class reads at once, for the same reasons. */
const PIECE = 1 << 16;

/** Texts below this size in bytes are counted again, because it takes no time. */
const SMALL = 1 << 18;

/** The core's numbers for a piece, by index. Addresses are in bytes. */
const IS_READ = 0;
const UNFINISHED = 1;
const CHUNK = 2;
const TEXT_LENGTH = 3;
const ROWS = 5;
const LINES = 9;
const LINE_TABLE = 11;

const NOTHING = new Uint32Array();
const EMPTY = new Piece(new EventChunk([], [], NOTHING), "", NOTHING);

/** The core of all parsers of the page. */
export const parserInstance = new CoreInstance({ start, imports, memory });

let encoder: TextEncoder | undefined;
let registry: FinalizationRegistry<Stream> | undefined;

/** A stream in the core, with its instance and its handle. */
interface Stream {
  readonly instance: number;
  readonly handle: number;
}

/**
 * Throws if too little stack is left, before anything has changed. In the core an overflow would break all parsers. The
 * parameters make a frame large, and cannot be optimised away.
 */
export function assertStack(levels = 48, a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8): number {
  return levels > 0 ? assertStack(levels - 1, b, c, d, e, f, g, h, a) + a : b;
}

/** If the core fails, for lack of memory, its contents are unusable. */
function call(work: () => number): number {
  try {
    return work();
  } catch (error) {
    parserInstance.restart();
    throw error;
  }
}

function closeStream({ instance, handle }: Stream): void {
  if (instance === parserInstance.generation) {
    close(handle);
    parserInstance.leave();
  }
}

export class StreamParser {
  readonly #wanted: number;
  #stream: Stream;
  /** The rest of the chunk. */
  #rest: string | Uint8Array = "";
  /** The first half of a surrogate pair at the end of a chunk of text. */
  #half = "";
  readonly #reader = new ChunkReader();
  /** The last byte or UTF-16 unit of the stream. */
  #last: number | undefined;
  #isRead = true;
  /** An upper bound of the bytes of the unfinished event and line. */
  #unfinished = 0;
  /** The number of counted bytes, and their UTF-16 units. */
  #counted = 0;
  #units = 0;

  /** Keeps the `wanted` kinds of lines that are not part of an event. */
  constructor(wanted: number) {
    assertStack();
    this.#wanted = wanted;
    this.#stream = this.#open();
  }

  #open(): Stream {
    const handle = parserInstance.enter(() => call(() => open(this.#wanted)));
    const stream = { instance: parserInstance.generation, handle };
    registry ??= new FinalizationRegistry(closeStream);
    registry.register(this, stream, this);
    return stream;
  }

  /** Frees it at the end of the task, with the whole stack. */
  free(): void {
    registry?.unregister(this);
    Promise.resolve(this.#stream).then(closeStream);
  }

  /** Sets the next chunk, when the last one has no more pieces. */
  write(chunk: Chunk): void {
    if (typeof chunk !== "string") {
      const bytes = bytesOf(chunk);
      if (!bytes) {
        throw new TypeError(notAChunk(chunk));
      }
      this.#rest = bytes;
      this.#last = bytes.at(-1) ?? this.#last;
      return;
    }
    let text = this.#half + chunk;
    if (this.#last === undefined) {
      // The bytes of a byte order mark, decoded as characters.
      text = text.replace(/^\xEF\xBB\xBF/, "");
    }
    const last = text.charCodeAt(text.length - 1);
    this.#half = (last & 0xfc00) === 0xd800 ? text.slice(-1) : "";
    this.#rest = this.#half ? text.slice(0, -1) : text;
    this.#last = text ? last : this.#last;
  }

  /** Parses the next piece of the chunk; returns `undefined` at its end. */
  next(): Piece | undefined {
    const rest = this.#rest;
    if (rest.length === 0) {
      return undefined;
    }
    if (this.#stream.instance !== parserInstance.generation) {
      throw new Error(parserIsLost());
    }
    const { read, written } = writeInput(rest);
    const piece = this.#parse(written);
    this.#rest = !this.#isRead ? "" : typeof rest === "string" ? rest.slice(read) : rest.subarray(read);
    return piece;
  }

  #parse(length: number): Piece {
    const result = call(() => push(this.#stream.handle, length)) / 4;
    parserInstance.refresh();
    const { bytes, words } = parserInstance;
    const number = (index: number) => words[result + index] as number;
    const unfinishedBytes = number(UNFINISHED);
    if (unfinishedBytes < this.#counted || this.#counted < SMALL) {
      this.#counted = 0;
      this.#units = 0;
    }
    this.#unfinished = unfinishedBytes;
    this.#isRead = number(IS_READ) > 0;

    if (number(TEXT_LENGTH) + number(ROWS) + number(LINE_TABLE + 1) === 0) {
      return EMPTY;
    }
    const events = this.#reader.read(parserInstance, words, result + CHUNK);
    const lines = decode(bytes, number(LINES), number(LINES) + number(LINES + 1));
    const lineTable = number(LINE_TABLE) / 4;
    return new Piece(events, lines, words.slice(lineTable, lineTable + number(LINE_TABLE + 1)));
  }

  /** Whether the unfinished event has more characters than `limit`, or more bytes than any string can have. */
  isBeyond(limit: number): boolean {
    // The uncounted bytes are an upper bound of their characters.
    const units = () => this.#unfinished - this.#counted + this.#units;
    if (units() > limit) {
      this.#units = unfinished(this.#stream.handle);
      this.#counted = this.#unfinished;
    }
    return !this.#isRead || units() > limit;
  }

  /** Whether the last line has no end yet. */
  get isInLine(): boolean {
    return this.#last !== undefined && this.#last !== LF && this.#last !== CR;
  }

  /** Starts a new stream. */
  restart(): void {
    this.free();
    this.#stream = this.#open();
    this.#rest = "";
    this.#half = "";
    this.#reader.forget();
    this.#last = undefined;
    this.#isRead = true;
    this.#unfinished = 0;
  }
}

const LF = 10;
const CR = 13;

/** Writes the next part of a chunk to the input; returns its length, and its bytes. */
function writeInput(chunk: string | Uint8Array): { read: number; written: number } {
  const place = call(input);
  parserInstance.refresh();
  const { bytes } = parserInstance;
  if (typeof chunk === "string") {
    encoder ??= new TextEncoder();
    return encoder.encodeInto(chunk, bytes.subarray(place, place + PIECE));
  }
  const piece = chunk.subarray(0, PIECE);
  bytes.set(piece, place);
  return { read: piece.length, written: piece.length };
}
