// `EventTarget.prototype.when`, in browsers that have it: https://wicg.github.io/observable/

import type { Listeners } from "./listeners.ts";

// TypeScript's library does not know them yet.

interface Subscriber {
  readonly signal: AbortSignal;
  next(event: Event): void;
  addTeardown(teardown: () => void): void;
}

export interface Observable {
  subscribe(next: (event: Event) => void, options: { signal: AbortSignal }): void;
}

type ObservableConstructor = new (subscribe: (subscriber: Subscriber) => void) => Observable;

type Options = { capture?: boolean; passive?: boolean } | undefined;

export type WhenArguments = [type: string, options?: Options];

type When = (this: EventTarget, ...given: WhenArguments) => Observable;

export function hasWhen(): boolean {
  return "when" in EventTarget.prototype;
}

export function platformWhen(): When {
  return (EventTarget.prototype as EventTarget & { when: When }).when;
}

/** The observable of the platform's `when`, with its subscribers counted as listeners. Knows the source weakly, as that does. */
export function countSubscribers(
  given: Observable,
  listeners: Listeners,
  ...[type, options]: WhenArguments
): Observable {
  const { Observable } = globalThis as unknown as { Observable: ObservableConstructor };
  const reference = new WeakRef(listeners);
  return new Observable((subscriber) => {
    const counted = reference.deref();
    counted?.add(type, subscriber, options);
    subscriber.addTeardown(() => counted?.remove(type, subscriber, options));
    given.subscribe((event) => subscriber.next(event), { signal: subscriber.signal });
  });
}
