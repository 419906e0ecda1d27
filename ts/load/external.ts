// Loads the WebAssembly from a file beside the script, and compiles it while it is downloaded.

import { sessionInstance } from "../core/session-core.ts";
import { cannotLoad } from "../errors/messages.ts";
import { type CoreLoader, once } from "./core-loader.ts";
import { assertCompiles } from "./wasm-text.ts";

let address: string | URL | undefined;

export const externalCore: CoreLoader = { check: assertCompiles, load: once(load) };

/** A wrong address is not remembered for the next call. */
export async function loadExternal(url?: string | URL): Promise<void> {
  address = url;
  await externalCore.load();
}

async function load(): Promise<void> {
  // Written in the form that bundlers recognise, and in a function, so that a server can import the entry.
  const url = address ?? new URL("./eventsource_wasm.wasm", import.meta.url);
  try {
    await sessionInstance.start(await fetched(url));
  } catch (cause) {
    throw new Error(cannotLoad(String(url)), { cause });
  }
}

async function fetched(url: string | URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`.trim());
  }
  // Only a response of this type can be compiled while it is downloaded.
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) {
    try {
      return await WebAssembly.compileStreaming(response);
    } catch (error) {
      // A test's DOM may have a `fetch` whose responses the engine rejects.
      if (response.bodyUsed) {
        throw error;
      }
    }
  }
  return WebAssembly.compile(await response.arrayBuffer());
}
