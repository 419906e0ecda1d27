// A participant of a shared connection: executes the commands of the protocol. To its source it is the connection; while it
// leads, or is standalone, it has its own connection, and is the delegate of that.
//
// The core is entered only from the top of a task or a microtask, and calls no JavaScript. Callbacks from outside hold the
// participant weakly.
//
// It is one file, and longer than others, because presence, lock and connection are one state.

import { type Command, isOfLeader, type Kind, SharingCore } from "../core/sharing-core.ts";
import { INPUT, INTERNAL_FAILURE, type Input } from "../core/wire.ts";
import type { Connection, SourceDelegate } from "../driver/source-delegate.ts";
import type { Connect } from "../event-source/extension.ts";
import type { Options } from "../options/options.ts";
import { watchPage } from "../platform/page-events.ts";
import { follow, weakly } from "../platform/weakly.ts";
import { outsideZones } from "../platform/zone.ts";
import { Channel, PING, PONG } from "./channel.ts";
import { warnOnce } from "./fallback.ts";
import { HeldPlace } from "./held-place.ts";
import { keyOf } from "./key.ts";
import { LeaderLock } from "./leader-lock.ts";
import { LeaderWatch, type Watcher } from "./leader-watch.ts";
import { loadInlineShared } from "./load.ts";
import { type Producer, producing } from "./produced.ts";
import { Protocol } from "./protocol.ts";
import type { SharedPayload } from "./shared-payload.ts";

/** How long others may take to receive a final failure before one of them could connect, in ms. */
const TIME_TO_HEAR = 500;

/** The size of the payloads that are kept for participants that miss some, in bytes. */
const CAPACITY = 2 << 20;

type HeardMessage = Parameters<ConstructorParameters<typeof Channel>[1]>[0];

