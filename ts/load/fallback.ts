// Loads the same core as plain JavaScript, only if the page cannot compile WebAssembly.

import type { CoreInstance, Instantiate } from "../core/instance.ts";
import { cannotFallBack, runsOnJavaScript } from "../errors/messages.ts";
import { warnOnce } from "../platform/report.ts";

export type ImportCore = () => Promise<{ readonly instantiate: Instantiate }>;

/** Starts the JavaScript core. `obstacle` is the error that the WebAssembly has caused. */
export async function fallBack(instance: CoreInstance, importCore: ImportCore, obstacle: unknown): Promise<void> {
  warnOnce(runsOnJavaScript(obstacle));
  try {
    const { instantiate } = await importCore();
    if (!instance.isLoaded) {
      instance.startBy(instantiate);
    }
  } catch (cause) {
    throw new Error(cannotFallBack(), { cause });
  }
}
