// One participant's part of the sharing protocol in sharing's own WebAssembly core. The core calls nobody: it is fed, and
// polled for what it wants done.

import { SharingCore as Binding, imports, memory, start } from "../../build/shared/eventsource_wasm.js";
import { CoreInstance } from "./instance.ts";
import { nameOf } from "./wire.ts";

// A code is a place in one of these lists. A test of the core compares them with its own.

const COMMANDS = ["none", "post", "connect", "resign", "deliver", "pause", "leave", "rejoin"] as const;

/** The last three say what the leader's connection has brought, in the order of the kinds. */
const INPUTS = ["back", "away", "granted", "resigned", "fetched", "events", "open", "shut"] as const;

const KINDS = ["events", "open", "shut"] as const;

/** How many numbers a message has. */
const NUMBERS = 11;

/**
 * `back`: messages arrive, for the first time or again. `away`: none will arrive for a while. `granted`, `resigned`: the
 * lock is there, or is no more. `fetched`: the connection of a standalone participant has brought events, which have been
 * dispatched.
 */
export type Input = (typeof INPUTS)[number];

/** What an item does: it brings events, or says that the connection is open, or that it is no more. */
export type Kind = (typeof KINDS)[number];

/** What an item carries. The core knows of it only what is said here. */
export interface Payload<Self> {
  /** How many events. */
  readonly length: number;
  /** In bytes, about. */
  readonly size: number;
  /** A line for the last event ID of each event. The last line also holds for all events that have none. */
  readonly ids: string;
  /** Some of the events. */
  slice(from: number, to: number): Self;
}

/** What participants post. */
export interface Message<Content> {
  readonly numbers: Float64Array;
  readonly text: string | undefined;
  readonly payloads: readonly Content[];
}

export type Command<Content> =
  | { readonly name: "post"; readonly message: Message<Content> }
  | { readonly name: "connect"; readonly lastEventId: string; readonly again: boolean }
  | { readonly name: "leave"; readonly lastEventId: string }
  | { readonly name: "deliver"; readonly kind: Kind; readonly payload: Content }
  | { readonly name: "none" | "resign" | "pause" | "rejoin" };

/** All participants of the page. */
export const sharingInstance = new CoreInstance({ start, imports, memory });

/** Whether these may be a message's numbers. */
export function isNumbers(value: unknown): value is Float64Array {
  return value instanceof Float64Array && value.length === NUMBERS && value.every(Number.isSafeInteger);
}

/** Of the kinds of messages, those that only a leader posts: it leads, it has an item, it answers. */
const OF_LEADER = [0, 1, 3];

export function isOfLeader({ numbers: [kind = -1] }: Message<unknown>): boolean {
  return OF_LEADER.includes(kind);
}

export class SharingCore<Content extends Payload<Content>> {
  readonly #binding: Binding;

  /** `capacity` is what is held for those who missed it, in bytes; `startId` is the last event ID to begin with. */
  constructor(capacity: number, startId: string) {
    const me = Math.floor(Math.random() * 2 ** 50);
    this.#binding = sharingInstance.enter(() => new Binding(me, capacity, startId));
  }

  input(name: Input, payload?: Content): void {
    if (payload) {
      this.#attach(payload);
    }
    this.#binding.input(INPUTS.indexOf(name));
  }

  /** Another participant has posted this. */
  heard({ numbers, text, payloads }: Message<Content>): void {
    for (const payload of payloads) {
      this.#attach(payload);
    }
    this.#numbers().set(numbers);
    this.#binding.heard(text);
  }

  /** The last event ID that was delivered. */
  lastEventId(): string {
    return this.#binding.last_event_id();
  }

  /** What to do next; `none` ends a turn. */
  next(): Command<Content> {
    const core = this.#binding;
    const name = nameOf(COMMANDS, core.next());
    switch (name) {
      case "post":
        return { name, message: { numbers: this.#numbers().slice(), text: core.text(), payloads: this.#payloads() } };
      case "connect":
        return { name, lastEventId: core.text() ?? "", again: this.#numbers()[0] === 1 };
      case "leave":
        return { name, lastEventId: core.text() ?? "" };
      case "deliver": {
        const [kind = 0] = this.#numbers();
        return { name, kind: nameOf(KINDS, kind), payload: this.#payloads()[0] as Content };
      }
      default:
        return { name };
    }
  }

  /** Gives its part of the memory back. Nothing may be called after this. */
  free(): void {
    sharingInstance.leave();
    this.#binding.free();
  }

  #attach(payload: Content): void {
    this.#binding.attach(payload, payload.length, payload.size, payload.ids);
  }

  /** In the core's memory, until the next call. */
  #numbers(): Float64Array {
    return new Float64Array(memory(), this.#binding.numbers(), NUMBERS);
  }

  /** The payloads of the last command. */
  #payloads(): Content[] {
    const core = this.#binding;
    const payloads: Content[] = [];
    for (let index = 0; index < core.payloads(); index++) {
      const payload: Content = core.payload(index);
      const [from, to] = [core.first_row(index), core.end_row(index)];
      payloads.push(to - from === payload.length ? payload : payload.slice(from, to));
    }
    return payloads;
  }
}
