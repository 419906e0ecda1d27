// An example in a folder of its own, as a reader has it: copied, installed, and started by the command of its README. Only
// what depends on the machine differs: the package is the packed one, and the ports are free ones.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../../browser/e2e/package.mjs";
import { freePort } from "../../network/gateways/gateways.mjs";
import { until as waitUntil } from "../../support/until.mjs";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));
const { version } = JSON.parse(readFileSync(join(examples, "../package.json"), "utf8"));

/** In seconds: several tokens expire during a test. */
const TOKEN_LIFETIME = "3";
/** In ms. */
const TIMEOUT = 60_000;

/** Copies these examples. Gives `{ folder, ports, start(name), remove() }`. */
export async function copyExamples(...names) {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  const ports = { 3000: await freePort(), 8080: await freePort() };
  const tarball = join(folder, pack(folder));
  for (const name of names) {
    cpSync(join(examples, name), join(folder, name), { recursive: true, filter: (path) => !/node_modules/.test(path) });
    for (const file of readdirSync(join(folder, name), { withFileTypes: true }).filter((entry) => entry.isFile())) {
      adapt(join(folder, name, file.name));
    }
  }
  return { folder, ports, start: (t, name) => start(t, join(folder, name)), remove };

  function adapt(file) {
    const text = readFileSync(file, "utf8").replace(
      `"eventsource-wasm": "${version}"`,
      `"eventsource-wasm": "file:${tarball}"`,
    );
    writeFileSync(
      file,
      Object.entries(ports).reduce((result, [port, free]) => result.replaceAll(port, free), text),
    );
  }

  function remove() {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `npm install && npm start`; gives what waits for the output to have something. */
function start(t, cwd) {
  const readme = readFileSync(join(cwd, "README.md"), "utf8");
  assert.match(readme, /```sh\nnpm install && npm start\n```/);
  execFileSync("npm", ["install", "--no-package-lock", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd,
    stdio: "pipe",
  });
  return run(t, cwd, "npm", ["start"]);
}

/** Runs a command, and ends it and its children with the test. */
export function run(t, cwd, program, args, env = process.env) {
  const child = spawn(program, args, { cwd, env: { ...env, TOKEN_LIFETIME, NO_COLOR: "1" }, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const ended = new Promise((resolve) => child.once("close", resolve));
  t.after(async () => {
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      // It has ended already.
    }
    await ended;
  });
  return async (pattern) => {
    await until(
      () => `${program} says ${pattern}: ${output}`,
      () => pattern.test(output),
    );
    return pattern.exec(output)[0];
  };
}

export const until = (what, holds) => waitUntil(holds, { timeout: TIMEOUT, what });
