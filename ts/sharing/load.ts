// Loads sharing's own WebAssembly.

import wasm from "../../build/shared/wasm-text.js";
import { sharingInstance } from "../core/sharing-core.ts";
import { instantiateAside } from "../load/wasm-text.ts";

let loading: Promise<void> | undefined;

/** Loads once; after a failure it tries again. */
export function loadInlineShared(): Promise<void> {
  loading ??= sharingInstance.startAside(instantiateAside(wasm)).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}
