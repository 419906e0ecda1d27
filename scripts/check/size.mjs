// Checks the size of each entry after brotli against its budget in bytes. `--write-docs` writes the sizes into the table of
// README.md.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { isMain } from "../support/files.mjs";
import { root, say } from "../support/run.mjs";

/** The files of a row of README.md, by the first name in the row. */
const FILES = {
  "eventsource-wasm": ["dist/index.js"],
  "eventsource-wasm/external": ["dist/external.js", "dist/eventsource_wasm.wasm"],
  "dist/eventsource-wasm.js": ["dist/eventsource-wasm.js"],
};
const README = join(root, "README.md");
const MARKED = /(?<=<!-- sizes: [^>]*-->\n)[\s\S]*?(?=<!-- end of sizes -->)/;

/** Returns whether every entry is within its budget. */
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

function writeDocs() {
  const kilobytes = (file) => `${(brotliCompressSync(readFileSync(join(root, file))).length / 1000).toFixed(1)} kB`;
  const write = (row, name) => {
    const files = FILES[name] ?? [name.replace(/^eventsource-wasm/, "dist").concat(".js")];
    return row.replace(/[\d.]+ kB(?: and [\d.]+ kB)?/, files.map(kilobytes).join(" and "));
  };
  const withSizes = (table) => table.replace(/^\| `([^`]+)`.*$/gm, write);
  writeFileSync(README, readFileSync(README, "utf8").replace(MARKED, withSizes));
}

if (isMain(import.meta.url)) {
  if (process.argv.includes("--write-docs")) {
    writeDocs();
  }
  if (!checkSizes()) {
    say("Over budget.");
    process.exit(1);
  }
}
