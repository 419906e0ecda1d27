import { fileURLToPath, pathToFileURL } from "node:url";

/** A file of tests/ecosystem. */
export function here(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

export function load(path) {
  return import(pathToFileURL(here(path)));
}
