// Collects the licences of the code in the WebAssembly, which users distribute. `node scripts/check/notices.mjs --write`
// writes them into THIRD-PARTY-NOTICES.txt, which is part of the package.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { wasmEnvironment } from "../setup/environment.mjs";
import { isMain } from "../support/files.mjs";
import { read, root, say } from "../support/run.mjs";

export const NOTICES = join(root, "THIRD-PARTY-NOTICES.txt");
const FEATURES = "npm,npm-stream,npm-shared";
/** A licence that all of them allow. */
const LICENCE = /\bMIT\b/;
const FILES = [/^LICENSE-MIT/i, /^LICENSE\b/i, /^COPYING\b/i];
/** An additional licence, where the code contains tables of Unicode. */
const UNICODE = /^LICENSE-UNICODE/i;
/** It is linked too, and is no Cargo package. */
const STANDARD_LIBRARY = {
  name: "The Rust standard library",
  version: "",
  license: "MIT OR Apache-2.0",
  authors: ["The Rust Project contributors"],
};

/** Returns the text of the file. */
export function notices() {
  const args = ["metadata", "--format-version", "1", "--features", FEATURES];
  const output = read("cargo", [...args, "--filter-platform", "wasm32-unknown-unknown", "--locked"], {
    env: wasmEnvironment(),
    maxBuffer: 1 << 28,
  });
  const { packages, resolve } = JSON.parse(output);
  const linked = [STANDARD_LIBRARY, ...linkedBy(resolve, new Map(packages.map((one) => [one.id, one])))];
  const head = `The WebAssembly of eventsource-wasm, and its translation to JavaScript, contain code of these projects. Each is used
under the MIT licence, whose text follows for each.
`;
  return [head, ...linked.map(noticeOf)].join(`\n${"-".repeat(80)}\n\n`);
}

/** Returns all normal dependencies, without macros, which only run while compiling. */
function linkedBy({ root: start, nodes }, packages) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const found = new Set();
  const visit = (id) => {
    for (const { pkg, dep_kinds } of byId.get(id).deps) {
      const isMacro = packages.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (dep_kinds.some(({ kind }) => kind === null) && !isMacro && !found.has(pkg)) {
        found.add(pkg);
        visit(pkg);
      }
    }
  };
  visit(start);
  return [...found].map((id) => packages.get(id)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function noticeOf({ name, version, license, authors, manifest_path }) {
  if (!LICENCE.test(license)) {
    throw new Error(`${name} is not under the MIT licence, but ${license}`);
  }
  const folder = manifest_path && dirname(manifest_path);
  const names = folder ? readdirSync(folder) : [];
  const file = FILES.map((pattern) => names.find((one) => pattern.test(one))).find(Boolean);
  const files = [file, names.find((one) => UNICODE.test(one))].filter(Boolean);
  const text = file
    ? files.map((one) => readFileSync(join(folder, one), "utf8").trim()).join("\n\n")
    : mit(authors.length > 0 ? authors : [`the authors of ${name}`]);
  return `${[name, version].filter(Boolean).join(" ")} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`;
}

/** For packages that name the licence and contain no copy. */
function mit(authors) {
  const [, permission] = readFileSync(join(root, "LICENSE-MIT"), "utf8").split(/^Copyright.*\n/m);
  const copyright = `Copyright (c) ${authors.map((author) => author.replace(/ <.*>/, "")).join(", ")}`;
  return `MIT License\n\n${copyright}\n${permission}`;
}

if (isMain(import.meta.url)) {
  if (process.argv.includes("--write")) {
    writeFileSync(NOTICES, notices());
  } else {
    say(notices());
  }
}
