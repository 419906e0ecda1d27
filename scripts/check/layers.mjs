// Checks the imports of the sources: an import never points up the list of folders.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, isMain } from "../support/files.mjs";
import { root, say } from "../support/run.mjs";

/** The parts of the crate that each Rust module may use, besides itself. */
const RUST = {
  event_stream: [],
  session: ["event_stream"],
  sharing: [],
  browser: ["session", "event_stream"],
  api: ["browser", "session", "event_stream"],
  wire: ["session", "event_stream"],
  bindings: ["wire", "session", "sharing", "event_stream"],
};

/** The TypeScript folders, from the bottom up: an import points into the same folder, or into one before it. */
const TYPESCRIPT = [
  "types",
  "core",
  "errors",
  "platform",
  "options",
  "request",
  "scheduling",
  "load",
  "driver",
  "event-source",
  "parser-stream",
  "sharing",
  "testing",
  "inspector",
  "polyfill",
  "entry",
];

/** Returns a line for each import that points up. */
export function violations() {
  return [...filesUnder("src").flatMap(rustViolations), ...filesUnder("ts").flatMap(typescriptViolations)];
}

function rustViolations(file) {
  const module = file.split("/")[1];
  const allowed = RUST[module];
  if (!allowed) {
    return file === "src/lib.rs" ? [] : [`${file}: the module ${module} is not in scripts/check/layers.mjs`];
  }
  const code = readFileSync(join(root, file), "utf8").replace(/\/\/.*$/gm, "");
  return [...code.matchAll(/\bcrate::(\w+)/g)]
    .filter(([, used]) => used !== module && !allowed.includes(used))
    .map(([, used]) => `${file}: ${module} must not use ${used}`);
}

function typescriptViolations(file) {
  const level = levelOf(file);
  if (level < 0) {
    return [`${file}: its folder is not in scripts/check/layers.mjs`];
  }
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/(?:from |import\()"(\.[^"]+)"/g)]
    .map(([, specifier]) => join(file, "..", specifier))
    .filter((used) => !used.startsWith("build/") && levelOf(used) > level)
    .map((used) => `${file}: must not import ${used}`);
}

function levelOf(file) {
  return TYPESCRIPT.indexOf(file.split("/")[1]);
}

if (isMain(import.meta.url)) {
  const found = violations();
  found.forEach(say);
  process.exit(found.length === 0 ? 0 : 1);
}
