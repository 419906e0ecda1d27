// The core as plain JavaScript, for pages that must not compile WebAssembly.

import { instantiate } from "../../build/no-wasm/core.js";
import { sessionInstance } from "../core/session-core.ts";
import { nextTask } from "../scheduling/scheduler.ts";
import { once } from "./core-loader.ts";
import { isNode } from "./node.ts";

export const javaScriptCore = /* @__PURE__ */ once(() => {
  const start = () => {
    sessionInstance.startBy(instantiate);
    return undefined;
  };
  return isNode() ? start() : nextTask().then(start);
});
