// The packed package's types, for the compilers and settings that people have.

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The same as `tests/packaging/types` are compiled by. */
const { dependencies: COMPILERS } = JSON.parse(
  readFileSync(new URL("../types/versions/package.json", import.meta.url), "utf8"),
);
export const VERSIONS = Object.values(COMPILERS).map((compiler) => compiler.split("@")[1]);

const RESOLUTIONS = {
  node10: ["--module", "esnext", "--moduleResolution", "node"],
  node16: ["--module", "node16", "--moduleResolution", "node16"],
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
};
const SCOPES = {
  page: { lib: "es2022,dom", files: ["app.ts", "page.ts", "app.js"] },
  worker: { lib: "es2022,webworker", files: ["app.ts"] },
  server: { lib: "es2022", files: ["server.ts", "--types", "node"] },
};
// No `skipLibCheck`: the package's own types are what is checked.
const STRICT = "--noEmit --strict --noUncheckedIndexedAccess --allowJs --checkJs --target es2022".split(" ");

/** The names of those that complain, which they do on the terminal. */
export function typeErrors(tarball) {
  const app = mkdtempSync(join(tmpdir(), "app-typescript-"));
  cpSync(fileURLToPath(new URL("typescript", import.meta.url)), app, { recursive: true });
  const compilers = VERSIONS.map((version) => [`typescript-${version}`, `npm:typescript@${version}`]);
  const dependencies = {
    "eventsource-wasm": `file:${tarball}`,
    "@types/node": "20.19.43",
    ...Object.fromEntries(compilers),
  };
  writeFileSync(join(app, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  execFileSync("npm", ["install", "--no-package-lock", "--no-audit", "--no-fund"], { cwd: app, stdio: "pipe" });
  const complaining = VERSIONS.flatMap((version) => complaintsOf(version, app));
  rmSync(app, { recursive: true, force: true });
  return complaining;
}

function complaintsOf(version, app) {
  const tsc = join(app, "node_modules", `typescript-${version}`, "bin/tsc");
  return Object.entries(RESOLUTIONS)
    .filter(([resolution]) => resolution !== "node10" || Number.parseInt(version, 10) < 7) // which does without
    .flatMap(([resolution, settings]) =>
      Object.entries(SCOPES).flatMap(([scope, { lib, files }]) => {
        const deprecated = resolution === "node10" && version.startsWith("6") ? ["--ignoreDeprecations", "6.0"] : [];
        const args = [tsc, ...STRICT, ...settings, ...deprecated, "--lib", lib, ...files];
        const { status, stdout } = spawnSync("node", args, { cwd: app, encoding: "utf8" });
        const name = `TypeScript ${version}, ${resolution}, ${scope}`;
        console.log(status === 0 ? `${name}: no complaints` : `${name} complains:\n${stdout}`);
        return status === 0 ? [] : [name];
      }),
    );
}
