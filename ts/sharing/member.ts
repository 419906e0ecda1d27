// One of those who share a connection: obeys the protocol, as its face's connection and as the face of the source that it
// has while it leads.

import type { Connection, SourceDelegate } from "../driver/driver.ts";
import type { Connect } from "../extension.ts";
import type { Options } from "../options.ts";
import { Share } from "../shared-core.ts";
import { warnOnce } from "./fallback.ts";
import { keyOf } from "./key.ts";
import { Parcel } from "./parcel.ts";
import { watchPresence } from "./presence.ts";
import { Turn } from "./turn.ts";

/** In the order of the core's `Kind`. */
const EVENTS = 0;
const OPEN = 1;
const SHUT = 2;

/** In ms. */
const TIME_TO_HEAR = 500;

/** What is held for those who missed it, in bytes. */
const MOST_HELD = 2 << 20;

export class Member implements Connection {
  readonly #face: SourceDelegate;
  readonly #url: string;
  readonly #options: Options;
  readonly #connect: Connect;
  readonly #share: Share;
  readonly #since: string;
  #turn: Turn | undefined;
  /** While it takes part. */
  #channel: BroadcastChannel | undefined;
  /** While it leads, or is alone. */
  #source: Connection | undefined;
  #alone = false;
  /** Whether the face has dispatched all that it was given. */
  #drained = true;
  #unwatch = () => {};
  #left = false;
  readonly held = { release: () => this.close() };

  constructor(face: SourceDelegate, url: string, options: Options, connect: Connect) {
    this.#face = face;
    this.#url = url;
    this.#options = options;
    this.#connect = connect;
    this.#since = options.initialLastEventId ?? "";
    this.#share = new Share(this, Math.floor(Math.random() * 2 ** 50), MOST_HELD, this.#since);
  }

  async start(): Promise<void> {
    const name = await keyOf(this.#url, this.#options);
    if (!this.#left) {
      this.#turn = new Turn(
        name,
        () => this.#share.granted(),
        () => this.#refused(),
      );
      const appear = () => this.#appear(name);
      this.#unwatch = watchPresence(
        () => this.#vanish(),
        appear,
        () => this.#line(),
      );
      appear();
    }
  }

  close(): void {
    this.#left = true;
    this.#unwatch();
    this.#quit();
  }

  drained(): void {
    this.#source?.drained();
  }

  // --- Coming and going -----------------------------------------------------------------------------------------------

  #appear(name: string): void {
    if (!this.#channel) {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
      this.#share.back();
      this.#line();
    }
  }

  #vanish(): void {
    this.#share.away();
    this.#quit();
  }

  #quit(): void {
    this.#disconnect();
    this.#turn?.giveUp();
    this.#channel?.close();
    this.#channel = undefined;
  }

  #disconnect(): void {
    const source = this.#source;
    this.#source = undefined;
    this.#alone = false;
    source?.close();
  }

  /** Whoever is granted the lock before it has heard of the end would ask the server again. */
  #end(): void {
    if (this.#source && !this.#alone) {
      const turn = this.#turn;
      this.#turn = undefined;
      const unwatch = watchPresence(giveUp, giveUp, () => {});
      setTimeout(giveUp, TIME_TO_HEAR);
      function giveUp() {
        unwatch();
        turn?.giveUp();
      }
    }
    this.close();
  }

  /** In line for the lock is whoever may connect; who leads already has its own source to watch the page. */
  #line(): void {
    const { openWhenHidden = true } = this.#options;
    if (this.#alone || this.#left) {
      return;
    }
    if (openWhenHidden === true || !globalThis.document?.hidden) {
      this.#turn?.request();
    } else if (!this.#source) {
      this.#turn?.giveUp();
    }
  }

  #refused(): void {
    warnOnce();
    this.close();
    this.#source = this.#connect(this.#face, this.#since);
    this.#source.start();
  }

  #hear(data: unknown): void {
    try {
      const parts = (data as unknown[]).map((part) => (typeof part === "object" ? Parcel.from(part as Parcel) : part));
      this.#share.heard(parts);
    } catch {
      // Not a message of ours.
    }
  }

  // --- What the protocol wishes ---------------------------------------------------------------------------------------

  post(message: unknown[]): void {
    this.#channel?.postMessage(message);
  }

  connect(lastEventId: string): void {
    this.#open(lastEventId, (kind, parcel) => this.#share.produced(kind, parcel));
  }

  resign(): void {
    this.#disconnect();
    this.#turn?.giveUp();
    this.#line();
  }

  leave(lastEventId: string): void {
    this.#turn?.giveUp();
    this.#open(lastEventId, (kind, parcel) => {
      this.deliver(kind, parcel);
      if (kind === EVENTS) {
        this.#share.fetched(parcel);
      }
    });
    this.#alone = true;
  }

  rejoin(): void {
    this.#disconnect();
    this.#face.pause();
    this.#line();
  }

  deliver(kind: number, parcel: Parcel): void {
    const { detail } = parcel;
    if (kind === EVENTS) {
      this.#drained = this.#face.dispatch(parcel.chunk());
    } else if (kind === OPEN) {
      this.#face.announce({ url: detail.url ?? "" });
    } else if (detail.failure) {
      this.#face.fail(detail.failure, parcel.answer(), detail.cause);
      if (detail.failure.next !== "retry") {
        this.#end();
      }
    } else {
      this.#face.pause();
    }
  }

  pause(): void {
    this.#face.pause();
  }

  // --- A source of its own ----------------------------------------------------------------------------------------------

  #open(lastEventId: string, tell: (kind: number, parcel: Parcel) => void): void {
    this.#disconnect();
    if (this.#left) {
      // By a listener, while the protocol had more to wish.
      return;
    }
    const face = this.#face;
    const produce = (kind: number, parcel: Parcel) => {
      if (this.#source === source) {
        tell(kind, parcel);
      }
    };
    const port: SourceDelegate = {
      url: face.url,
      prepare: (...args) => face.prepare(...args),
      refreshCredentials: (...args) => face.refreshCredentials(...args),
      shouldRetry: (...args) => face.shouldRetry(...args),
      announce: ({ url }) => produce(OPEN, Parcel.opened(url)),
      dispatch: (chunk) => {
        this.#drained = true;
        produce(EVENTS, new Parcel(chunk.text, chunk.table));
        return this.#drained;
      },
      pause: () => {
        produce(SHUT, Parcel.givenUp());
        // Others may connect while this page must not.
        if (this.#source === source && !this.#alone) {
          this.#share.resigned();
          this.resign();
        }
      },
      fail: (failure, response, cause) => produce(SHUT, Parcel.failed(failure, response, cause)),
    };
    const source = this.#connect(port, lastEventId);
    this.#source = source;
    source.start();
  }
}
