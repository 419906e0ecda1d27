// What an app calls to see what its sources do.

import { ConsoleLog } from "./console-log.ts";
import { Panel } from "./panel.ts";
import { SourceLog } from "./source-log.ts";
import { watch } from "./watch.ts";

/** A source of this package, the browser's own, or another that is an `EventTarget`. */
export interface Inspectable extends EventTarget {
  readonly url: string;
  readonly readyState: number;
}

export interface InspectOptions {
  /** Logs to the console in place of the panel. Default `false`, and `true` where there is no page, as in a worker. */
  console?: boolean;
  /** Names of events to show besides `message`, for sources of others. Of this package's sources all are shown. */
  types?: readonly string[];
}

let panel: Panel | undefined;

/**
 * Shows the source in the panel, from now on, until the function that it returns is called.
 *
 * The app notices nothing: the source does not wait for the inspector, calls `parse` no more often than without it, and
 * is collected when it would be. Other sources than this package's can only be watched by listeners: as the standard has
 * it, one with listeners lives until it is closed.
 *
 * URLs and data are shown as they are, headers never.
 */
export function inspect(source: Inspectable, options: InspectOptions = {}): () => void {
  const { types = [] } = options;
  if (options.console || !globalThis.document) {
    return watch(source, types, new ConsoleLog(source.url));
  }
  const log = new SourceLog(source);
  const unwatch = watch(source, types, log);
  panel ??= new Panel();
  panel.add(log);
  return () => {
    unwatch();
    panel?.remove(log);
  };
}
