// One stream's parser: chunks go in, pieces with events and lines come out.

import { notAChunk } from "../messages.ts";
import { closeStream, openStream, parseInput, restartStream, unfinishedUnits, writeInput } from "./core.ts";
import { Piece } from "./piece.ts";

/** To count text anew takes no time if it has no more bytes. */
const SMALL = 1 << 18;

export class StreamParser {
  readonly #stream: number;
  /** What is left of the chunk. */
  #rest: string | Uint8Array = "";
  /** The first half of a character that one chunk of text begins and the next one ends. */
  #half = "";
  #held = "";
  /** The last byte or UTF-16 unit of the stream. */
  #last: number | undefined;
  #isRead = true;
  #unfinished = 0;
  /** Bytes of the unfinished event that were counted, and the UTF-16 units that they are. */
  #bytes = 0;
  #units = 0;

  constructor(wanted: number) {
    this.#stream = openStream(this, wanted);
  }

  /** Takes a chunk, when there is no piece of the last one any more. */
  write(chunk: ArrayBufferView | ArrayBuffer | string): void {
    if (typeof chunk !== "string") {
      this.#rest = bytesOf(chunk);
      this.#last = this.#rest.at(-1) ?? this.#last;
      return;
    }
    let text = this.#half + chunk;
    this.#half = "";
    if (this.#last === undefined) {
      // The bytes of a byte order mark that were taken for characters.
      text = text.replace(/^\xEF\xBB\xBF/, "");
    }
    const last = text.charCodeAt(text.length - 1);
    if ((last & 0xfc00) === 0xd800) {
      this.#half = text.slice(-1);
      text = text.slice(0, -1);
    }
    this.#last = text ? last : this.#last;
    this.#rest = text;
  }

  /** Parses on in the chunk; gives nothing at its end. */
  next(): Piece | undefined {
    if (this.#rest.length === 0) {
      return undefined;
    }
    const { read, written } = writeInput(this.#rest);
    const parsed = parseInput(this.#stream, written, this.#held);
    this.#rest = parsed.isRead ? this.#rest.slice(read) : "";
    this.#held = parsed.held;
    this.#isRead = parsed.isRead;
    this.#unfinished = parsed.unfinished;
    if (parsed.unfinished < this.#bytes || this.#bytes < SMALL) {
      this.#bytes = 0;
      this.#units = 0;
    }
    return new Piece(parsed);
  }

  /** Whether more characters wait for the rest of their event, or more than any string can have. */
  isBeyond(limit: number): boolean {
    // A character has at least one byte, so bytes that have not been counted are that many characters at most.
    if (this.#unfinished - this.#bytes + this.#units > limit) {
      this.#bytes = this.#unfinished;
      this.#units = unfinishedUnits(this.#stream);
    }
    return !this.#isRead || this.#unfinished - this.#bytes + this.#units > limit;
  }

  /** Whether the last line has no end. */
  get isInLine(): boolean {
    return this.#last !== undefined && this.#last !== LF && this.#last !== CR;
  }

  /** Begins a new stream. */
  restart(): void {
    restartStream(this.#stream);
    this.#rest = "";
    this.#half = "";
    this.#held = "";
    this.#last = undefined;
    this.#isRead = true;
    this.#unfinished = 0;
  }

  free(): void {
    closeStream(this, this.#stream);
  }
}

const LF = 10;
const CR = 13;

function bytesOf(chunk: ArrayBufferView | ArrayBuffer): Uint8Array {
  if (ArrayBuffer.isView(chunk)) {
    return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  }
  // An `ArrayBuffer` may be of another realm.
  if (Object.prototype.toString.call(chunk).endsWith("ArrayBuffer]")) {
    return new Uint8Array(chunk);
  }
  throw new TypeError(notAChunk(chunk));
}
