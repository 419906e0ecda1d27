// The import law, read from the sources: an import never points up the list of rooms.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, isMain } from "./files.mjs";
import { root, say } from "./run.mjs";

/** What each Rust room may use of the crate, besides itself. */
const RUST = {
  event_stream: [],
  session: ["event_stream"],
  sharing: [],
  browser: ["session", "event_stream"],
  js: ["browser", "session", "event_stream"],
  js_stream: ["event_stream"],
  js_shared: ["sharing"],
  event_source: ["browser", "session", "event_stream"],
};

/** What each TypeScript file or folder may import; files that are not listed may import each other, but none of these. */
const TYPESCRIPT = {
  "ts/core": ["build"],
  "ts/stream-core": ["build"],
  "ts/shared-core": ["build"],
  "ts/load": ["build", "ts/core", "ts/stream-core", "ts/shared-core", "ts/load", "ts/messages"],
  "ts/sharing": ["ts/load", "ts/shared-core", "ts/sharing", "*"],
  "ts/face": ["ts/core", "*"],
  "ts/event-source": ["ts/face", "*"],
  "ts/parser-stream": ["ts/stream-core", "*"],
  "ts/inspect": ["ts/inspector"],
  "ts/inspector": ["ts/batch", "ts/inspect", "ts/inspector", "ts/row", "ts/types", "ts/witness"],
  "ts/entry": [
    "ts/entry",
    "ts/extension",
    "ts/event-server",
    "ts/event-source",
    "ts/inspect",
    "ts/parser-stream",
    "ts/install",
    "ts/load",
    "ts/sharing",
    "ts/transient",
    "ts/types",
    "ts/stream-types",
  ],
};

/** A line for each import that breaks the law. */
export function violations() {
  return [...filesUnder("src").flatMap(rustViolations), ...filesUnder("ts").flatMap(typescriptViolations)];
}

function rustViolations(file) {
  const room = file.split("/")[1]?.replace(/\.rs$/, "");
  const allowed = RUST[room];
  if (!allowed) {
    return file === "src/lib.rs" ? [] : [`${file}: the room ${room} is not in scripts/layers.mjs`];
  }
  const code = readFileSync(join(root, file), "utf8").replace(/\/\/.*$/gm, "");
  return [...code.matchAll(/\bcrate::(\w+)/g)]
    .filter(([, used]) => used !== room && !allowed.includes(used))
    .map(([, used]) => `${file}: ${room} must not use ${used}`);
}

function typescriptViolations(file) {
  const code = readFileSync(join(root, file), "utf8");
  const rule = TYPESCRIPT[ruleOf(file)] ?? ["*"];
  return [...code.matchAll(/from "(\.[^"]+)"/g)]
    .map(([, specifier]) => join(file, "..", specifier))
    .filter((used) => !rule.includes(ruleOf(used) ?? (rule.includes(used.replace(/\.ts$/, "")) ? used : "*")))
    .filter((used) => !rule.includes(used.replace(/\.ts$/, "")))
    .map((used) => `${file}: must not import ${used}`);
}

function ruleOf(file) {
  if (file.startsWith("build/")) {
    return "build";
  }
  return Object.keys(TYPESCRIPT).find((rule) => file === `${rule}.ts` || file.startsWith(`${rule}/`));
}

if (isMain(import.meta.url)) {
  const found = violations();
  found.forEach(say);
  process.exit(found.length === 0 ? 0 : 1);
}
