// Callbacks for timers, promises and listeners, which must not keep a forgotten source alive.

/** Returns a function that calls `act` with the owner while the owner exists. `act` must not refer to the owner itself. */
export function weakly<Owner extends object, Args extends unknown[]>(
  owner: Owner,
  act: (owner: Owner, ...args: Args) => void,
): (...args: Args) => void {
  const reference = new WeakRef(owner);
  return (...args) => {
    const found = reference.deref();
    if (found) {
      act(found, ...args);
    }
  };
}

/** Calls one of the functions when the promise, or a caller's value in its place, settles. Never throws. */
export async function follow<Value>(
  promise: Value,
  fulfilled: (value: Awaited<Value>) => void,
  rejected: (reason: unknown) => void,
): Promise<void> {
  let value: Awaited<Value>;
  try {
    value = await promise;
  } catch (error) {
    rejected(error);
    return;
  }
  fulfilled(value);
}

/** A handler for `follow` that does nothing. */
export function ignore(): void {}
