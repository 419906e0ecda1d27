// Runs an app in a process of its own, or in a test framework.

import { spawn } from "node:child_process";
import { NUMBERS } from "./feed.mjs";
import { here } from "./paths.mjs";

const TIMEOUT = 30_000;

/** What the app has shown, and what its server has seen if it has one of its own. */
export async function inProcess(command, name, origin) {
  const text = await output([...command, here("support/in-node.mjs"), name, String(NUMBERS.length)], origin);
  return JSON.parse(text.split("\n").findLast((line) => line.startsWith("{")));
}

/** The test itself compares. */
export async function inVitest(name, origin, environment) {
  const vitest = [process.execPath, here("node_modules/vitest/vitest.mjs"), "run", "--root", here(name)];
  await output([...vitest, "--environment", environment], origin);
  return { shown: NUMBERS };
}

async function output([program, ...args], origin) {
  const child = spawn(program, args, {
    env: { ...process.env, ORIGIN: origin },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIMEOUT,
  });
  let text = "";
  const add = (data) => {
    text += data;
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  const code = await new Promise((resolve, reject) => child.on("close", resolve).on("error", reject));
  if (code !== 0) {
    throw new Error(`it ended with code ${code}: ${text}`);
  }
  return text;
}
