// Imports the JavaScript core from the folder of the classic script.

import type { ImportCore } from "./fallback.ts";

const FILE = "javascript-core.js";

/** The document knows the classic script only while it runs. Workers and modules have none. */
const running: unknown = globalThis.document?.currentScript;

/** An element named `currentScript` hides the property, and a page may show elements that a stranger wrote. */
const script = running && running instanceof HTMLScriptElement ? running : undefined;

export const importFile: ImportCore = () => import(address());

/** The address is absolute: in a script of another origin, `import()` resolves no relative one. */
function address(): string {
  const { src = "" } = script ?? {};
  const named = script?.getAttribute("data-javascript-core");
  if (named) {
    return new URL(named, document.baseURI).href;
  }
  const [path = ""] = src.split(/[?#]/);
  // A CDN may serve the script by the package's name alone. Its siblings are then other packages.
  return !path
    ? `./${FILE}`
    : path.endsWith(".js")
      ? new URL(FILE, path).href
      : `${path.replace(/\/$/, "")}/dist/${FILE}`;
}
