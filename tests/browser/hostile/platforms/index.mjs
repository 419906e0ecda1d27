// Where cases run, and how many of them in `npm test`.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inBrowser } from "./browser.mjs";
import { inNode } from "./node.mjs";

const folder = fileURLToPath(new URL("../runtimes", import.meta.url));
const runtimes = (path) => join(folder, "node_modules", path);

/** Installs what is missing; what npm does not have for this machine is skipped later. */
export function setUpRuntimes() {
  if (!existsSync(runtimes(".package-lock.json"))) {
    spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, stdio: "inherit" });
  }
}

const browser = (cases) => ({
  run: inBrowser,
  scopes: ["window", "window", "window", "worker"],
  cases,
  lanes: 6,
  isPatient: true,
});

/** What npm has no program for on this machine is skipped. */
function ofNode({ execPath, dom, cases = 60, scopes = ["process"], isPatient = false } = {}) {
  const isThere = existsSync(execPath ?? process.execPath);
  return {
    run: async (task) => (isThere ? inNode({ execPath, dom }, task) : undefined),
    scopes,
    cases,
    lanes: 2,
    isPatient,
  };
}

export const PLATFORMS = {
  chromium: browser(240),
  firefox: browser(160),
  node: ofNode({ cases: 120, isPatient: true }),
  "node-22": ofNode({ execPath: runtimes("node-22/bin/node") }),
  "node-24": ofNode({ execPath: runtimes("node-24/bin/node") }),
  jsdom: ofNode({ dom: "jsdom", scopes: ["window"] }),
  // Its own code fails where a listener throws what cannot be shown.
  "happy-dom": { ...ofNode({ dom: "happy-dom", scopes: ["window"] }), leftOut: /throws [^"]*(revoked|refuses)/ },
};
