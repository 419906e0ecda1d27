// Runs steps one by one, each as a task would: promise reactions of one event's listeners run before the next event
// (HTML standard, "perform a microtask checkpoint"), and a flood of events must not freeze the page.

/** One event, say. Whether another step follows it. */
type Step = () => boolean;

/**
 * How many steps run for one message. The platform calls each listener of a message with an empty stack, so it does a
 * microtask checkpoint after each: as good as a task of its own, for a fraction of its cost.
 */
const LISTENERS = 256;

/** A slice's length in ms. */
const SLICE = 8;

/** Asking the clock costs a tenth of an event. */
const STEPS_BETWEEN_LOOKS = 16;

/** Node, where users test, does no checkpoint between listeners, and lives as long as a port that it counts. */
interface Channel extends MessageChannel {
  readonly port1: MessagePort & { ref?(): void; unref?(): void };
}

/** Steps of all sources, in turn. */
const waiting: Step[] = [];
let channel: Channel | undefined;
let posted = false;
let end = 0;

/** Runs the step at once if none has run in this task yet, and repeats it for as long as it says so. */
export function pump(step: Step): void {
  if (!posted) {
    // Posted after the step, which nobody should have to wait for: a message costs more than an event.
    posted = true;
    try {
      if (!step()) {
        return;
      }
    } finally {
      post();
    }
  }
  waiting.push(step);
}

/** Runs the step after what waits for its turn, in a task of its own if the slice is over. */
export function later(step: Step): void {
  if (!posted) {
    post();
  }
  waiting.push(step);
}

/** Whether the slice is over. */
export function isLate(): boolean {
  return performance.now() >= end;
}

/** A message, because timers of hidden pages are held back. */
function post(): void {
  posted = true;
  channel ??= open();
  channel.port1.ref?.();
  channel.port2.postMessage(null);
}

function open(): Channel {
  const made: Channel = new MessageChannel();
  const { port1 } = made;
  const listeners = port1.ref ? 1 : LISTENERS;
  for (let index = 1; index <= listeners; index++) {
    port1.addEventListener("message", (event) => {
      if (index === 1) {
        end = performance.now() + SLICE;
      }
      const [step] = waiting;
      if (step) {
        runFirst(step);
      }
      const isLast = index === listeners || (index % STEPS_BETWEEN_LOOKS === 0 && isLate());
      if (step && isLast) {
        post();
      }
      if (!step || isLast) {
        // Reactions to the last step have run by now, or run before the message that was just posted.
        posted = step !== undefined;
        if (!posted) {
          port1.unref?.();
        }
        event.stopImmediatePropagation();
      }
    });
  }
  port1.start();
  return made;
}

/** One step of the source whose turn it is; then it is the next one's. */
function runFirst(step: Step): void {
  waiting.shift();
  if (step()) {
    waiting.push(step);
  }
}
