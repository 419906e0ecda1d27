// The inspector's API.

import { ConsoleLog } from "./console-log.ts";
import { Panel } from "./panel.ts";
import { SourceLog } from "./source-log.ts";
import { watch } from "./watch.ts";

/** A source of this package, the browser's own, or any other `EventTarget` of this kind. */
export interface Inspectable extends EventTarget {
  readonly url: string;
  readonly readyState: number;
}

export interface InspectOptions {
  /** Logs to the console in place of the panel. Default `false`, and `true` where there is no page, as in a worker. */
  console?: boolean;
  /** Names of events to show besides `message`, for other sources. This package's sources show all. */
  types?: readonly string[];
}

let panel: Panel | undefined;

/**
 * Shows the source in the panel until the returned function is called.
 *
 * It does not affect the app: the source does not wait for the inspector, calls `parse` no more often, and is garbage
 * collected as without it. Sources of other packages can be watched by listeners only, and by the HTML standard a source
 * with listeners lives until it is closed.
 *
 * URLs and data are shown unchanged, headers never.
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
