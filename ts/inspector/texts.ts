// All texts of the inspector.

import type { Failure } from "./watch.ts";

export const TITLE = "Event streams";
export const SOURCES = "Sources";
export const EVENTS = "Events";
export const ORDER = "The last events, newest first";
export const COLUMNS = ["Time", "Type", "ID", "Data"];
export const TYPE = "Type";
export const ALL_TYPES = "all";
export const PAUSE = "Pause";
export const CLEAR = "Clear";
export const COPY = "Copy as JSON";
export const NO_EVENTS = "No events.";
export const OPENED = "open";

export const copied = (count: number): string => `${counted(count, "event")} copied.`;
export const NOT_COPIED = "This page may not write to the clipboard: the events are in the console.";

/** In the order of `readyState`. */
const STATES = ["connecting", "open", "closed"];

export const state = (readyState: number | undefined): string => STATES[readyState ?? -1] ?? "collected";

export const summary = (open: number, all: number): string => `${TITLE}: ${open} of ${all} open`;

export const id = (lastEventId: string): string => `(id ${lastEventId})`;

/** Leaves the origin out if it is the page's. */
export function shortUrl(url: string): string {
  const { origin } = globalThis.location ?? {};
  return origin && url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
}

export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** Formats a duration in the past or in the future. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : seconds < 7200 ? `${Math.floor(seconds / 60)} min` : hours(seconds);
}

const hours = (seconds: number): string => `${Math.floor(seconds / 3600)} h`;

export const lastEvent = (ms: number): string => `last ${duration(ms)} ago`;

export const lastError = (failure: Failure, ms: number): string => `Error ${duration(ms)} ago: ${explain(failure)}`;

export const failure = (failure: Failure): string => `error: ${explain(failure)}`;

const explain = ({ reason, message }: Failure): string =>
  `${reason ? `${reason}. ` : ""}${message || "The source does not say why."}`;

export const nextAttempt = (ms: number): string => (ms > 0 ? `, next attempt in ${duration(ms)}` : "");

/** Formats the time of day, with milliseconds. */
export function clock(time: number): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${day}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}
