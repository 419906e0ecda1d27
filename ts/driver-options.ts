// The caller's options as the driver and the core take them.

import { optionsArray } from "./core/wire.ts";
import type { DriverOptions } from "./driver/driver.ts";
import { isToldOfFreezes } from "./driver/page-events.ts";
import type { Options } from "./options.ts";
import type { RequestMaker } from "./request.ts";

export function toDriverOptions(
  options: Options,
  requests: RequestMaker,
): Pick<DriverOptions, "numbers" | "readsErrorBody"> {
  const { retry = {}, reconnect = "always", heartbeatTimeout, openWhenHidden = true } = options;
  const numbers = optionsArray(
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
      probesCors: Number(requests.isCrossOrigin && options.corsProbe !== false && options.fetch === undefined),
      followsRedirects: Number(options.redirect === "follow"),
      toldOfFreezes: Number(isToldOfFreezes()),
      seed: Math.random(),
    },
    options.unauthorizedStatuses ?? [401],
  );
  return { numbers, readsErrorBody: options.readErrorBody ?? false };
}
