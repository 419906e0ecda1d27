// The example tests of an app that uses the package, each by its own framework.

import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("../../examples/testing", import.meta.url));

test("the example tests run in node:test, Vitest, Jest and Playwright", () => {
  // What runs this test must not look like the runner of those.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const options = { cwd, env, stdio: ["ignore", "inherit", "inherit"] };
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], options);
  execFileSync("npm", ["test"], options);
});
