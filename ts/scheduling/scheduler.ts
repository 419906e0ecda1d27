// Runs the steps of all sources in turn, each like a task: the promise reactions of one event's listeners run before the
// next event (HTML standard, "perform a microtask checkpoint"), and a flood of events must not freeze the page.

import { report } from "../platform/report.ts";
import { addPlatformListener, hasZones } from "../platform/zone.ts";

/** One unit of work, such as an event. Returns `true` if another step follows. */
type Step = () => unknown;

/**
 * The most steps for one message. The platform calls each listener of a message with an empty stack, so it performs a
 * microtask checkpoint after each: like a separate task, for a fraction of its cost.
 */
const MOST_LISTENERS = 256;

/** The length of a time slice in ms. */
const SLICE = 8;

/** Reading the clock takes a tenth of the time of an event. */
const STEPS_BETWEEN_LOOKS = 16;

/** In Node there is no checkpoint between listeners, and a referenced port keeps the process alive. */
interface Channel extends MessageChannel {
  readonly port1: MessagePort & { ref?(): void; unref?(): void };
}

const queue: Step[] = [];
let channel: Channel | undefined;
/** How many listeners the channel has. It gets more when there is more to do, for most pages never need many. */
let listeners = 0;
/** Whether a message is pending, or being handled. */
let posted = false;
/** Whether a step has run in this task, as far as is known. */
let isTaskUsed = false;
let end = 0;

/**
 * Runs the step at once if none has run in this task yet, and repeats it while it returns true. It is not run at once with
 * zone.js: this task may be one in which zone.js runs promise reactions, and it would run no others until the task ends.
 */
export function runOrEnqueue(step: Step): void {
  if (hasZones()) {
    enqueue(step);
    return;
  }
  if (!posted && !isTaskUsed) {
    // A message takes more time than an event, so it is posted only if another step follows.
    isTaskUsed = true;
    if (!run(step)) {
      return;
    }
  }
  enqueue(step);
}

/** This is known to be another task than the one in which the last step ran. */
export function taskBegan(): void {
  isTaskUsed = false;
}

/** Runs the step after the waiting ones, in a separate task if the time slice is over. */
export function enqueue(step: Step): void {
  if (!posted) {
    post();
  }
  queue.push(step);
}

/** True once this task has used its time slice. */
export function sliceIsOver(): boolean {
  return performance.now() >= end;
}

/** Resolves in another task. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => enqueue(resolve));
}

/** Posts a message, because browsers delay the timers of hidden pages. */
function post(): void {
  posted = true;
  channel ??= open();
  channel.port1.ref?.();
  channel.port2.postMessage(null);
}

function open(): Channel {
  const made: Channel = new MessageChannel();
  listeners = 0;
  listen(made.port1, 1);
  made.port1.start();
  return made;
}

function listen(port: MessagePort, count: number): void {
  while (listeners < count) {
    const index = ++listeners;
    addPlatformListener(port, "message", (event) => handle(event, index));
  }
}

/** One listener's part of a message: a step. */
function handle(event: Event, index: number): void {
  const { port1 } = channel as Channel;
  if (index === 1) {
    end = performance.now() + SLICE;
  }
  const step = queue.shift();
  if (step && run(step)) {
    queue.push(step);
  }
  const isLast = index === listeners || (index % STEPS_BETWEEN_LOOKS === 0 && sliceIsOver());
  if (step && isLast) {
    post();
    if (!port1.ref && index === listeners) {
      // They are called from the next message on.
      listen(port1, Math.min(2 * listeners, MOST_LISTENERS));
    }
  }
  if (!step || isLast) {
    // The reactions to the last step have run by now, or run before the posted message.
    posted = isTaskUsed = step !== undefined;
    if (!posted) {
      port1.unref?.();
      if ("Deno" in globalThis) {
        // It counts a port again after each message that this has heard.
        port1.close();
        channel = undefined;
      }
    }
    event.stopImmediatePropagation();
  }
}

/** Runs a step. If it throws it ends, without effect on other sources. */
function run(step: Step): boolean {
  try {
    return step() === true;
  } catch (error) {
    report(error);
    return false;
  }
}
