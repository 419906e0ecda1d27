// Shows that hostile cases find what they are for: plants one bug after the other in a copy of the project, builds it, and
// wants a case that fails only there. `node tests/browser/hostile/plant.mjs [word]`: only bugs whose name has the word.

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const RUN = ["tests/browser/hostile/run.mjs", "--platform", "chromium,node", "--cases", "400", "--seed", "5"];
/** Without the set-up, which is the project's own. */
const BUILD = ["--input-type=module", "--eval", 'import { build } from "./scripts/build.mjs"; await build();'];
const COPIED = ["ts", "scripts", "build", "src", "Cargo.toml", "Cargo.lock", "package.json", "CHANGELOG.md"];
const CONFIGURATIONS = ["tsconfig.json", "tsconfig.build.json"];

const [word = ""] = process.argv.slice(2);
const planted = JSON.parse(readFileSync(new URL("planted.json", import.meta.url), "utf8")).filter(({ name }) =>
  name.includes(word),
);
for (const { name, file, find } of planted) {
  if (readFileSync(join(root, file), "utf8").split(find).length !== 2) {
    throw new Error(`the bug "${name}" does not fit ${file} any more`);
  }
}
const copy = mkdtempSync(join(tmpdir(), "planted-"));
for (const part of [...COPIED, ...CONFIGURATIONS]) {
  // With their times, for the build skips what is newer than its sources.
  cpSync(join(root, part), join(copy, part), { recursive: true, preserveTimestamps: true });
}
for (const link of ["node_modules", ".tools"]) {
  symlinkSync(join(root, link), join(copy, link));
}

let missed = 0;
try {
  const known = failuresOf();
  console.log(`without any bug: ${known.size} cases fail`);
  for (const { name, file, find, replace } of planted) {
    const path = join(copy, file);
    const original = readFileSync(path, "utf8");
    writeFileSync(
      path,
      original.replace(find, () => replace),
    );
    const found = [...failuresOf()].filter(([given]) => !known.has(given));
    writeFileSync(path, original);
    const [[given, failure] = []] = found;
    missed += given ? 0 : 1;
    console.log(given ? `found   ${name}: ${found.length} cases, ${failure}\n        ${given}` : `MISSED  ${name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`# pass ${planted.length - missed}\n# fail ${missed}`);
process.exit(missed === 0 ? 0 : 1);

/** What failed, by its case. */
function failuresOf() {
  run(BUILD, copy, true);
  const output = run([...RUN, "--package", copy], root, false);
  const blocks = output.matchAll(/^[\w-]+: (?<failure>.+)\n(?:(?! {2}--replay).*\n)* {2}--replay '(?<given>.+)'$/gm);
  return new Map([...blocks].map(({ groups: { given, failure } }) => [given, failure]));
}

function run(args, cwd, mustSucceed) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (mustSucceed && status !== 0) {
    throw new Error(`${args.at(-1)} fails:\n${stdout}\n${stderr}`);
  }
  return stdout;
}
