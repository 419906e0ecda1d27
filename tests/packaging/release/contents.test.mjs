// What npm would ship: all that users of the package need, and nothing that they do not.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { notices } from "../../../scripts/check/notices.mjs";
import { root } from "../../../scripts/support/run.mjs";
import { pack } from "../../browser/e2e/package.mjs";

const NPM = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE-(MIT|APACHE)$/,
  /^THIRD-PARTY-NOTICES\.txt$/,
  /^dist\/eventsource_wasm\.wasm$/,
  /^dist\/((polyfill|types)\/)?[\w-]+\.(js|js\.map|d\.ts)$/,
  /^(external|no-wasm|stream|shared|testing|inspector|polyfill|polyfill\/force)\/package\.json$/,
];

let folder;
let shipped;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "contents-"));
  execFileSync("tar", ["-xzf", pack(folder)], { cwd: folder });
  folder = join(folder, "package");
  shipped = execFileSync("find", [".", "-type", "f", "-printf", "%P\n"], { cwd: folder, encoding: "utf8" })
    .trim()
    .split("\n");
});

after(() => rmSync(dirname(folder), { recursive: true, force: true }));

const read = (file) => readFileSync(join(folder, file), "utf8");
const strangers = (files, known) => files.filter((file) => !known.some((pattern) => pattern.test(file)));

test("npm ships entries, types, source maps and licences, and nothing else", () => {
  assert.deepEqual(strangers(shipped, NPM), []);
});

test("the licences of what is linked into the WebAssembly are shipped, for the versions that are linked", () => {
  assert.equal(read("THIRD-PARTY-NOTICES.txt"), notices(), "run: node scripts/check/notices.mjs --write");
});

test("nothing of the package runs when it is installed, and nothing comes with it", () => {
  const manifest = JSON.parse(read("package.json"));
  const unwanted = ["dependencies", "peerDependencies", "optionalDependencies"].filter((name) => name in manifest);
  const atInstall = ["preinstall", "install", "postinstall"].filter((name) => name in manifest.scripts);
  assert.deepEqual([...unwanted, ...atInstall], []);
});

test("every file that a shipped file names is shipped", () => {
  for (const file of shipped.filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file))) {
    const named = read(file).matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"|sourceMappingURL=(\S+)|new URL\("(\.[^"]+)"/g);
    for (const [, imported, map, other] of named) {
      const target = join(dirname(file), imported ?? map ?? other);
      const wanted = file.endsWith(".d.ts") ? target.replace(/\.js$/, ".d.ts") : target;
      assert.ok(shipped.includes(wanted), `${file} names ${wanted}`);
    }
  }
});

/** A script with one is not even read by Safari before 16.4, which runs the JavaScript core. */
test("no script has a regular expression that looks behind", () => {
  for (const file of shipped.filter((file) => file.endsWith(".js"))) {
    assert.doesNotMatch(read(file), /\(\?<[=!]/, file);
  }
});

test("types are made of shipped files alone", () => {
  for (const file of shipped.filter((file) => file.endsWith(".d.ts"))) {
    assert.doesNotMatch(read(file), /from "(?!\.)|reference (path|types)|\.ts"/, file);
  }
});

test("source maps lead from each script to what people wrote", () => {
  // Nobody wrote the JavaScript cores.
  const scripts = shipped.filter((file) => /^dist\/(?!javascript-).*\.js$/.test(file));
  assert.ok(scripts.length >= 9, String(scripts));
  for (const script of scripts) {
    const { sources, sourcesContent, mappings } = JSON.parse(read(`${script}.map`));
    const written = sources.filter((_, index) => sourcesContent[index]);
    assert.ok(mappings && written.length > 0, script);
    assert.deepEqual(
      written.filter((source) => !/^(\.\.\/)+ts\//.test(source)),
      [],
    );
  }
});

test("who installs it from Git, where nothing is compiled, is told what to do", () => {
  const env = { ...process.env, npm_package_resolved: folder };
  const prepare = (cwd) => spawnSync("node", [join(root, "scripts/prepare.mjs")], { cwd, env, encoding: "utf8" });
  const { status, stdout } = prepare(join(folder, "polyfill"));
  assert.equal(status, 1);
  assert.match(stdout, /npm pack/);
  assert.equal(prepare(folder).status, 0);
});
