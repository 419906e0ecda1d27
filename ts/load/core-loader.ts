// The way in which an entry loads its core.

import { sessionInstance } from "../core/session-core.ts";

/** Returns `undefined` if the core is loaded, otherwise a promise that resolves when it is. */
export type CoreLoader = () => Promise<void> | undefined;

/** The key of the promise that tests have to wait for. Tests use another entry in another file. */
export const LOADING: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm loading");

/** Loads once; after a failure it tries again. */
export function once(load: CoreLoader): CoreLoader {
  let loading: Promise<void> | undefined;
  const end = () => {
    loading = undefined;
  };
  return () => {
    if (!sessionInstance.isLoaded) {
      loading ??= load();
      Reflect.set(globalThis, LOADING, loading?.then(end, end));
    }
    return loading;
  };
}
