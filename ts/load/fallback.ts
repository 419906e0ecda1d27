// What a page runs on where it cannot compile WebAssembly: the same core as plain JavaScript, loaded only then.

import type { CoreInstance, Instantiate } from "../core/instance.ts";
import { cannotFallBack, runsOnJavaScript } from "../errors/messages.ts";
import { warnOnce } from "../platform/report.ts";

export type ImportCore = () => Promise<{ readonly instantiate: Instantiate }>;

/** `obstacle` is what compiling, or starting, has thrown. */
export async function fallBack(instance: CoreInstance, importCore: ImportCore, obstacle: unknown): Promise<void> {
  warnOnce(runsOnJavaScript(obstacle));
  try {
    const { instantiate } = await importCore();
    if (instance.generation === 0) {
      instance.startBy(instantiate);
    }
  } catch (cause) {
    throw new Error(cannotFallBack(), { cause });
  }
}
