// `npm run ecosystem`: the packed package in libraries that people plug it into, each in a small app whose token expires and
// whose connection drops. `--only rxjs,trpc` runs some, `--write-docs` writes docs/ecosystem.md.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
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
const failed = [];
for (const library of LIBRARIES.filter(({ name }) => names.includes(name))) {
  const problem = await execute(library).catch((error) => error);
  console.log(problem ? `${library.title}: ${problem.stack ?? problem}` : `${library.title} works`);
  if (problem) {
    failed.push(library.title);
  }
}
if (values["write-docs"]) {
  writeDocs();
} else if (!isUpToDate()) {
  failed.push("docs/ecosystem.md, which --write-docs writes");
}
console.log(tableOf());
console.log(failed.length > 0 ? `\nFailed: ${failed.join("; ")}` : `\nAll ${names.length} passed.`);
process.exit(failed.length > 0 ? 1 : 0);

/** The libraries by the lock file, and ours as npm would publish it. */
function install() {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "ecosystem-"));
  const options = { cwd, stdio: ["ignore", "ignore", "inherit"] };
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], options);
  const packed = join(folder, pack(folder));
  execFileSync(
    "npm",
    ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", packed],
    options,
  );
  rmSync(folder, { recursive: true });
}
