// `npm prepare`, which npm runs when the package is installed from a folder or from Git. There is no `dist/` then, and the
// first import would fail without an explanation.

import { existsSync } from "node:fs";
import { say } from "./support/run.mjs";

/** Not set in the project's own `npm ci`. */
const isDependency = "npm_package_resolved" in process.env;

if (isDependency && !existsSync("dist/index.js")) {
  say(
    "eventsource-wasm is compiled from Rust, which npm does not do for a folder or a Git address. " +
      "Clone the repository, run `npm pack` in it, and install the file that it makes.",
  );
  process.exit(1);
}
