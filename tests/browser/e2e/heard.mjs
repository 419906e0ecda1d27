// A parser of `createParser`, and all that it calls back.

import { createParser } from "../../../dist/stream.js";

/** A parser, and all that it calls back; callbacks of the test's own come before. */
export function hearing(config = {}) {
  const calls = [];
  const hear = (name) => (value) => {
    calls.push([name, value]);
    config[name]?.(value, calls.length);
  };
  const names = ["onEvent", "onComment", "onError", "onId", "onRetry"];
  return { ...createParser({ ...config, ...Object.fromEntries(names.map((name) => [name, hear(name)])) }), calls };
}

export const event = (data, { event, id } = {}) => ["onEvent", { id, event, data }];
