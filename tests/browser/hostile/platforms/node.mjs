// Cases in Node: each lane is a process of its own.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runLanes } from "../schedule.js";

const program = fileURLToPath(new URL("node-lane.mjs", import.meta.url));

/** Gives what became of each case, as `tell` of schedule.js. `execPath` is a Node, `dom` a package that mimics a browser. */
export async function inNode({ execPath = process.execPath, dom = "" }, { name, cases, port, lanes, packaged }) {
  const results = [];
  const open = ({ id, entry }) => {
    const origin = `http://127.0.0.1:${port}`;
    const child = fork(program, [JSON.stringify({ id, entry, origin, control: origin, dom, packaged })], {
      execPath,
      // Of a thousand listeners, for one.
      execArgv: ["--expose-gc", "--no-warnings"],
    });
    const waiting = new Map();
    let count = 0;
    const ask = (what, given) =>
      new Promise((resolve) => {
        count += 1;
        waiting.set(count, resolve);
        child.send({ ask: what, number: count, given });
      });
    return new Promise((resolve) => {
      const begin = () => resolve({ ask, end: () => child.kill("SIGKILL") });
      child.on("exit", () => resolve(undefined));
      child.on("message", ({ number, answer }) => (number === 0 ? begin() : waiting.get(number)?.(answer)));
    });
  };
  await runLanes(cases, { name, lanes, open, tell: (result) => results.push(result) });
  return results;
}
