// The versions of what is compared.

import { readFileSync } from "node:fs";
import { IMPLEMENTATIONS } from "./implementations.mjs";

/** A name and a version of each package whose client was measured. */
export function versions() {
  const names = new Set(Object.values(IMPLEMENTATIONS).flatMap((implementation) => implementation.package ?? []));
  return [...names].map((name) => `${name} ${versionOf(name)}`);
}

export function versionOf(name) {
  const path = name === "eventsource-wasm" ? "../../package.json" : `node_modules/${name}/package.json`;
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version;
}
