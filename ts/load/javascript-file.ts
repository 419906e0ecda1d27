// The JavaScript core as a file beside the classic script.

import type { ImportCore } from "./fallback.ts";

const FILE = "javascript-core.js";

/** What can be asked only while a classic script runs. Workers and modules have none. */
const running: unknown = globalThis.document?.currentScript;

/** Any element of that name in the page takes its place, and a page may let strangers make some. */
const script = running && running instanceof HTMLScriptElement ? running : undefined;

export const importFile: ImportCore = () => import(address());

/** Absolute, for a script of another origin has no address that an `import()` in it could be relative to. */
function address(): string {
  const { src = "" } = script ?? {};
  const named = script?.getAttribute("data-javascript-core");
  if (named) {
    return new URL(named, document.baseURI).href;
  }
  const [path = ""] = src.split(/[?#]/);
  // A CDN serves the script by the package's name alone, and beside that are other people's packages.
  return !path
    ? `./${FILE}`
    : path.endsWith(".js")
      ? new URL(FILE, path).href
      : `${path.replace(/\/$/, "")}/dist/${FILE}`;
}
