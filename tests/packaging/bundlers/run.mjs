// `npm run matrix`: packs the package, installs it into real apps, runs each in development and in production, opens their
// pages in Chromium, asks linters and compilers, and writes docs/bundlers.md and the table of README.md. `--only vite,next`
// runs some apps, `--only types` what compilers and linters say, and writes nothing.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../../browser/e2e/chromium.mjs";
import { pack } from "../../browser/e2e/package.mjs";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { installApp } from "./app.mjs";
import { APPS, FALLBACKS } from "./apps.mjs";
import { execute } from "./execute.mjs";
import { complaints } from "./lint.mjs";
import { writeTables } from "./table.mjs";
import { typeErrors } from "./typescript.mjs";
import { visit } from "./visit.mjs";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const isAsked = (name) => !values.only || values.only.split(",").includes(name);
const chosen = APPS.filter(({ folder }) => isAsked(folder));

const folder = mkdtempSync(join(tmpdir(), "matrix-"));
const tarball = join(folder, pack(folder));
const server = await startScenarioServer();
const launch = (...args) =>
  chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: [...ARGUMENTS, ...args] });
const browser = await launch();
const withoutWasm = await launch("--js-flags=--jitless");
const complaining = isAsked("types") ? [...complaints(tarball), ...typeErrors(tarball)] : [];
const rows = [];
for (const app of chosen) {
  rows.push(...(await runApp(app)));
}
if (!values.only) {
  writeTables(rows, browser.version());
}
await browser.close();
await withoutWasm.close();
await server.close();
rmSync(folder, { recursive: true, force: true });
const problems = rows.flatMap(({ cells }) => Object.values(cells)).filter(({ problem }) => problem);
console.log(`${problems.length} pages fail, ${complaining.length} linters and compilers complain`);
process.exit(problems.length + complaining.length === 0 ? 0 : 1);

/** A row for each mode: `{ name, kind, label, mode, cells }`. */
async function runApp(app) {
  const installed = installApp(app, tarball);
  const version = app.command ? versionOf(app.command[0], installed.root) : installed.version;
  const name = [app.name, version].filter(Boolean).join(" ");
  const done = [];
  for (const mode of app.modes ?? ["development", "production"]) {
    console.log([name, mode].filter(Boolean).join(", "));
    done.push({ name, kind: app.kind, label: app.label ?? name, mode, cells: await cellsOf(app, installed, mode) });
  }
  installed.remove();
  return done;
}

/** By the page's name: `{ problem, note }`. */
async function cellsOf(app, { root, serve }, mode) {
  let served;
  const open = async (page) => {
    if (app.command) {
      return execute(app.command, root, server, page);
    }
    served ??= await serve(mode);
    const shown = FALLBACKS[page] ?? page;
    const path = app.path?.(shown) ?? `${shown}.html`;
    const visited = served.browser ?? (shown === page ? browser : withoutWasm);
    return visit(visited, server, `${served.origin}/${path}`, page);
  };
  const cells = {};
  for (const page of app.pages) {
    const problem = await open(page).catch(({ message }) => message);
    cells[page] = { problem, note: app.notes?.[page] };
    console.log(`  ${page}: ${problem || "works"}`);
  }
  await served?.stop();
  return cells;
}

function versionOf(program, folder) {
  return execFileSync(program, ["--version"], { cwd: folder, encoding: "utf8" }).match(/\d+\.\d+\.\d+/)?.[0];
}
