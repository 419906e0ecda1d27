// The constructor's options, read once and checked.

import { badOption, conflict, noSuchOption } from "../errors/messages.ts";
import { warnOnce } from "../platform/report.ts";
import { toDictionary } from "../platform/webidl.ts";
import type { EventSourceInit, RetryOptions } from "../types/options.ts";
import { joinOptions } from "./defaults.ts";

/** As given, without null. */
export type Options = { [Name in keyof EventSourceInit]?: NonNullable<EventSourceInit[Name]> };

/** The members of the dictionary, each read once and checked. The class's defaults have been checked already. */
export function readOptions(init: unknown, defaults?: Options): Options {
  const options = read(toDictionary<EventSourceInit>(init));
  const joined = defaults ? joinOptions(defaults, options) : options;
  checkTogether(joined);
  return joined;
}

function read(given: Partial<EventSourceInit> | undefined): Options {
  if (!given) {
    return Object.create(null);
  }
  const { withCredentials } = given;
  const [take, options] = reader<Options>(given, "", ["withCredentials"]);
  if (withCredentials !== undefined && withCredentials !== null) {
    options.withCredentials = Boolean(withCredentials);
  }
  // Checked where they are used.
  take(() => true, "", "body", "headers", "shared");
  take(isFunction, "a function", "fetch", "onComment", "onUnauthorized", "parse", "url");
  take(isString, "a string", "lastEventIdQueryParameterName");
  take(Boolean, "a name", "lastEventIdQueryParameterName");
  take(isString, "a string", "initialLastEventId");
  take((id) => !/[\0\n\r]/.test(id as string), "no line break", "initialLastEventId");
  take(isBoolean, "true or false", "corsProbe", "readErrorBody", "reopenable");
  take(isTime, TIME, "gracePeriod");
  take(isSpan, SPAN, "connectTimeout");
  take((value) => value === "auto" || isSpan(value), `"auto" or ${SPAN}`, "heartbeatTimeout");
  take((value) => isBoolean(value) || isTime(value), `true, false or ${TIME}`, "openWhenHidden");
  take((value) => isWithin(value, 1, MOST_BYTES), "bytes from 1 to 255 MiB", "maxBufferSize");
  take(...oneOf("always", "on-error", false), "reconnect");
  take(...oneOf("cors", "same-origin"), "mode");
  take(...oneOf("follow"), "redirect");
  for (const name of ["credentials", "method", "priority", "referrerPolicy"] as const) {
    take((value) => isString(value) && isSent(name, value as string), "what fetch can send", name);
  }
  take(isSignal, "an AbortSignal", "signal");
  take(areStatuses, "an array of statuses such as [401, 403]", "unauthorizedStatuses");
  take((value) => typeof value === "object", "an object", "retry");
  options.retry &&= readRetry(options.retry);
  take.warnOfOthers();
  return options;
}

function readRetry(given: RetryOptions): RetryOptions {
  const [take, retry] = reader<RetryOptions>(given, "retry.");
  take(isTime, TIME, "initialDelay", "maxDelay", "resetAfter");
  take((value) => isWithin(value, 1, Number.MAX_VALUE), "a number, at least 1", "factor");
  take((value) => isWithin(value, 0, 1), "a number from 0 to 1", "jitterRatio");
  take(isCount, "a whole number, or Infinity", "maxRetries");
  take(isFunction, "a function", "shouldRetry");
  take.warnOfOthers();
  // It may be a method of the caller's own policy.
  retry.shouldRetry &&= retry.shouldRetry.bind(given);
  return retry;
}

/** Throws if options contradict each other. */
function checkTogether({ method = "GET", body, withCredentials, credentials }: Options): void {
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

interface Take {
  /** Copies those of the members that are given; throws a TypeError, which names option and value, if one does not hold. */
  (holds: Holds, expected: string, ...names: string[]): void;
  /** A misspelt option does nothing, and nothing else would show it. */
  warnOfOthers(): void;
}

/** A member that only a polluted `Object.prototype` has is no option. */
function reader<T extends object>(given: object, prefix: string, known: string[] = []): [Take, T] {
  const read = Object.create(null);
  const take: Take = (holds, expected, ...names) => {
    known.push(...names);
    for (const name of names) {
      const isPolluted = name in Object.prototype && !Object.hasOwn(given, name);
      const value = read[name] ?? (isPolluted ? undefined : (given as Record<string, unknown>)[name]);
      if (value !== undefined && value !== null) {
        if (!holds(value)) {
          throw new TypeError(badOption(prefix + name, expected, value));
        }
        read[name] = value;
      }
    }
  };
  take.warnOfOthers = () => {
    const others = Object.keys(given).filter((name) => !known.includes(name));
    if (others.length > 0) {
      warnOnce(noSuchOption(others.map((name) => prefix + name)));
    }
  };
  return [take, read];
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
const isSpan = (value: unknown) => isWithin(value, 0, Number.POSITIVE_INFINITY) && value !== 0;
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
