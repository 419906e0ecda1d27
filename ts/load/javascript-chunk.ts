// Imports the JavaScript core as a separate file. Every bundler knows a plain `import()`, and makes a chunk of it.

import type { ImportCore } from "./fallback.ts";

export const importChunk: ImportCore = () => import("../../build/no-wasm/core.js");
