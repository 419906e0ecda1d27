// The only way in which tests wait: they check a condition repeatedly, for a limited time.

import assert from "node:assert/strict";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns the value of `look` once it holds. After `timeout` ms it fails with `what`, or with the last value. */
export async function until(look, { holds = Boolean, timeout = 15_000, what } = {}) {
  for (const end = Date.now() + timeout; ; await pause(50)) {
    const seen = await look();
    if (holds(seen)) {
      return seen;
    }
    assert.ok(Date.now() < end, `not in ${timeout / 1000} s: ${what?.() ?? JSON.stringify(seen)}`);
  }
}
