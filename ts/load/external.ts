// Loads the WebAssembly from a file beside the script, and compiles it while it is downloaded.

import { sessionInstance } from "../core/session-core.ts";
import { cannotLoad } from "../errors/messages.ts";
import { type CoreLoader, once } from "./core-loader.ts";
import { fallBack } from "./fallback.ts";
import { importChunk } from "./javascript-chunk.ts";

/** A function that makes a vector of zeros: the smallest module with SIMD. */
const SMALLEST = /* @__PURE__ */ Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 0x41, 0, 0xfd, 15, 11],
);

let address: string | URL | undefined;

export const externalCore: CoreLoader = /* @__PURE__ */ once(load);

/** A wrong address is not remembered for the next call. */
export async function loadExternal(url?: string | URL): Promise<void> {
  address = url;
  await externalCore();
}

async function load(): Promise<void> {
  // This runs before the request. If the browser compiles SIMD but not the file, the file is wrong, and no fallback hides that.
  try {
    new WebAssembly.Module(SMALLEST);
  } catch (obstacle) {
    return fallBack(sessionInstance, importChunk, obstacle);
  }
  // Written in the form that bundlers recognise, and in a function, so that a server can import the entry.
  const url = address ?? new URL("./eventsource_wasm.wasm", import.meta.url);
  try {
    await sessionInstance.startAside((imports) => instantiated(url, imports));
  } catch (cause) {
    throw new Error(cannotLoad(String(url)), { cause });
  }
}

async function instantiated(
  url: string | URL,
  imports: WebAssembly.Imports,
): Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`${response.status} ${response.statusText}`.trim());
  }
  // Only a response of this type can be compiled while it is downloaded.
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) {
    try {
      return await WebAssembly.instantiateStreaming(response, imports);
    } catch (error) {
      // A test's DOM may have a `fetch` whose responses the engine rejects.
      if (response.bodyUsed) {
        throw error;
      }
    }
  }
  return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
