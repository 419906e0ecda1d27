// The WebAssembly as a file beside the script: fetched and compiled while it arrives.

import { startModule } from "../core/session-core.ts";
import { cannotLoad, notInitialised } from "../messages.ts";

let loading: Promise<void> | undefined;
let ready = false;

/** The default is written as bundlers know it; in a function, so that a server may import the entry. */
export function loadExternal(url: string | URL = new URL("./eventsource_wasm.wasm", import.meta.url)): Promise<void> {
  loading ??= load(url).catch((cause) => {
    loading = undefined;
    throw new Error(cannotLoad(String(url)), { cause });
  });
  return loading;
}

export function assertLoaded(): void {
  if (!ready) {
    throw new Error(notInitialised());
  }
}

async function load(url: string | URL): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`.trim());
  }
  // Only what is served as WebAssembly can be compiled while it arrives.
  const module = response.headers.get("Content-Type")?.startsWith("application/wasm")
    ? await WebAssembly.compileStreaming(response)
    : await WebAssembly.compile(await response.arrayBuffer());
  startModule(module);
  ready = true;
}
