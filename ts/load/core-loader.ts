// The way in which an entry loads its core.

export interface CoreLoader {
  readonly isLoaded: boolean;
  /** Returns `undefined` if the core is loaded now, otherwise a promise that resolves when it is. */
  load(): Promise<void> | undefined;
}

/** The key of the promise that tests have to wait for. Tests use another entry in another file. */
export const LOADING: unique symbol = /* @__PURE__ */ Symbol.for("eventsource-wasm loading");

/** Loads once; after a failure it tries again. */
export function once(load: CoreLoader["load"]): CoreLoader {
  let isLoaded = false;
  let loading: Promise<void> | undefined;
  return {
    get isLoaded() {
      return isLoaded;
    },
    load() {
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
    },
  };
}
