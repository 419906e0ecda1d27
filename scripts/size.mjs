// The size of each entry against its budget, in bytes after brotli: a build over budget fails.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { isMain } from "./files.mjs";
import { root, say } from "./run.mjs";

/** Whether every entry fits. */
export function checkSizes() {
  const budgets = JSON.parse(readFileSync(join(root, "budgets.json"), "utf8"));
  let fits = true;
  for (const [file, budget] of Object.entries(budgets)) {
    const bytes = readFileSync(join(root, file));
    const brotli = brotliCompressSync(bytes).length;
    say(
      `${file}: ${bytes.length} bytes, gzip ${gzipSync(bytes, { level: 9 }).length}, brotli ${brotli}, budget ${budget.brotli}`,
    );
    fits &&= brotli <= budget.brotli;
  }
  return fits;
}

if (isMain(import.meta.url) && !checkSizes()) {
  say("Over budget.");
  process.exit(1);
}
