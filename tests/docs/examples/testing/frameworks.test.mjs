// The example tests of an app that uses the package, each by its own framework.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { installLocked, unpackInto } from "../../../browser/e2e/package.mjs";

const cwd = fileURLToPath(new URL("../../../../examples/testing", import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${cwd}/package.json`));

before(() => {
  installLocked(cwd);
  unpackInto(cwd);
});

for (const name of Object.keys(scripts).filter((name) => name !== "test")) {
  test(`the example tests pass from the packed package: ${name}`, () => {
    // What runs this test must not look like the runner of those.
    const { NODE_TEST_CONTEXT, ...env } = process.env;
    execFileSync("npm", ["run", name], { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
  });
}
