// Runs commands, prints what they do, and fails with their last lines.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const tools = join(root, ".tools");

/** Prints one line of progress. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a command and shows its output. Throws when it fails. */
export function show(command, args, options = {}) {
  say(`$ ${[command, ...args].join(" ")}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  if (error || status !== 0) {
    throw new Error(`${command} failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
  }
}

/** Runs a long command with its output in a log. Throws with its last lines when it fails or times out. */
export async function log(name, command, args, { seconds = 1800, ...options } = {}) {
  mkdirSync(join(tools, "logs"), { recursive: true });
  const file = join(tools, "logs", `${name}.log`);
  const out = openSync(file, "w");
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", out, out], ...options });
  const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  const status = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(code ?? `stopped by ${signal}`));
  });
  clearTimeout(timer);
  if (status !== 0) {
    const last = readFileSync(file, "utf8").trimEnd().split("\n").slice(-12).join("\n  ");
    throw new Error(`${[command, ...args].join(" ")} failed (${status}):\n  ${last}\n  the whole log: ${file}`);
  }
}

/** Returns a command's output; undefined if it cannot be run. */
export function read(command, args = [], options = {}) {
  const { status, stdout } = spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
  return status === 0 ? stdout.trim() : undefined;
}

/** Returns the path of a program on PATH. */
export function which(program, options = {}) {
  return read("sh", ["-c", `command -v ${program}`], options);
}
