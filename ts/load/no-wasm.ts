// The core as plain JavaScript, for pages that must not compile WebAssembly.

import instantiate from "../../build/no-wasm/core.js";
import { sessionInstance } from "../core/session-core.ts";
import { type CoreLoader, once } from "./core-loader.ts";

export const javaScriptCore: CoreLoader = {
  check: () => {},
  load: once(() => {
    sessionInstance.startBy(instantiate);
    return undefined;
  }),
};
