// The types of the built package, for the versions of TypeScript that people have: `npm test -- --only types-versions`.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { dependencies } = JSON.parse(readFileSync(here("versions/package.json"), "utf8"));
/** It has paths of the sources in it, which are written for one version. */
const FOR_SOURCES = ["entries.ts"];

before(() => {
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: here("versions"), stdio: "ignore" });
});

for (const compiler of Object.keys(dependencies)) {
  test(`${compiler}: what should compile does, and what should not does not`, (t) => {
    const project = here(`versions/${compiler}.json`);
    t.after(() => rmSync(project));
    writeFileSync(project, JSON.stringify(projectOf()));
    const tsc = here(`versions/node_modules/${compiler}/bin/tsc`);
    const { status, stdout, stderr } = spawnSync("node", [tsc, "-p", project], { encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  });
}

/** Strict, and without `skipLibCheck`: the package's own types are what is checked. */
function projectOf() {
  const files = readdirSync(here(".")).filter((file) => file.endsWith(".ts") && !FOR_SOURCES.includes(file));
  return {
    compilerOptions: {
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2022", "dom", "dom.iterable"],
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      paths: {
        "eventsource-wasm": ["../../../../dist/index.d.ts"],
        "eventsource-wasm/*": ["../../../../dist/*.d.ts"],
      },
    },
    files: files.map((file) => `../${file}`),
  };
}
