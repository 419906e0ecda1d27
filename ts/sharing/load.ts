// Loads sharing's own WebAssembly.

import wasm from "../../build/shared/wasm-text.js";
import { sharingInstance } from "../core/sharing-core.ts";
import { compileAside } from "../load/wasm-text.ts";

let loading: Promise<void> | undefined;

/** Loads once; after a failure it tries again. */
export function loadInlineShared(): Promise<void> {
  loading ??= compileAside(wasm)
    .then((module) => sharingInstance.start(module))
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}
