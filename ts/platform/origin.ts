// The origin of the page or the worker.

/** A page may overwrite `origin`, as any global variable of this name does, but not `location`. */
export function ownOrigin(): string | undefined {
  const property = Object.getOwnPropertyDescriptor(globalThis, "origin");
  return property && "value" in property ? globalThis.location?.origin : globalThis.origin;
}
