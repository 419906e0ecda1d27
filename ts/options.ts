// The constructor's options, read once and checked. The core's are numbers, in the order of `src/js/options.rs`.

import { badOption, conflict } from "./messages.ts";
import type { EventSourceInit, RetryOptions } from "./types.ts";
import { toDictionary } from "./webidl.ts";

/** What the core takes. */
export interface CoreOptions {
  readonly numbers: Float64Array;
  readonly initialLastEventId: string;
}

/** As given, without null. */
export type Options = { [Name in keyof EventSourceInit]?: NonNullable<EventSourceInit[Name]> };

const NEVER_GIVEN = Number.NaN;

/** The members of the dictionary. What only a polluted `Object.prototype` gives is no option, except the standard's. */
export function readOptions(init: unknown): Options {
  const given = toDictionary<EventSourceInit>(init);
  const options: Options = Object.create(null);
  options.withCredentials = Boolean(given.withCredentials);
  for (const name of NAMES) {
    const value = name in Object.prototype && !Object.hasOwn(given, name) ? undefined : given[name];
    if (value !== undefined && value !== null) {
      Object.assign(options, { [name]: value });
    }
  }
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
] as const satisfies readonly (keyof EventSourceInit)[];

/** Numbers, functions and choices; `headers` and the request as a whole are checked where they are used. */
function check(options: Options): void {
  const { method = "GET", body, withCredentials, credentials, signal, unauthorizedStatuses } = options;
  for (const name of ["fetch", "onUnauthorized", "parse"] as const) {
    expect(name, options[name], isFunction, "a function");
  }
  for (const name of ["initialLastEventId", "lastEventIdQueryParameterName"] as const) {
    expect(name, options[name], isString, "a string");
  }
  for (const name of ["corsProbe", "readErrorBody"] as const) {
    expect(name, options[name], isBoolean, "true or false");
  }
  expect("initialLastEventId", options.initialLastEventId, (id) => !/[\0\n\r]/.test(id as string), "no line break");
  expect("connectTimeout", options.connectTimeout, isSpan, SPAN);
  expect(
    "heartbeatTimeout",
    options.heartbeatTimeout,
    (value) => value === "auto" || isSpan(value),
    `"auto" or ${SPAN}`,
  );
  expect(
    "openWhenHidden",
    options.openWhenHidden,
    (value) => isBoolean(value) || isTime(value),
    `true, false or ${TIME}`,
  );
  expect("maxBufferSize", options.maxBufferSize, (value) => isWithin(value, 1, MOST_BYTES), "bytes from 1 to 2^30");
  expectOneOf("reconnect", options.reconnect, ["always", "on-error", false]);
  expectOneOf("credentials", credentials, ["same-origin", "include", "omit"]);
  expectOneOf("mode", options.mode, ["cors", "same-origin"]);
  expectOneOf("priority", options.priority, ["auto", "high", "low"]);
  expectOneOf("redirect", options.redirect, ["follow"]);
  expect("method", method, (value) => isString(value) && isMethod(value as string), "a method that fetch can send");
  expect("signal", signal, isSignal, "an AbortSignal");
  expect("unauthorizedStatuses", unauthorizedStatuses, areStatuses, "an array of statuses such as [401, 403]");
  if (body !== undefined && /^(GET|HEAD)$/i.test(method)) {
    throw new TypeError(conflict("body", `a ${method.toUpperCase()} request has none; give a method such as "POST"`));
  }
  if (body instanceof ReadableStream) {
    throw new TypeError(conflict("body", "a stream can be sent only once; give a function that makes one"));
  }
  if (withCredentials && credentials && credentials !== "include") {
    throw new TypeError(conflict("credentials", `${JSON.stringify(credentials)} contradicts withCredentials`));
  }
  checkRetry(options.retry);
}

/** By its name: another frame has a class of its own, and `fetch` takes those. */
function isSignal(value: unknown): boolean {
  return {}.toString.call(value) === "[object AbortSignal]";
}

