// What is told to the developer of the page. Telling never throws.

/**
 * HTML standard, "report an exception": what the caller's own code throws is shown, and stops nothing. Node has no
 * `reportError`; there, and where a test's DOM lacks it, the exception is thrown by a microtask of its own, as Node does with
 * what a listener throws. Not by a timer: tests replace timers.
 */
export function report(error: unknown): void {
  try {
    globalThis.reportError(error);
  } catch {
    queueMicrotask(() => {
      throw error;
    });
  }
}

export function warn(message: string): void {
  try {
    console.warn(message);
  } catch {
    // A test may forbid it.
  }
}

const told = new Set<string>();

export function warnOnce(message: string): void {
  if (!told.has(message)) {
    told.add(message);
    warn(message);
  }
}
