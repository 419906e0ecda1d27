// The lock that elects the leader: its holder leads.

import { INPUT } from "../core/wire.ts";
import { watchPage } from "../platform/page-events.ts";
import { follow } from "../platform/weakly.ts";
import { outsideZones } from "../platform/zone.ts";

export class LeaderLock {
  readonly #name: string;
  readonly #onGranted: () => void;
  readonly #onRefused: () => void;
  readonly #onStolen: () => void;
  #request: AbortController | undefined;
  #release: (() => void) | undefined;

  /** `onRefused` is called if the page gets no locks at all, `onStolen` when another page has taken the lock. */
  constructor(name: string, onGranted: () => void, onRefused: () => void, onStolen: () => void) {
    this.#name = name;
    this.#onGranted = onGranted;
    this.#onRefused = onRefused;
    this.#onStolen = onStolen;
  }

  /** Takes the lock from its holder. */
  steal(): void {
    this.giveUp();
    this.request(true);
  }

  /** Requests the lock, unless it is held or requested already. */
  request(steal = false): void {
    if (this.#request) {
      return;
    }
    this.#request = new AbortController();
    const { signal } = this.#request;
    const hold = () =>
      new Promise<void>((release) => {
        if (signal.aborted) {
          release();
        } else {
          this.#release = release;
          this.#onGranted();
        }
      });
    const refused = () => {
      if (!signal.aborted) {
        this.#release ? this.#onStolen() : this.#onRefused();
      }
    };
    try {
      // A steal does not wait, so there is nothing to abort.
      const options = steal ? { steal } : { signal };
      follow(navigator.locks.request(this.#name, options, hold), () => {}, refused);
    } catch {
      refused();
    }
  }

  /** Releases the lock, or cancels its request. */
  giveUp(): void {
    this.#request?.abort();
    this.#release?.();
    this.#request = this.#release = undefined;
  }

  /** Releases the lock after this many ms, or earlier if the page goes. */
  giveUpIn(ms: number): void {
    outsideZones(() => {
      const giveUp = () => {
        clearTimeout(timer);
        unwatch();
        this.giveUp();
      };
      const unwatch = watchPage((event) => (event === INPUT.freeze || event === INPUT.pagehide) && giveUp());
      const timer = setTimeout(giveUp, ms);
    });
  }
}
