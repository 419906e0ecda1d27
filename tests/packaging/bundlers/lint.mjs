// What other people's tools say of the package's manifest and types.

import { execFileSync } from "node:child_process";

/** Pinned; run by npx, for nothing else needs them. */
const LINTERS = {
  "publint@0.3.25": ["--strict"],
  // Modules only: `require` gets a module too, from Node 20.19 and 22.12 on.
  "@arethetypeswrong/cli@0.18.5": [
    "--ignore-rules=cjs-resolves-to-esm",
    "--exclude-entrypoints=./eventsource_wasm.wasm",
  ],
};

/** The names of those that complain, which they do on the terminal. */
export function complaints(tarball) {
  return Object.entries(LINTERS).flatMap(([linter, options]) => {
    try {
      execFileSync("npx", ["--yes", linter, tarball, ...options], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      console.log(`${linter}: no complaints`);
      return [];
    } catch ({ stdout, stderr }) {
      console.log(`${linter} complains:\n${stdout}\n${stderr}`);
      return [linter];
    }
  });
}
