// Runs steps one by one, each as a task would: promise reactions of one event's listeners run before the next event
// (HTML standard, "perform a microtask checkpoint"), and a flood of events must not freeze the page.

/** One event, say. Whether another step follows it. */
type Step = () => boolean;

/**
 * How many steps run for one message. The platform calls each listener of a message with an empty stack, so it does a
 * microtask checkpoint after each: as good as a task of its own, for a fraction of its cost.
 */
const LISTENERS = 64;

/** A slice's length in ms. */
const SLICE = 8;

/** Steps of all sources, in turn. */
const waiting: Step[] = [];
let port: MessagePort | undefined;
let posted = false;
let end = 0;

/** Runs the step at once if none has run in this task yet, and repeats it for as long as it says so. */
export function pump(step: Step): void {
  if (!posted) {
    // Posted after the step, which nobody should have to wait for: a message costs more than an event.
    posted = true;
    const goesOn = step();
    post();
    if (!goesOn) {
      return;
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
  port ??= open();
  port.postMessage(null);
}

function open(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  for (let index = 1; index <= LISTENERS; index++) {
    port1.addEventListener("message", (event) => {
      if (index === 1) {
        end = performance.now() + SLICE;
      }
      const [step] = waiting;
      if (step) {
        runFirst(step);
      }
      // Asking the clock costs a tenth of an event.
      const isLast = index === LISTENERS || (index % 4 === 0 && isLate());
      if (step && isLast) {
        post();
      }
      if (!step || isLast) {
        // Reactions to the last step have run by now, or run before the message that was just posted.
        posted = step !== undefined;
        event.stopImmediatePropagation();
      }
    });
  }
  port1.start();
  return port2;
}

/** One step of the source whose turn it is; then it is the next one's. */
function runFirst(step: Step): void {
  const goesOn = step();
  if (!goesOn || waiting.length > 1) {
    waiting.shift();
    if (goesOn) {
      waiting.push(step);
    }
  }
}
