// Replaces the clocks and timers of the global scope while a test controls the time.

import { timeStandsStill } from "../errors/messages.ts";
import { report } from "../platform/report.ts";

interface Timer {
  readonly at: number;
  readonly every: number | undefined;
  readonly fire: () => void;
}

type Handler = (...given: unknown[]) => void;

/** Above all handles of the platform's timers. */
const FIRST_HANDLE = 2 ** 40;

/** Only one server can control the time. */
let isStanding = false;

export class VirtualTime {
  #now = 0;
  #lastHandle = FIRST_HANDLE;
  readonly #timers = new Map<number, Timer>();
  readonly #restore: () => void;

  constructor() {
    if (isStanding) {
      throw new Error(timeStandsStill());
    }
    isStanding = true;
    const { setTimeout, clearTimeout, setInterval, clearInterval, Date: RealDate } = globalThis;
    const { now } = performance;
    // Rounded, so that the difference of two times is exact.
    const [wallAtStart, atStart] = [Date.now(), Math.ceil(performance.now())];
    const wallNow = () => wallAtStart + this.#now;
    const clear = (clearReal: (handle: number) => void) => (handle: unknown) => {
      if (Number(handle) > FIRST_HANDLE) {
        this.#timers.delete(Number(handle));
      } else {
        // A timer that was set before.
        clearReal(handle as number);
      }
    };
    Object.assign(globalThis, {
      setTimeout: (handler: Handler, delay?: number, ...given: unknown[]) => this.#set(handler, delay, given, false),
      setInterval: (handler: Handler, delay?: number, ...given: unknown[]) => this.#set(handler, delay, given, true),
      clearTimeout: clear(clearTimeout),
      clearInterval: clear(clearInterval),
      Date: class extends RealDate {
        constructor(...given: unknown[]) {
          super(...((given.length > 0 ? given : [wallNow()]) as [number]));
        }
        static override now = wallNow;
      },
    });
    performance.now = () => atStart + this.#now;
    this.#restore = () => {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval, Date: RealDate });
      performance.now = now;
      isStanding = false;
    };
  }

  /** Advances the time, and fires due timers in order; `settle` waits for the effects of each. */
  async advance(ms: number, settle: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      const [handle, timer] = next;
      this.#now = timer.at;
      if (timer.every === undefined) {
        this.#timers.delete(handle);
      } else {
        this.#timers.set(handle, { ...timer, at: timer.at + timer.every });
      }
      try {
        timer.fire();
      } catch (error) {
        report(error);
      }
      await settle();
    }
    this.#now = end;
  }

  /** Restores the platform's functions. Timers that were set meanwhile never fire. */
  restore(): void {
    this.#restore();
  }

  #set(handler: Handler, delay: number | undefined, given: unknown[], repeats: boolean): number {
    // As in engines: an interval of zero is at least a millisecond.
    const wait = Math.max(delay || 0, repeats ? 1 : 0);
    this.#timers.set(++this.#lastHandle, {
      at: this.#now + wait,
      every: repeats ? wait : undefined,
      fire: () => handler(...given),
    });
    return this.#lastHandle;
  }

  #nextUntil(end: number): [number, Timer] | undefined {
    let earliest: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].at <= end && !(earliest && earliest[1].at <= entry[1].at)) {
        earliest = entry;
      }
    }
    return earliest;
  }
}
