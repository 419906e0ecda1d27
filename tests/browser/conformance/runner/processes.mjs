// Programs of the runner's, ended with everything that they started.

import { execFileSync, spawn } from "node:child_process";

/** Starts a program; `said` gives what it has printed, `pids` it and all that it has started. */
export function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      said += data;
    });
  }
  child.on("error", (error) => {
    said += error.message;
  });
  const pids = () => [...descendants(child.pid), child.pid];
  return { said: () => said, pids, end: () => end(pids()) };
}

function end(pids) {
  for (const each of pids) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

function descendants(pid) {
  const pairs = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent) => pairs.filter(([, of]) => of === parent).flatMap(([child]) => [...below(child), child]);
  return below(pid);
}
