// The caller's options as the core takes them.

import { OPTION } from "../core/wire.ts";
import type { Options } from "../options/options.ts";
import { freezesAreAnnounced } from "../platform/page-events.ts";
import type { RequestMaker } from "../request/request.ts";

export function toNumbers(options: Options, requests: RequestMaker): Float64Array {
  const { retry = {}, reconnect = "always", heartbeatTimeout, openWhenHidden = true } = options;
  const statuses = options.unauthorizedStatuses ?? [401];
  const mayInquire = options.corsProbe ?? !options.fetch;
  const numbers = new Float64Array(OPTION.seed + 1 + statuses.length);
  // An option that is not given becomes NaN, which stands for a default.
  const set = (place: number, value: number | boolean | undefined) => {
    numbers[place] = value as number;
  };
  set(OPTION.initialDelay, retry.initialDelay);
  set(OPTION.maxDelay, retry.maxDelay);
  set(OPTION.factor, retry.factor);
  set(OPTION.jitterRatio, retry.jitterRatio);
  set(OPTION.resetAfter, retry.resetAfter);
  set(OPTION.maxRetries, retry.maxRetries);
  set(OPTION.reconnect, ["always", "on-error", false].indexOf(reconnect));
  set(OPTION.heartbeatTimeout, heartbeatTimeout === "auto" ? -1 : heartbeatTimeout);
  set(OPTION.connectTimeout, options.connectTimeout);
  set(OPTION.hiddenGrace, openWhenHidden === true ? undefined : openWhenHidden);
  set(OPTION.maxBufferSize, options.maxBufferSize);
  set(OPTION.refreshesCredentials, !!options.onUnauthorized);
  set(OPTION.asksShouldRetry, !!retry.shouldRetry);
  set(OPTION.idempotent, requests.isIdempotent);
  set(OPTION.probesCors, mayInquire && requests.isCrossOrigin);
  set(OPTION.looksForRedirects, mayInquire && !requests.isCrossOrigin && requests.isGet);
  set(OPTION.readsErrorBody, !!options.readErrorBody);
  set(OPTION.followsRedirects, options.redirect === "follow");
  set(OPTION.freezesAreAnnounced, freezesAreAnnounced());
  set(OPTION.reopenable, options.reopenable);
  set(OPTION.gracePeriod, options.gracePeriod);
  set(OPTION.hearsComments, !!options.onComment);
  set(OPTION.seed, Math.random());
  numbers.set(statuses, OPTION.seed + 1);
  return numbers;
}
