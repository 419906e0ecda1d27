// The constructor's options, read once and checked.

import { badOption, conflict, noSuchOption } from "../errors/messages.ts";
import { warnOnce } from "../platform/report.ts";
import { toDictionary } from "../platform/webidl.ts";
import type { EventSourceInit } from "../types/options.ts";
import { joinOptions } from "./defaults.ts";

/** As given, without null. */
export type Options = { [Name in keyof EventSourceInit]?: NonNullable<EventSourceInit[Name]> };

/** The members of the dictionary. What only a polluted `Object.prototype` gives is no option, except the standard's. */
export function readOptions(init: unknown, defaults?: Options): Options {
  const given = toDictionary<EventSourceInit>(init);
  const read: Options = Object.create(null);
  for (const name of NAMES) {
    const isStandard = name === "withCredentials";
    const value = name in Object.prototype && !isStandard && !Object.hasOwn(given, name) ? undefined : given[name];
    if (value !== undefined && value !== null) {
      Object.assign(read, { [name]: isStandard ? Boolean(value) : value });
    }
  }
  warnOfOthers(given, NAMES, "");
  const options = defaults ? joinOptions(defaults, read) : read;
  check(options);
  return options;
}

const NAMES = [
  "body",
  "connectTimeout",
  "corsProbe",
  "credentials",
  "fetch",
  "headers",
  "heartbeatTimeout",
  "initialLastEventId",
  "lastEventIdQueryParameterName",
  "maxBufferSize",
  "method",
  "mode",
  "onUnauthorized",
  "openWhenHidden",
  "parse",
  "priority",
  "readErrorBody",
  "reconnect",
  "redirect",
  "referrerPolicy",
  "retry",
  "shared",
  "signal",
  "unauthorizedStatuses",
  "withCredentials",
] as const satisfies readonly (keyof EventSourceInit)[];

/** A misspelt option does nothing, and nothing else would show it. */
function warnOfOthers(given: object, known: readonly string[], prefix: string): void {
  const others = Object.keys(given).filter((name) => !known.includes(name));
  if (others.length > 0) {
    warnOnce(noSuchOption(others.map((name) => prefix + name)));
  }
}

/** Numbers, functions and choices; `headers` and the request as a whole are checked where they are used. */
function check(options: Options): void {
  const { method = "GET", body, withCredentials, credentials, retry } = options;
  const expect = expecting(options, "");
  expect(isFunction, "a function", "fetch", "onUnauthorized", "parse");
  expect(isString, "a string", "initialLastEventId", "lastEventIdQueryParameterName");
  expect((id) => !/[\0\n\r]/.test(id as string), "no line break", "initialLastEventId");
  expect(Boolean, "a name", "lastEventIdQueryParameterName");
  expect(isBoolean, "true or false", "corsProbe", "readErrorBody");
  expect(isSpan, SPAN, "connectTimeout");
  expect((value) => value === "auto" || isSpan(value), `"auto" or ${SPAN}`, "heartbeatTimeout");
  expect((value) => isBoolean(value) || isTime(value), `true, false or ${TIME}`, "openWhenHidden");
  expect((value) => isWithin(value, 1, MOST_BYTES), "bytes from 1 to 255 MiB", "maxBufferSize");
  expect(...oneOf("always", "on-error", false), "reconnect");
  expect(...oneOf("cors", "same-origin"), "mode");
  expect(...oneOf("follow"), "redirect");
  for (const name of ["credentials", "method", "priority", "referrerPolicy"] as const) {
    expect((value) => isString(value) && isSent(name, value as string), "what fetch can send", name);
  }
  expect(isSignal, "an AbortSignal", "signal");
  expect(areStatuses, "an array of statuses such as [401, 403]", "unauthorizedStatuses");
  expect((value) => typeof value === "object", "an object", "retry");
  const ofRetry: string[] = [];
  const expectOfRetry = expecting(retry ?? {}, "retry.", ofRetry);
  expectOfRetry(isTime, TIME, "initialDelay", "maxDelay", "resetAfter");
  expectOfRetry((value) => isWithin(value, 1, Number.MAX_VALUE), "a number, at least 1", "factor");
  expectOfRetry((value) => isWithin(value, 0, 1), "a number from 0 to 1", "jitterRatio");
  expectOfRetry(isCount, "a whole number, or Infinity", "maxRetries");
  expectOfRetry(isFunction, "a function", "shouldRetry");
  warnOfOthers(retry ?? {}, ofRetry, "retry.");
  if (body !== undefined && /^(GET|HEAD)$/i.test(method)) {
    throw new TypeError(conflict("body", `a ${method.toUpperCase()} request has none; give a method such as "POST"`));
  }
  if (body instanceof ReadableStream) {
    throw new TypeError(conflict("body", "a stream can be sent only once; give a function that makes one"));
  }
  if (withCredentials && credentials && credentials !== "include") {
    throw new TypeError(conflict("credentials", `${JSON.stringify(credentials)} contradicts withCredentials`));
  }
}

// --- What a value must be -------------------------------------------------------------------------------------------

const TIME = "a number of milliseconds";
const SPAN = "a number of milliseconds above 0";
/** `LARGEST_LIMIT` of the parser: no engine makes a longer string of it. */
const MOST_BYTES = 255 << 20;

type Holds = (value: unknown) => boolean;

/**
 * A function that throws a TypeError, which names the option and the value, for the first that is given and does not hold.
 * The names that it is asked for are added to `known`.
 */
function expecting<T extends object>(given: T, prefix: string, known: string[] = []) {
  return (holds: Holds, expected: string, ...names: (keyof T & string)[]): void => {
    known.push(...names);
    for (const name of names) {
      const value = given[name];
      if (value !== undefined && !holds(value)) {
        throw new TypeError(badOption(prefix + name, expected, value));
      }
    }
  };
}

function oneOf(...allowed: unknown[]): [Holds, string] {
  return [(given) => allowed.includes(given), allowed.map((one) => JSON.stringify(one)).join(" or ")];
}

/** By its name: another frame has a class of its own, and `fetch` takes those. */
const isSignal = (value: unknown) => ({}).toString.call(value) === "[object AbortSignal]";
const isFunction = (value: unknown) => typeof value === "function";
const isString = (value: unknown) => typeof value === "string";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isTime = (value: unknown) => isWithin(value, 0, Number.MAX_VALUE);
const isSpan = (value: unknown) => isTime(value) && value !== 0;
const isCount = (value: unknown) => typeof value === "number" && value >= 0 && Math.trunc(value) === value;
const areStatuses = (value: unknown) => Array.isArray(value) && value.every((status) => isWithin(status, 100, 599));

/** The platform knows what it takes. */
function isSent(name: string, value: string): boolean {
  try {
    return Boolean(new Request("data:,", { [name]: value }));
  } catch {
    return false;
  }
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
