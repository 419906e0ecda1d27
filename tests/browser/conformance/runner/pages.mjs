// The suite's own files on the scenarios' origin.

import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const SERVED =
  /^\/(tests\/browser\/conformance\/(\w+\/)?[\w-]+\.(js|html)|tests\/support\/scenario-server\/client\.mjs|dist\/[\w/-]+\.js)$/;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

/** Every script runs, and WebAssembly does not: that would take `'wasm-unsafe-eval'`. */
const WITHOUT_WASM = { "content-security-policy": "script-src * data: blob: 'unsafe-inline'" };

/**
 * The server's `pages`; an entry of the package, `index` or one like it, is served as what the suite imports. With
 * `forbidsWasm` pages and workers must not compile WebAssembly.
 */
export function pagesWith(entry, forbidsWasm = false) {
  return (request, response) => {
    const [path] = request.url.split("?", 1);
    const file = join(root, path.replace(/^\/dist\/index\.js$/, `/dist/${entry}.js`));
    if (!SERVED.test(path) || !existsSync(file)) {
      return false;
    }
    const headers = {
      "content-type": `${TYPES[extname(file)]};charset=utf-8`,
      // Workers without an origin of their own import the class.
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
      connection: "close",
      ...(forbidsWasm ? WITHOUT_WASM : {}),
    };
    response.writeHead(200, headers).end(readFileSync(file));
    return true;
  };
}
