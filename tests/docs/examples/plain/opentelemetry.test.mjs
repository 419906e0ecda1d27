// The metrics of `examples/opentelemetry`, by its own test and OpenTelemetry's own SDK.

import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { installLocked, unpackInto } from "../../../browser/e2e/package.mjs";

const cwd = fileURLToPath(new URL("../../../../examples/opentelemetry", import.meta.url));

test("the example for OpenTelemetry measures a stream, from the packed package", () => {
  installLocked(cwd);
  unpackInto(cwd);
  // What runs this test must not look like the runner of that.
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  execFileSync("npm", ["test"], { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
});
