// The clocks and timers of this global scope, for as long as a test moves them by hand.

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

/** There is one time. */
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
    // Whole, so that the difference of two times is exact.
    const [wallAtStart, atStart] = [Date.now(), Math.ceil(performance.now())];
    const wallNow = () => wallAtStart + this.#now;
    const clear = (clearReal: (handle: number) => void) => (handle: unknown) => {
      if (Number(handle) > FIRST_HANDLE) {
        this.#timers.delete(Number(handle));
      } else {
        // Of a timer that was set before.
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

  /** Time passes, and what is due in it happens in order; `settle` lets each thing have its consequences. */
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

  /** Timers that were set meanwhile never fire. */
  restore(): void {
    this.#restore();
  }

  #set(handler: Handler, delay: number | undefined, given: unknown[], repeats: boolean): number {
    // As engines have it: no time is a millisecond at least for what repeats.
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
