// `npm run ecosystem`: the packed package in libraries that people plug it into, each in a small app whose token expires and
// whose connection drops. `--only rxjs,trpc` runs some, `--write-docs` writes docs/ecosystem.md.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../e2e/chromium.mjs";
import { pack } from "../e2e/package.mjs";
import { isUpToDate, tableOf, writeDocs } from "./docs.mjs";
import { LIBRARIES } from "./libraries.mjs";
import { execute } from "./support/execute.mjs";

const { values } = parseArgs({ options: { only: { type: "string" }, "write-docs": { type: "boolean" } } });
const names = values.only?.split(",") ?? LIBRARIES.map(({ name }) => name);
const unknown = names.filter((name) => !LIBRARIES.some((library) => library.name === name));
if (unknown.length > 0) {
  throw new Error(`no such library: ${unknown.join(", ")}`);
}

install();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
const failed = [];
for (const library of LIBRARIES.filter(({ name }) => names.includes(name))) {
  const problem = await execute(library, browser).catch((error) => error);
  console.log(problem ? `${library.title}: ${problem.stack ?? problem}` : `${library.title} works`);
  if (problem) {
    failed.push(library.title);
  }
}
await browser.close();
if (values["write-docs"]) {
  writeDocs();
} else if (!isUpToDate()) {
  failed.push("docs/ecosystem.md, which --write-docs writes");
}
console.log(tableOf());
console.log(failed.length > 0 ? `\nFailed: ${failed.join("; ")}` : `\nAll ${names.length} passed.`);
process.exit(failed.length > 0 ? 1 : 0);

/** The libraries by the lock file, unless they are there, and ours as npm would publish it. */
function install() {
  const installed = here("node_modules/.package-lock.json");
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(here("package-lock.json")).mtimeMs) {
    const cwd = here(".");
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd,
      stdio: "inherit",
    });
  }
  const ours = here("node_modules/eventsource-wasm");
  rmSync(ours, { recursive: true, force: true });
  mkdirSync(ours);
  execFileSync("tar", ["-xzf", pack(ours), "--strip-components=1"], { cwd: ours });
}

function here(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
