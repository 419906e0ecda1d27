// The caller's options as the core takes them.

import { optionsArray } from "../core/wire.ts";
import type { Options } from "../options/options.ts";
import { isToldOfFreezes } from "../platform/page-events.ts";
import type { RequestMaker } from "../request/request.ts";

export function toNumbers(options: Options, requests: RequestMaker): Float64Array {
  const { retry = {}, reconnect = "always", heartbeatTimeout, openWhenHidden = true } = options;
  const mayInquire = options.corsProbe !== false && options.fetch === undefined;
  return optionsArray(
    {
      ...retry,
      reconnect: ["always", "on-error", false].indexOf(reconnect),
      heartbeatTimeout: heartbeatTimeout === "auto" ? -1 : heartbeatTimeout,
      connectTimeout: options.connectTimeout,
      hiddenGrace: openWhenHidden === true ? undefined : Number(openWhenHidden),
      maxBufferSize: options.maxBufferSize,
      refreshesCredentials: Number(options.onUnauthorized !== undefined),
      asksShouldRetry: Number(retry.shouldRetry !== undefined),
      idempotent: Number(requests.isIdempotent),
      probesCors: Number(mayInquire && requests.isCrossOrigin),
      looksForRedirects: Number(mayInquire && !requests.isCrossOrigin && requests.isGet),
      readsErrorBody: Number(options.readErrorBody ?? false),
      followsRedirects: Number(options.redirect === "follow"),
      toldOfFreezes: Number(isToldOfFreezes()),
      seed: Math.random(),
    },
    options.unauthorizedStatuses ?? [401],
  );
}
