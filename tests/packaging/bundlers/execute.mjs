// Runs a page's script where there is no page, and sees whether the events arrive.

import { spawn } from "node:child_process";
import { scenarioOf } from "./scenarios.mjs";

/** In ms. */
const TIMEOUT = 20_000;

/** What is wrong with the script, or nothing. */
export async function execute([program, ...args], folder, server, page) {
  const { script, expected } = scenarioOf(page);
  const { url } = await server.create(script);
  const child = spawn(program, [...args, `${page}.js`, url], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let [shown, said] = ["", ""];
  child.stderr.on("data", (data) => {
    said += data;
  });
  const arrived = new Promise((resolve) => {
    child.stdout.on("data", (data) => {
      shown += data;
      shown.trim() === expected && resolve(true);
    });
    child.on("close", () => resolve(false));
    setTimeout(resolve, TIMEOUT, false).unref();
  });
  const problem = (await arrived) ? "" : `it said ${shown} ${said}`;
  child.kill();
  return problem;
}
