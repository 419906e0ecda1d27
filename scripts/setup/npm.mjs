// The packages for building and testing. The product itself has no dependencies.

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { log, root, say } from "../support/run.mjs";

export async function setUpNpm() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs) {
    return;
  }
  say("npm packages: installing what building and testing need.");
  await log("npm-ci", "npm", ["ci", "--no-audit", "--no-fund"]);
}
