// One source's session in the WebAssembly core. The core calls nobody: it is fed, and polled for what it wants done. What
// it gives is copied out of its memory before this returns, so no view into that memory outlives a call.

import { SessionCore as Binding, imports, memory, start } from "../../build/eventsource_wasm.js";
import { EventChunk } from "./event-chunk.ts";
import {
  ATTEMPT_CAUSES,
  type AttemptCause,
  COMMANDS,
  type Failure,
  INPUTS,
  type Input,
  NEXTS,
  nameOf,
  REASONS,
} from "./wire.ts";

/** What the session wants done. `none` ends a turn, and tells when to wake the session. */
export type Command =
  | { readonly name: "none"; readonly wakeAt: number; readonly now: number }
  | { readonly name: "prepare"; readonly attempt: number; readonly cause: AttemptCause }
  | {
      readonly name: "fetch";
      readonly attempt: number;
      readonly followRedirects: boolean;
      readonly lastEventId: string;
    }
  | { readonly name: "probe-cors" | "read-error-body"; readonly attempt: number }
  | { readonly name: "refresh-credentials" | "ask-should-retry" | "fail"; readonly failure: Failure }
  | { readonly name: "dispatch"; readonly events: EventChunk }
  | { readonly name: "abort" | "announce" | "pause" };

/** What the session needs of a response's head. */
export interface Head {
  readonly status: number;
  readonly contentType: string | undefined;
  /** Whether this is a redirect that was not followed. */
  readonly isRedirect: boolean;
  /** Whether this came through a redirect that was followed. */
  readonly isRedirected: boolean;
  /** What the server asks to wait in ms, negative if it does not. */
  readonly retryAfter: number;
}

type Instantiate = (imports: WebAssembly.Imports) => WebAssembly.Exports;

/** The numbers of a command, as `src/bindings/session.rs` writes them. */
const FRAME_LENGTH = 5;

type Numbers = [number, number, number, number, number];

/** The memory of an instance only grows: one that has grown beyond this, in bytes, is replaced when no source is left. */
const LARGE = 4 << 20;

let instantiate: Instantiate | undefined;
let open = 0;
let decoder: TextDecoder | undefined;

/** Makes the core ready. */
export function startCore(make: Instantiate): void {
  instantiate = make;
  start(make);
}

/** The same, on the spot. */
export function startModuleNow(module: WebAssembly.Module): void {
  startCore(instantiateNow(module));
}

/** The same, for Chromium before 115, which instantiates next to nothing on the spot. */
export async function startModule(module: WebAssembly.Module): Promise<void> {
  const { exports } = await WebAssembly.instantiate(module, imports());
  start(() => exports);
  instantiate = instantiateNow(module);
}

/** A function of its own: one made in `startModule` would keep that one's instance, and its memory. */
function instantiateNow(module: WebAssembly.Module): Instantiate {
  return (given) => new WebAssembly.Instance(module, given).exports;
}

function startAnew(): void {
  try {
    instantiate && start(instantiate);
  } catch {
    // The old one is as good, only larger.
  }
}

export class SessionCore {
  #binding: Binding | undefined;
  /** The numbers of a command. A view that goes with the memory that it was made of. */
  #frame = new Float64Array();

  /** `options` in the order of the wire's list. */
  constructor(options: Float64Array, initialLastEventId: string) {
    if (open === 0 && memory().byteLength > LARGE) {
      startAnew();
    }
    this.#binding = new Binding(options, initialLastEventId);
    open++;
  }

  input(name: Input, attempt = 0, value = 0): Command {
    return this.#run((core) => core.input(performance.now(), Date.now(), INPUTS.indexOf(name), attempt, value));
  }

  response(attempt: number, head: Head): Command {
    const { status, contentType, isRedirect, isRedirected, retryAfter } = head;
    return this.#run((core) =>
      core.response(performance.now(), Date.now(), attempt, status, contentType, isRedirect, isRedirected, retryAfter),
    );
  }

  bytes(attempt: number, chunk: Uint8Array): Command {
    return this.#run((core) => core.bytes(performance.now(), Date.now(), attempt, chunk));
  }

  /** The command after the last one. */
  next(): Command {
    return this.#run((core) => core.next());
  }

  /** Gives its part of the memory back. */
  free(): void {
    const binding = this.#binding;
    if (binding) {
      this.#binding = undefined;
      open--;
      binding.free();
    }
  }

  #run(call: (core: Binding) => number): Command {
    const core = this.#binding;
    if (!core) {
      return { name: "none", wakeAt: Number.POSITIVE_INFINITY, now: 0 };
    }
    const code = call(core);
    if (this.#frame.buffer !== memory()) {
      this.#frame = new Float64Array(memory(), core.frame(), FRAME_LENGTH);
    }
    return commandOf(code, this.#frame);
  }
}

function commandOf(code: number, frame: Float64Array): Command {
  const name = nameOf(COMMANDS, code);
  const [first, second, third, fourth, fifth] = frame as unknown as Numbers;
  switch (name) {
    case "none":
      return { name, wakeAt: first, now: second };
    case "prepare":
      return { name, attempt: first, cause: nameOf(ATTEMPT_CAUSES, second) };
    case "fetch":
      return { name, attempt: first, followRedirects: second === 1, lastEventId: text(third, fourth) };
    case "probe-cors":
    case "read-error-body":
      return { name, attempt: first };
    case "refresh-credentials":
    case "ask-should-retry":
    case "fail": {
      const [reason, next] = [nameOf(REASONS, first), nameOf(NEXTS, fourth)];
      return { name, failure: { reason, status: second, attempt: third, next, delay: fifth } };
    }
    case "dispatch":
      return { name, events: eventsAt(first, second, third, fourth, fifth) };
    default:
      return { name };
  }
}

/** Copies the events: places of their text, their table and the segments of the text. */
function eventsAt(place: number, table: number, numbers: number, segments: number, pairs: number): EventChunk {
  const ends = new Uint32Array(memory(), segments, pairs);
  const texts: string[] = [];
  const textEnds: number[] = [];
  let from = 0;
  for (let index = 0; index < pairs; index += 2) {
    const to = ends[index] as number;
    texts.push(text(place + from, to - from));
    textEnds.push(ends[index + 1] as number);
    from = to;
  }
  return new EventChunk(texts, textEnds, new Uint32Array(memory(), table, numbers).slice());
}

function text(place: number, length: number): string {
  // A byte order mark inside a stream is data.
  decoder ??= new TextDecoder("utf-8", { ignoreBOM: true });
  return length > 0 ? decoder.decode(new Uint8Array(memory(), place, length)) : "";
}
