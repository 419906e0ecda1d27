// How an entry has its core.

/** `undefined` when the core is there; otherwise it will be when the promise is fulfilled. */
export type CoreLoader = () => Promise<void> | undefined;

/** Where a test, whose entry is a file of its own, finds what it must wait for. */
export const LOADING: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm loading");

/** Loads once; after a failure it tries again. */
export function once(load: CoreLoader): CoreLoader {
  let isLoaded = false;
  let loading: Promise<void> | undefined;
  return () => {
    if (isLoaded || loading) {
      return loading;
    }
    loading = load();
    isLoaded = !loading;
    const finish = (succeeded: boolean) => {
      isLoaded = succeeded;
      loading = undefined;
    };
    Reflect.set(
      globalThis,
      LOADING,
      loading?.then(
        () => finish(true),
        () => finish(false),
      ),
    );
    return loading;
  };
}
