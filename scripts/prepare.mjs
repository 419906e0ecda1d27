// `npm prepare`, which npm runs when somebody installs the package from a folder or from Git: there is no `dist/` then, and
// without a word the first import would fail.

import { existsSync } from "node:fs";
import { say } from "./support/run.mjs";

/** In the project's own `npm ci` it is not set. */
const isDependency = "npm_package_resolved" in process.env;

if (isDependency && !existsSync("dist/index.js")) {
  say(
    "eventsource-wasm is compiled from Rust, which npm does not do for a folder or a Git address. " +
      "Clone the repository, run `npm pack` in it, and install the file that it makes.",
  );
  process.exit(1);
}
