// The options of a class that `EventSource.with` made, below those of one source.

import { joinHeaders } from "./headers.ts";
import type { Options } from "./options.ts";

/** The source's own options win. Headers, and the members of `retry`, are joined by their names. */
export function joinOptions(defaults: Options, given: Options): Options {
  const { withCredentials, credentials, headers, retry } = given;
  const options: Options = Object.assign(Object.create(null), defaults, given);
  // They are one setting.
  if (withCredentials !== undefined || credentials) {
    Object.assign(options, { withCredentials, credentials });
  }
  if (headers && defaults.headers) {
    options.headers = joinHeaders(defaults.headers, headers);
  }
  if (typeof retry === "object") {
    options.retry = { ...defaults.retry, ...Object.fromEntries(Object.entries(retry).filter(isGiven)) };
  }
  return options;
}

function isGiven([, value]: [string, unknown]): boolean {
  return value !== undefined;
}
