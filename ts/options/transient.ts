// A ready-made `retry.shouldRetry`.

import type { EventSourceErrorEvent } from "../types/options.ts";

/**
 * Retries what passes by itself: statuses 408, 425, 429, 500, 502, 503 and 504, which the standard takes for final, and
 * `cors` and `redirect` after the first attempt, for a gateway's own error pages have no CORS headers. All else is left to the standard.
 * `Retry-After` is obeyed, where CORS lets it be read.
 */
export function isTransient({ status, reason, attempt }: EventSourceErrorEvent): true | undefined {
  return (
    [408, 425, 429, 500, 502, 503, 504].includes(status) ||
    ((reason === "cors" || reason === "redirect") && attempt > 1) ||
    undefined
  );
}
