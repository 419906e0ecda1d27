// Reports when the page is hidden, frozen, offline or asleep, because this explains what happens to its connection.

export type PageState = "visible" | "hidden" | "frozen" | "offline" | "asleep";

/** If a tick is this late, the computer slept. Timers of hidden pages wait for up to a minute. */
const SLEPT = 5000;
const SLEPT_HIDDEN = 75_000;
const TICK = 1000;

/** Reports each change with its time. */
export function watchPage(tell: (state: PageState, at: number) => void): void {
  let frozen = false;
  let offline = !navigator.onLine;
  let told: PageState = "visible";
  let lastTick = Date.now();

  const look = (at = Date.now()) => {
    const hidden = document.visibilityState === "hidden";
    const state = frozen ? "frozen" : offline ? "offline" : hidden ? "hidden" : "visible";
    if (state !== told) {
      told = state;
      tell(state, at);
    }
  };
  document.addEventListener("visibilitychange", () => look());
  document.addEventListener("freeze", () => {
    frozen = true;
    look();
  });
  document.addEventListener("resume", () => {
    frozen = false;
    lastTick = Date.now();
    look();
  });
  addEventListener("offline", () => {
    offline = true;
    look();
  });
  addEventListener("online", () => {
    offline = false;
    look();
  });
  setInterval(() => {
    const now = Date.now();
    const slept = now - lastTick > (document.visibilityState === "hidden" ? SLEPT_HIDDEN : SLEPT);
    if (slept) {
      tell("asleep", lastTick);
      tell(told, now);
    }
    lastTick = now;
  }, TICK);
  look();
}
