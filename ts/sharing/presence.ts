// Whether a page takes part: one that is frozen, or kept in the back/forward cache, hears nothing, and must not hold what
// others wait for. A message to a cached page would even throw it out of the cache.

const LEAVING = ["freeze", "pagehide"];
const RETURNING = ["resume", "pageshow"];
const VISIBILITY = "visibilitychange";

/** Calls back until the function that it gives is called. Workers never leave. */
export function watchPresence(onLeave: () => void, onReturn: () => void, onVisibility: () => void): () => void {
  const tell = ({ type }: Event) =>
    (LEAVING.includes(type) ? onLeave : RETURNING.includes(type) ? onReturn : onVisibility)();
  const types = [...LEAVING, ...RETURNING, VISIBILITY];
  const targets = [globalThis, globalThis.document].filter((target) => target !== undefined);
  const each = (act: "addEventListener" | "removeEventListener") => {
    for (const target of targets) {
      for (const type of types) {
        target[act](type, tell);
      }
    }
  };
  each("addEventListener");
  return () => each("removeEventListener");
}
