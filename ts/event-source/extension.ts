// The part of the class that another entry of the package adds.

import type { Connection, SourceDelegate } from "../driver/source-delegate.ts";
import { notImported } from "../errors/messages.ts";
import type { Options } from "../options/options.ts";

/** Makes a connection of one's own. With `takesOver` it stands in for another one, which has ended with its page. */
export type Connect = (delegate: SourceDelegate, lastEventId: string, takesOver?: boolean) => Connection;

export type Join = (delegate: SourceDelegate, options: Options, connect: Connect) => Connection;

/** Entries are files of their own, and share nothing but the global scope. */
const JOIN = Symbol.for("eventsource-wasm join 2");

/** Called by `eventsource-wasm/shared`. */
export function setJoin(join: Join): void {
  Reflect.set(globalThis, JOIN, join);
}

export const join: Join = (...args) => {
  const given: Join | undefined = Reflect.get(globalThis, JOIN);
  if (!given) {
    throw new TypeError(notImported());
  }
  return given(...args);
};
