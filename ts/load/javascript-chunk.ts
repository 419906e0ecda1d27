// The JavaScript core as a file of its own, of which every bundler makes a chunk: a plain `import()` is what all of them know.

import type { ImportCore } from "./fallback.ts";

export const importChunk: ImportCore = () => import("../../build/no-wasm/core.js");
