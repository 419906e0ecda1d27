// Functions for files.

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./run.mjs";

/** Returns every file in a folder of the project, by its path from the root. */
export function filesUnder(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Whether this module is the main program. */
export function isMain(url) {
  return process.argv[1] === fileURLToPath(url);
}
