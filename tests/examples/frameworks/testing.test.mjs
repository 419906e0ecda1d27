// The example tests of an app that uses the package, each by its own framework.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { pack } from "../../e2e/package.mjs";

const cwd = fileURLToPath(new URL("../../../examples/testing", import.meta.url));

test("the example tests run in node:test, Vitest, Jest and Playwright, from the packed package", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // What runs this test must not look like the runner of those.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const options = { cwd, env, stdio: ["ignore", "inherit", "inherit"] };
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], options);
  const packed = ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", join(folder, pack(folder))];
  execFileSync("npm", packed, options);
  execFileSync("npm", ["test"], options);
});
