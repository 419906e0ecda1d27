// Callbacks for the world outside: timers, promises and listeners must not keep a forgotten source alive.

/** A function that calls `act` with the owner as long as the owner is there. `act` must not refer to the owner itself. */
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

/** Calls one of the functions when the promise, or whatever a caller gave in its place, settles. Never throws. */
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

/** For `follow`, where nobody is told. */
export function ignore(): void {}
