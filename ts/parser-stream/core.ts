// The parser stream's own WebAssembly, in the only file that imports its glue. It calls nobody, and nothing that it gives
// is used after the next call: what is needed is copied at once.

import { close, input, memory, open, push, restart, start, unfinished } from "../../build/stream/eventsource_wasm.js";
import { decode } from "../core/decode.ts";
import { EventChunk } from "../core/event-chunk.ts";

/** The bytes that are parsed at once: as many as the class reads at once, for the same reasons. */
const PIECE = 1 << 16;

/** The memory of an instance only grows: one that has grown beyond this, in bytes, is replaced when no parser is left. */
const LARGE = 4 << 20;

type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** What a piece of a stream has in it. */
export interface Parsed {
  /** Not if an event is too large for any string. */
  readonly isRead: boolean;
  /** The bytes of the unfinished event and line, at most. */
  readonly unfinished: number;
  readonly events: EventChunk;
  /** Lines that make no event, one behind the other, */
  readonly lines: string;
  /** and of each how many events come before it, and its end. */
  readonly lineTable: Uint32Array;
  /** The start of the unfinished event's data, which is no longer kept in the WebAssembly. */
  readonly held: string;
}

let instantiate: Instantiate;
let count = 0;
let inputBytes = new Uint8Array();
let encoder: TextEncoder | undefined;
let registry: FinalizationRegistry<number> | undefined;

export function startModule(module: WebAssembly.Module): void {
  instantiate = (imports) => new WebAssembly.Instance(module, imports).exports;
  start(instantiate);
}

/** A new stream, which `owner` keeps. Of lines that make no event it keeps the `wanted` kinds. */
export function openStream(owner: object, wanted: number): number {
  if (count === 0 && memory().byteLength > LARGE) {
    start(instantiate);
    inputBytes = new Uint8Array();
  }
  const stream = open(wanted);
  count++;
  registry ??= new FinalizationRegistry(forget);
  registry.register(owner, stream, owner);
  return stream;
}

export function closeStream(owner: object, stream: number): void {
  registry?.unregister(owner);
  forget(stream);
}

function forget(stream: number): void {
  close(stream);
  count--;
}

/** Begins anew. */
export { restart as restartStream, unfinished as unfinishedUnits };

/** Writes as much of a chunk as is parsed at once; gives how much it has written, and how many bytes that is. */
export function writeInput(chunk: string | Uint8Array): { read: number; written: number } {
  // Memory that has grown has left this view empty.
  if (inputBytes.length === 0) {
    const place = input();
    inputBytes = new Uint8Array(memory(), place, PIECE);
  }
  if (typeof chunk === "string") {
    encoder ??= new TextEncoder();
    return encoder.encodeInto(chunk, inputBytes);
  }
  const piece = chunk.subarray(0, PIECE);
  inputBytes.set(piece);
  return { read: piece.length, written: piece.length };
}

/** Parses what was written. `held` is what the piece before it gave as `held`. */
export function parseInput(stream: number, written: number, held: string): Parsed {
  const result = Array.from(new Uint32Array(memory(), push(stream, written), 13));
  const [isRead, unfinished, isHeld, text, length, table, cells, ends, endCells, lines, lineLength, notes, noteCells] =
    result as Numbers;
  const segments: string[] = [];
  const segmentEnds: number[] = [];
  // What was held is of an event that was given up, unless the core still counts on it.
  let before = isHeld ? held : "";
  let from = 0;
  const pairs = new Uint32Array(memory(), ends, endCells);
  for (let index = 0; index < endCells; index += 2) {
    const to = pairs[index] as number;
    segments.push(before + decode(memory(), text + from, to - from));
    segmentEnds.push(pairs[index + 1] as number);
    before = "";
    from = to;
  }
  return {
    isRead: isRead > 0,
    unfinished,
    events: new EventChunk(segments, segmentEnds, copy(table, cells)),
    lines: decode(memory(), lines, lineLength),
    lineTable: copy(notes, noteCells),
    held: length > from ? before + decode(memory(), text + from, length - from) : cells > 0 ? "" : held,
  };
}

type Numbers = [number, number, number, number, number, number, number, number, number, number, number, number, number];

function copy(place: number, length: number): Uint32Array {
  return new Uint32Array(memory(), place, length).slice();
}