function checkRetry(retry: RetryOptions | undefined): void {
  expect("retry", retry, (value) => typeof value === "object", "an object");
  for (const name of ["initialDelay", "maxDelay", "resetAfter"] as const) {
    expect(`retry.${name}`, retry?.[name], isTime, TIME);
  }
  expect("retry.factor", retry?.factor, (value) => isWithin(value, 1, Number.MAX_VALUE), "a number, at least 1");
  expect("retry.jitterRatio", retry?.jitterRatio, (value) => isWithin(value, 0, 1), "a number from 0 to 1");
  expect("retry.maxRetries", retry?.maxRetries, isCount, "a whole number, or Infinity");
  expect("retry.shouldRetry", retry?.shouldRetry, isFunction, "a function");
}

/** `idempotent` is whether repeating the request is harmless, `probesCors` whether CORS may refuse it. */
export function toCoreOptions(options: Options, idempotent: boolean, probesCors: boolean): CoreOptions {
  const { retry = {}, reconnect = "always", heartbeatTimeout, openWhenHidden = true } = options;
  const numbers = [
    retry.initialDelay ?? NEVER_GIVEN,
    retry.maxDelay ?? NEVER_GIVEN,
    retry.factor ?? NEVER_GIVEN,
    retry.jitterRatio ?? NEVER_GIVEN,
    retry.resetAfter ?? NEVER_GIVEN,
    retry.maxRetries === Number.POSITIVE_INFINITY ? NEVER_GIVEN : (retry.maxRetries ?? NEVER_GIVEN),
    ["always", "on-error", false].indexOf(reconnect),
    heartbeatTimeout === "auto" ? -1 : (heartbeatTimeout ?? NEVER_GIVEN),
    options.connectTimeout ?? NEVER_GIVEN,
    openWhenHidden === true ? NEVER_GIVEN : Number(openWhenHidden),
    options.maxBufferSize ?? NEVER_GIVEN,
    flags([
      options.onUnauthorized !== undefined,
      retry.shouldRetry !== undefined,
      !idempotent,
      probesCors && options.corsProbe !== false && options.fetch === undefined,
      options.redirect === "follow",
    ]),
    ...(options.unauthorizedStatuses ?? [401]),
  ];
  return { numbers: Float64Array.from(numbers), initialLastEventId: options.initialLastEventId ?? "" };
}

/** The first is the lowest bit. */
function flags(all: boolean[]): number {
  return all.reduceRight((bits, flag) => 2 * bits + Number(flag), 0);
}

// --- What a value must be -------------------------------------------------------------------------------------------

const TIME = "a number of milliseconds";
const SPAN = "a number of milliseconds above 0";
const MOST_BYTES = 2 ** 30;

/** Throws a TypeError that names the option and the value, if one was given. */
function expect(name: string, value: unknown, holds: (value: unknown) => boolean, expected: string): void {
  if (value !== undefined && !holds(value)) {
    throw new TypeError(badOption(name, expected, value));
  }
}

function expectOneOf(name: string, value: unknown, allowed: readonly unknown[]): void {
  expect(name, value, (given) => allowed.includes(given), allowed.map((one) => JSON.stringify(one)).join(" or "));
}

const isFunction = (value: unknown) => typeof value === "function";
const isString = (value: unknown) => typeof value === "string";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isTime = (value: unknown) => isWithin(value, 0, Number.MAX_VALUE);
const isSpan = (value: unknown) => isTime(value) && value !== 0;
const isCount = (value: unknown) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && isTime(value));
const areStatuses = (value: unknown) => Array.isArray(value) && value.every((status) => isWithin(status, 100, 599));
/** Fetch standard, "forbidden method". */
const isMethod = (value: string) => /^[\w!#$%&'*+.^`|~-]+$/.test(value) && !/^(CONNECT|TRACE|TRACK)$/i.test(value);

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
