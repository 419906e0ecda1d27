// The I/O driver of one source: feeds the session what happens, and executes what it wants done. It holds no rule.
//
// 1. The core is entered only from the top of a task or a microtask, and calls nobody. Foreign code runs between two
//    calls, never under one.
// 2. One input, then all its commands, then the next input. Inputs that come meanwhile wait.
// 3. Foreign code may throw: that ends the attempt, never the turn.
// 4. Callbacks refer to the driver weakly.
//
// It is one file, and longer than others, because turns, commands and callbacks share one state.

import { InputQueue } from "../core/input-queue.ts";
import { type Command, SessionCore, sessionInstance } from "../core/session-core.ts";
import {
  type AttemptCause,
  type Blockage,
  COMMAND,
  type Failure,
  INPUT,
  INTERNAL_FAILURE,
  type Input,
  OPTION,
} from "../core/wire.ts";
import type { CoreLoader } from "../load/core-loader.ts";
import { isHidden, watchPage } from "../platform/page-events.ts";
import { follow, ignore, weakly } from "../platform/weakly.ts";
import type { PreparedRequest } from "../request/request.ts";
import { enqueue } from "../scheduling/scheduler.ts";
import { Attempt } from "./attempt.ts";
import { BodyReader, discard } from "./body-reader.ts";
import { EarlyRequest } from "./early-request.ts";
import { readErrorBody } from "./error-body.ts";
import { Held } from "./held.ts";
import { type ResponseHead, readHead } from "./response-head.ts";
import type { Connection, SourceDelegate } from "./source-delegate.ts";
import { WakeupTimer } from "./wakeup-timer.ts";

export interface DriverOptions {
  /** The caller's options as the core takes them. */
  readonly toNumbers: () => Float64Array;
  readonly lastEventId: string;
  /** Whether the rules of a failure decide if there is a connection at all. */
  readonly takesOver: boolean;
  readonly load: CoreLoader;
}

type Feed = (core: SessionCore) => Command;