export class Participant implements Connection {
  readonly held = new HeldPlace();
  #delegate: SourceDelegate | undefined;
  #options: Options;
  #connect: Connect | undefined;
  /** The name of the lock and the channel. */
  #key = "";
  #connection: Connection | undefined;
  #isStandalone = false;
  /** Whether the source has taken all of the last delivery. */
  #isTaken = true;
  readonly #protocol = new Protocol(this.held, {
    execute: (command) => this.#execute(command),
    crash: (error) => this.#crash(error),
  });

  constructor(delegate: SourceDelegate, options: Options, connect: Connect) {
    this.#delegate = delegate;
    this.#options = options;
    this.#connect = connect;
  }

  start(): void {
    const begin = weakly(this, (participant, [key]: [string, unknown]) => participant.#begin(key));
    const refused = weakly<Participant, unknown[]>(this, (participant) => participant.#refused());
    const key = keyOf(this.#delegate?.url ?? "", this.#options);
    follow(Promise.all([key, loadInlineShared()]), begin, refused);
  }

  /** Ends it: nothing is dispatched and nothing is held afterwards. */
  close(): void {
    this.#delegate = this.#connect = undefined;
    this.#options = {};
    this.#disconnect();
    this.held.release();
  }

  drained(): void {
    this.#connection?.drained();
  }

  // --- Presence -------------------------------------------------------------------------------------------------------

  #begin(key: string): void {
    if (!this.held.isReleased) {
      this.#key = key;
      try {
        this.#takePlace(key);
      } catch (error) {
        this.#crash(error);
      }
    }
  }

  #takePlace(key: string): void {
    this.held.core = new SharingCore(CAPACITY, this.#startId);
    this.held.lock = new LeaderLock(
      key,
      weakly(this, (participant) => participant.#protocol.feed((core) => core.input("granted"))),
      weakly(this, (participant) => participant.#refused()),
      weakly(this, (participant) => participant.#stolen()),
    );
    this.held.unwatchPage = watchPage(weakly(this, (participant, event: Input) => participant.#pageEvent(event)));
    this.#appear();
  }

  get #startId(): string {
    return this.#options.initialLastEventId ?? "";
  }

  /**
   * A page that is frozen, or in the back/forward cache, receives nothing, and must not hold the lock for which others wait.
   * A message to a cached page would even remove it from the cache.
   */
  #pageEvent(event: Input): void {
    if (event === INPUT.freeze || event === INPUT.pagehide) {
      this.#disappear();
    } else if (event === INPUT.resume || event === INPUT.pageshow) {
      this.#appear();
    } else {
      this.#requestLock();
    }
  }

  #appear(): void {
    if (this.held.channel) {
      return;
    }
    try {
      this.held.channel = new Channel(
        this.#key,
        weakly(this, (participant, message: HeardMessage) => participant.#heard(message)),
      );
    } catch {
      this.#refused();
      return;
    }
    // An arrow function with `this` would share its scope with the other callbacks, which would keep the participant alive.
    const goAlone = weakly<Participant, unknown[]>(this, (participant) => participant.#refused());
    const watcher = watcherOf(this.held, goAlone);
    this.held.watch = outsideZones(() => new LeaderWatch(watcher));
    this.#protocol.feed((core) => core.input("back"));
    this.#requestLock();
  }

  #heard(message: HeardMessage): void {
    if (message === PING) {
      if (this.#leads) {
        this.held.channel?.signal(PONG);
      }
      return;
    }
    if (message === PONG || isOfLeader(message)) {
      this.held.watch?.heard();
    }
    if (message !== PONG) {
      this.#protocol.feed((core) => core.heard(message));
    }
  }

  get #leads(): boolean {
    return this.#connection !== undefined && !this.#isStandalone;
  }

  #stolen(): void {
    this.held.watch?.robbed();
    this.#protocol.feed((core) => core.input("away"));
    this.#resign();
    this.#protocol.feed((core) => core.input("back"));
  }

  #disappear(): void {
    this.#protocol.feed((core) => core.input("away"));
    this.#disconnect();
    this.held.leave();
  }

  /** Requests the lock for a participant that may connect. The leader's own connection watches the page itself. */
  #requestLock(): void {
    const { openWhenHidden = true } = this.#options;
    const { channel, lock } = this.held;
    if (this.#isStandalone || !channel) {
      return;
    }
    if (openWhenHidden === true || !globalThis.document?.hidden) {
      lock?.request();
    } else if (!this.#connection) {
      lock?.giveUp();
    }
  }

  /** The browser lacks support for sharing, so the source uses its own connection. */
  #refused(): void {
    const [delegate, connect, { core }] = [this.#delegate, this.#connect, this.held];
    if (!delegate || !connect) {
      return;
    }
    warnOnce();
    const lastEventId = core?.lastEventId() ?? this.#startId;
    this.close();
    if (core) {
      delegate.pause();
    }
    this.#start(connect(delegate, lastEventId));
  }

  // --- The commands of the protocol -------------------------------------------------------------------------------------

  /** A bug of this package, or lack of memory: ends this source, and reports it. */
  #crash(error: unknown): void {
    const delegate = this.#delegate;
    this.close();
    delegate?.fail(INTERNAL_FAILURE, undefined, error);
  }

  #execute(command: Command<SharedPayload>): void {
    switch (command.name) {
      case "post":
        this.held.channel?.post(command.message);
        break;
      case "connect":
        this.#open(command.lastEventId, false, command.again);
        break;
      case "resign":
        this.#resign();
        break;
      case "deliver":
        this.#deliver(command.kind, command.payload);
        break;
      case "pause":
        this.#delegate?.pause();
        break;
      case "leave":
        this.held.lock?.giveUp();
        this.#open(command.lastEventId, true, false);
        break;
      case "rejoin":
        this.#disconnect();
        this.#delegate?.pause();
        this.#requestLock();
        break;
    }
  }

  #deliver(kind: Kind, payload: SharedPayload): void {
    const delegate = this.#delegate;
    const { url = "", failure, cause } = payload.detail;
    if (kind === "events") {
      this.#isTaken = delegate?.dispatch(payload.events) ?? true;
    } else if (kind === "open") {
      delegate?.announce({ url });
    } else if (failure) {
      if (failure.next !== "retry") {
        this.#end();
      }
      delegate?.fail(failure, payload.response(), cause);
    } else {
      delegate?.pause();
    }
  }

  #resign(): void {
    this.#disconnect();
    this.held.lock?.giveUp();
    this.#requestLock();
  }

  /** A participant that gets the lock before it receives the end would send another request. */
  #end(): void {
    const { lock } = this.held;
    if (lock && this.#connection && !this.#isStandalone) {
      this.held.lock = undefined;
      lock.giveUpIn(TIME_TO_HEAR);
    }
    this.close();
  }

  // --- A connection of its own ------------------------------------------------------------------------------------------

  #open(lastEventId: string, isStandalone: boolean, takesOver: boolean): void {
    this.#disconnect();
    const [delegate, connect] = [this.#delegate, this.#connect];
    if (!delegate || !connect) {
      return;
    }
    const isCurrent = () => this.#connection === connection;
    const producer: Producer = {
      produce: (kind, payload) => {
        this.#isTaken = true;
        if (isCurrent()) {
          this.#produced(kind, payload);
        }
        return this.#isTaken;
      },
      paused: () => {
        // Others may connect while this page must not.
        if (isCurrent() && !isStandalone) {
          this.#protocol.feed((core) => core.input("resigned"));
          this.#resign();
        }
      },
    };
    const connection = connect(producing(delegate, producer), lastEventId, takesOver);
    this.#isStandalone = isStandalone;
    this.#start(connection);
  }

  #start(connection: Connection): void {
    this.#connection = connection;
    this.held.connection = connection.held;
    outsideZones(() => connection.start());
  }

  #produced(kind: Kind, payload: SharedPayload): void {
    if (!this.#isStandalone) {
      this.#protocol.feed((core) => core.input(kind, payload));
      return;
    }
    this.#deliver(kind, payload);
    if (kind === "events") {
      this.#protocol.feed((core) => core.input("fetched", payload));
    }
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = this.held.connection = undefined;
    this.#isStandalone = false;
    connection?.close();
  }
}

/** Refers only to the held resources, because the watch's timer must not keep the source alive. */
function watcherOf(held: HeldPlace, goAlone: () => void): Watcher {
  return {
    isWaiting: () => !held.connection && !globalThis.document?.hidden,
    ask: () => held.channel?.signal(PING),
    takeOver: () => held.lock?.steal(),
    goAlone,
  };
}
