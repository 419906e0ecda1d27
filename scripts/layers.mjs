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
  wire: ["session"],
  bindings: ["wire", "session", "event_stream"],
  js_stream: ["event_stream"],
  js_shared: ["sharing"],
  event_source: ["browser", "session", "event_stream"],
};

/** The TypeScript files and folders, from the bottom up: an import points to the same level, or to one below. */
const TYPESCRIPT = [
  ["build"],
  ["types", "source-types", "stream-types", "load/core-loader", "query", "report", "transient", "zone", "event-text"],
  ["core", "settle"],
  ["blocked", "messages"],
  ["platform"],
  ["defaults", "headers", "options", "unauthorized", "webidl"],
  ["request", "scheduler", "task-queue"],
  ["driver"],
  ["observers", "stream-event"],
  [
    "core-options",
    "error-event",
    "event-cursor",
    "event-handlers",
    "extension",
    "hidden-listeners",
    "listeners",
    "when",
  ],
  ["event-iterator", "source-controller"],
  ["event-source", "parser-stream"],
  ["event-server", "install", "virtual-time"],
  ["load", "sharing", "inspect", "inspector"],
  ["entry"],
];

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
  const level = levelOf(file);
  if (level < 0) {
    return [`${file}: is not in scripts/layers.mjs`];
  }
  const code = readFileSync(join(root, file), "utf8");
  return [...code.matchAll(/from "(\.[^"]+)"/g)]
    .map(([, specifier]) => join(file, "..", specifier))
    .filter((used) => levelOf(used) > level)
    .map((used) => `${file}: must not import ${used}`);
}

function levelOf(file) {
  const [, path, name] = file.match(/^(?:ts\/)?(([\w-]+)[\w/-]*)/);
  const levelOfName = (one) => TYPESCRIPT.findIndex((names) => names.includes(one));
  return levelOfName(path) < 0 ? levelOfName(name) : levelOfName(path);
}

if (isMain(import.meta.url)) {
  const found = violations();
  found.forEach(say);
  process.exit(found.length === 0 ? 0 : 1);
}