export class Driver implements Connection {
  readonly held = new Held();
  /** Until the session has started. */
  #options: DriverOptions | undefined;
  #delegate: SourceDelegate | undefined;
  readonly #inputs = new InputQueue<Feed>(
    (feed) => this.#drain(feed),
    (error) => this.#crash(error),
  );
  /** The inputs that came before the core was loaded. */
  #early: Feed[] = [];
  #request: PreparedRequest | undefined;
  #earlyRequest: EarlyRequest | undefined;
  /** Of the attempt that failed, for whoever is told of it. */
  #response: ResponseHead | undefined;
  #lastEventIdSent = "";
  #isReopenable = false;
  #cause: unknown;
  #blockage: Blockage | undefined;
  /** The attempt whose failure is not told yet, with its response and its cause. */
  #withheld: [number, ResponseHead | undefined, unknown] | undefined;
  /** Whether the delegate has events left to dispatch. */
  #isBehind = false;
  /** Reading was asked for in the middle of a turn. */
  #mustRead = false;

  constructor(delegate: SourceDelegate, options: DriverOptions) {
    this.#delegate = delegate;
    this.#options = options;
  }

  start(): void {
    // A source that is closed in the task that made it, as React's strict mode does, sends no request.
    const begin = weakly(this, (driver) => driver.#guarded(() => driver.#begin()));
    follow(undefined, begin, begin);
  }

  /** After this nothing is dispatched, no timer runs, no connection stays. */
  close(): void {
    this.#delegate = this.#request = this.#earlyRequest = this.#response = this.#cause = undefined;
    this.#options = this.#withheld = undefined;
    this.#early = [];
    this.#inputs.clear();
    this.held.release();
  }

  /** Not under the caller's code. Before there is a core, the first attempt is under way. */
  reconnect(): void {
    if (this.held.core) {
      const act = weakly(this, (driver) => driver.#input(INPUT.reconnect));
      follow(undefined, act, act);
    }
  }

  drained(): void {
    if (this.#isBehind) {
      this.#isBehind = false;
      this.#input(INPUT.readingResumed);
      this.#read();
    }
  }

  /** The first request of a page comes before all that it does not need. */
  #begin(): void {
    const { load, lastEventId, takesOver } = this.#options as DriverOptions;
    // A hidden page may have to wait, which the session decides.
    if (!sessionInstance.isLoaded && !isHidden() && !takesOver) {
      this.#earlyRequest = new EarlyRequest(this.#delegate as SourceDelegate, this.#hold(1), lastEventId);
    }
    if (this.held.isReleased) {
      // A function of the caller's has closed the source.
      return;
    }
    this.held.timer = new WakeupTimer(weakly(this, (driver) => driver.#woken()));
    this.held.unwatchPage = watchPage(weakly(this, (driver, input: Input) => driver.#input(input)));
    const loading = load();
    if (!loading) {
      this.#startSession();
      return;
    }
    follow(
      loading,
      weakly(this, (driver) => driver.#guarded(() => driver.#startSession())),
      weakly(this, (driver, error) => driver.#crash(error)),
    );
  }

  /** Unless it is closed. */
  #guarded(act: () => void): void {
    if (!this.held.isReleased) {
      try {
        act();
      } catch (error) {
        this.#crash(error);
      }
    }
  }

  #startSession(): void {
    const { toNumbers, lastEventId, takesOver } = this.#options as DriverOptions;
    this.#options = undefined;
    const numbers = toNumbers();
    this.#isReopenable = Boolean(numbers[OPTION.reopenable]);
    this.held.core = new SessionCore(numbers, lastEventId);
    if (isHidden()) {
      this.#input(INPUT.hidden);
    }
    for (const feed of this.#early.splice(0)) {
      this.#feed(feed);
    }
    this.#input(takesOver ? INPUT.takeOver : INPUT.start);
    if (this.#earlyRequest?.isWanted === false) {
      this.#abort();
    }
  }

  // --- Turns ----------------------------------------------------------------------------------------------------------

  #input(input: Input, attempt?: number, value?: number): void {
    this.#feed((core) => core.input(input, attempt, value));
  }

  #feed(feed: Feed): void {
    if (this.held.isReleased) {
      return;
    }
    if (!this.held.core) {
      this.#early.push(feed);
      return;
    }
    this.#inputs.feed(feed);
    if (this.#mustRead && !this.#inputs.isRunning) {
      this.#mustRead = false;
      this.#read();
    }
  }

  /** A fault of this package, or no memory left: it ends this source, and says so. */
  #crash(error: unknown): void {
    const delegate = this.#delegate;
    this.close();
    delegate?.fail(INTERNAL_FAILURE, undefined, error);
  }

  /** One input, and all that the session wants done because of it. */
  #drain(feed: Feed): void {
    for (let call: Feed | undefined = feed; call; ) {
      const { core, timer } = this.held;
      if (!core || this.held.isReleased) {
        return;
      }
      const command: Command = call(core);
      call = command.code === COMMAND.none ? undefined : (again) => again.next();
      if (command.code === COMMAND.none) {
        timer?.set(command.wakeAt, command.now);
      } else {
        this.#execute(command);
      }
    }
  }

  #execute(command: Exclude<Command, { code: typeof COMMAND.none }>): void {
    const delegate = this.#delegate;
    if (!delegate) {
      return;
    }
    switch (command.code) {
      case COMMAND.prepare:
        this.#prepare(delegate, command.attempt, command.cause, command.lastEventId);
        break;
      case COMMAND.fetch:
        this.#fetch(command.attempt, command.lastEventId, command.followRedirects);
        break;
      case COMMAND.abort:
        this.#abort();
        break;
      case COMMAND.probeCors:
        this.#probe(command.attempt);
        break;
      case COMMAND.readErrorBody:
        this.#readErrorBody(command.attempt);
        break;
      case COMMAND.refreshCredentials:
        this.#refresh(delegate, command.failure);
        break;
      case COMMAND.askShouldRetry: {
        const failure = this.#withBlockage(command.failure);
        const retry = delegate.shouldRetry(failure, this.#response, this.#cause);
        this.#input(INPUT.retryDecided, failure.attempt, retry === undefined ? -1 : Number(retry));
        break;
      }
      case COMMAND.announce:
        if (this.#response) {
          delegate.announce(this.#response, this.#lastEventIdSent);
        }
        this.#open();
        break;
      case COMMAND.dispatch:
        if ((command.events.length > 0 || command.comments) && !delegate.dispatch(command.events, command.comments)) {
          this.#isBehind = true;
          this.#input(INPUT.readingStopped);
        }
        break;
      case COMMAND.pause:
        delegate.pause();
        break;
      case COMMAND.withhold:
        this.#withheld = [command.failure.attempt, this.#response, this.#cause];
        delegate.pause(command.failure);
        break;
      case COMMAND.fail:
        this.#fail(delegate, command.failure);
        break;
    }
  }

  // --- Commands that take more than a line ------------------------------------------------------------------------------

  #prepare(delegate: SourceDelegate, number: number, trigger: AttemptCause, lastEventId: string): void {
    this.#response = this.#cause = this.#request = undefined;
    try {
      const early = this.#earlyRequest;
      if (early) {
        early.isWanted = true;
      }
      const prepared =
        early?.prepared ??
        delegate.prepare({ attempt: number, trigger, lastEventId, signal: this.#hold(number).signal });
      if ("then" in prepared) {
        follow(
          prepared,
          weakly(this, (driver, request: PreparedRequest) => driver.#prepared(number, request)),
          weakly(this, (driver, error) => driver.#preparationFailed(number, error)),
        );
      } else {
        this.#prepared(number, prepared);
      }
    } catch (error) {
      this.#preparationFailed(number, error);
    }
  }

  #hold(number: number): Attempt {
    this.#abort();
    const attempt = new Attempt(number);
    this.held.attempt = attempt;
    return attempt;
  }

  #abort(): void {
    this.held.attempt?.release();
    this.held.attempt = undefined;
    this.#earlyRequest = undefined;
  }

  #fetch(number: number, lastEventId: string, followRedirects: boolean): void {
    const attempt = this.#current(number);
    this.#lastEventIdSent = lastEventId;
    const early = followRedirects === this.#request?.followsRedirects ? this.#earlyRequest?.response : undefined;
    this.#earlyRequest = undefined;
    try {
      follow(
        early ? early.promise : attempt && this.#request?.send(lastEventId, followRedirects, attempt.signal),
        weakly(this, (driver, response) => driver.#responded(number, response)),
        weakly(this, (driver, error) => driver.#requestFailed(number, error)),
      );
    } catch (error) {
      this.#requestFailed(number, error);
    }
  }

  #probe(number: number): void {
    const attempt = this.#current(number);
    follow(
      attempt && this.#request?.probe(attempt.signal),
      weakly<Driver, unknown[]>(this, (driver) => driver.#input(INPUT.probed, number, 1)),
      weakly<Driver, unknown[]>(this, (driver) => driver.#input(INPUT.probed, number, 0)),
    );
  }

  #refresh(delegate: SourceDelegate, failure: Failure): void {
    const { attempt } = failure;
    const refreshed = delegate.refreshCredentials(failure, this.#response);
    if (!refreshed) {
      this.#input(INPUT.credentialsOutdated, attempt);
      return;
    }
    this.#hold(attempt);
    follow(
      refreshed,
      weakly(this, (driver, renewed: unknown) => driver.#input(INPUT.credentialsRefreshed, attempt, renewed ? 1 : 0)),
      weakly(this, (driver, error) => {
        if (driver.#current(attempt)) {
          driver.#cause = error;
        }
        driver.#input(INPUT.credentialsRefreshed, attempt, -1);
      }),
    );
  }

  #open(): void {
    const { attempt } = this.held;
    if (!attempt) {
      return;
    }
    const { body, number } = attempt;
    if (body === undefined || body === null) {
      this.#input(INPUT.end, number);
      return;
    }
    try {
      attempt.reader = new BodyReader(
        body,
        weakly(this, (driver, result) => driver.#received(number, result)),
        weakly(this, (driver, error) => driver.#broke(number, error)),
        this.#response?.isFromNetwork,
      );
      attempt.body = undefined;
    } catch (error) {
      this.#broke(number, error);
      return;
    }
    this.#read();
  }

  #fail(delegate: SourceDelegate, failure: Failure): void {
    const [attempt, ...known] = this.#withheld ?? [];
    const [response, cause] = attempt === failure.attempt ? known : [this.#response, this.#cause];
    const told = this.#withBlockage(failure);
    if (failure.next !== "retry" && !this.#isReopenable) {
      this.close();
    }
    delegate.fail(told, response, cause);
  }

  #withBlockage(failure: Failure): Failure {
    return failure.reason === "blocked" ? { ...failure, blockage: this.#blockage } : failure;
  }

  // --- What promises and timers tell ------------------------------------------------------------------------------------

  #woken(): void {
    this.held.timer?.fired();
    this.#input(INPUT.wakeup);
  }

  #prepared(number: number, request: PreparedRequest): void {
    if (this.#current(number)) {
      this.#request = request;
      this.#input(INPUT.prepared, number, Number(request.customHeaders));
    }
  }

  #preparationFailed(number: number, error: unknown): void {
    if (this.#current(number)) {
      this.#earlyRequest = undefined;
      this.#cause = error;
      this.#input(INPUT.preparationFailed, number);
    }
  }

  #responded(number: number, response: unknown): void {
    const attempt = this.#current(number);
    let head: ResponseHead | undefined;
    try {
      head = attempt && readHead(response, (this.#delegate as SourceDelegate).url);
    } catch (error) {
      this.#broke(number, error);
    }
    if (!attempt || !head || !this.#current(number)) {
      // It comes too late or cannot be used, or one of its getters has closed the source.
      letGo(response);
      return;
    }
    attempt.body = head.body;
    this.#response = { ...head, body: undefined };
    this.#feed((core) => core.response(number, head));
  }

  #readErrorBody(number: number): void {
    const attempt = this.#current(number);
    if (attempt) {
      const { body } = attempt;
      attempt.body = undefined;
      const told = weakly(this, (driver, errorBody: string | undefined) => driver.#errorBodyRead(number, errorBody));
      const reading = readErrorBody(body, (reader) => {
        attempt.reader = reader;
      });
      follow(reading, told, told as () => void);
    }
  }

  #errorBodyRead(number: number, errorBody: string | undefined): void {
    if (this.#current(number) && this.#response) {
      this.#response = { ...this.#response, errorBody };
      this.#input(INPUT.errorBodyRead, number);
    }
  }

  #requestFailed(number: number, error: unknown): void {
    if (this.#current(number)) {
      const found = weakly(this, (driver, blockage: Blockage | undefined) => driver.#broke(number, error, blockage));
      follow(this.#request?.blockage(), found, ignore);
    }
  }

  #broke(number: number, error: unknown, blockage?: Blockage): void {
    if (this.#current(number)) {
      this.#cause = error;
      this.#blockage = blockage;
      this.#input(INPUT.networkError, number, Number(blockage !== undefined));
    }
  }

  // --- The body ---------------------------------------------------------------------------------------------------------

  /** Parses what there is, then asks for more, unless events are still to be taken. */
  #read(): void {
    this.#mustRead = this.#inputs.isRunning;
    const { attempt } = this.held;
    const reader = attempt?.reader;
    if (!attempt || !reader || this.#mustRead) {
      return;
    }
    const { number } = attempt;
    try {
      while (!this.#isBehind && this.held.attempt === attempt) {
        const piece = reader.nextPiece();
        if (!piece) {
          reader.isAtEnd ? this.#input(INPUT.end, number) : reader.read();
          return;
        }
        this.#delegate?.received(piece.length);
        this.#feed((core) => core.bytes(number, piece));
        reader.reuse(piece);
      }
    } catch (error) {
      this.#broke(number, error);
    }
  }

  #received(number: number, result: unknown): void {
    const attempt = this.#current(number);
    if (!attempt?.reader) {
      return;
    }
    try {
      if (attempt.reader.accept(result)) {
        this.#read();
      } else {
        enqueue(() => {
          this.#read();
          return false;
        });
      }
    } catch (error) {
      this.#broke(number, error);
    }
  }

  #current(number: number): Attempt | undefined {
    const { attempt } = this.held;
    return attempt?.number === number && !this.held.isReleased ? attempt : undefined;
  }
}

/** A response that comes too late, or cannot be used, must not keep its connection. */
function letGo(response: unknown): void {
  try {
    discard((response as Response | undefined)?.body);
  } catch {
    // A body that cannot be read cannot be cancelled.
  }
}
