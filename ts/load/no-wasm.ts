// The core as plain JavaScript, for pages that must not compile WebAssembly.

import { instantiate } from "../../build/no-wasm/core.js";
import { sessionInstance } from "../core/session-core.ts";
import { once } from "./core-loader.ts";

export const javaScriptCore = /* @__PURE__ */ once(() => {
  sessionInstance.startBy(instantiate);
  return undefined;
});
