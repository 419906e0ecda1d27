// Reports to the developer of the page. It never throws.

/**
 * HTML standard, "report an exception": an exception of the caller's code is shown, and stops nothing. Node has no
 * `reportError`; there, and where a test's DOM lacks it, a separate microtask throws the exception, as Node does for
 * listeners. A timer would not do, because tests replace timers.
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
    // A test may forbid console output.
  }
}

const told = new Set<string>();

export function warnOnce(message: string): void {
  if (!told.has(message)) {
    told.add(message);
    warn(message);
  }
}
