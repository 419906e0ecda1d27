// Programs that run the class besides browsers, from npm. They are optional: not every platform has them.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = (path) => fileURLToPath(new URL(`../runtimes/node_modules/${path}`, import.meta.url));
const WORKERD = program("@cloudflare/workerd-linux-64/bin/workerd");
const READINESS_INTERVAL = 50;

/** What runs a script: a program and its arguments. */
export const RUNTIMES = {
  "Node 20": [program("node-20/bin/node")],
  "Node 22": [program("node-22/bin/node")],
  "Node 24": [program("node-24/bin/node")],
  Deno: [program("@deno/linux-x64-glibc/deno"), "run", "--allow-net", "--allow-env", "--allow-read"],
  Bun: [program("@oven/bun-linux-x64/bin/bun")],
};

export function isInstalled(name) {
  return existsSync(name === "workerd" ? WORKERD : RUNTIMES[name][0]);
}

/** What the worker answers, in Cloudflare's runtime. */
export async function askWorker(script) {
  const folder = mkdtempSync(join(tmpdir(), "workerd-"));
  const port = await freePort();
  writeFileSync(join(folder, "worker.js"), script);
  writeFileSync(join(folder, "config.capnp"), configuration(port));
  const child = spawn(WORKERD, ["serve", join(folder, "config.capnp")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  try {
    const response = await whenReady(`http://127.0.0.1:${port}`, child);
    if (!response.ok) {
      throw new Error(`${response.status}: ${said}`);
    }
    return await response.json();
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

async function whenReady(url, child) {
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (child.exitCode !== null) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, READINESS_INTERVAL));
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function configuration(port) {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["local", "private", "public"]))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-06-01",
);
`;
}
