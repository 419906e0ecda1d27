// Waiting.

/** Ms for anything that has to come; a machine may be busy with other things. */
export const TIMEOUT = 5000;
/** The same for what has a limit of 30 s. */
export const LONG_TIMEOUT = 40_000;
export const STEP = 15;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether it came to hold in time. */
export async function comesTrue(holds, timeout = TIMEOUT) {
  for (const end = performance.now() + timeout; ; await pause(STEP)) {
    if (await holds()) {
      return true;
    }
    if (performance.now() > end) {
      return false;
    }
  }
}
