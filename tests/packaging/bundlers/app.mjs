// One app of the matrix in a folder of its own: installed from the packed package, built, served, and cleaned away.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FALLBACKS } from "./apps.mjs";
import { loadExtension } from "./extension.mjs";
import { serveFolder } from "./static.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/** In ms. */
const START = 60_000;

/** Installs it; gives `{ root, version, serve(mode), remove() }`. */
export function installApp({ folder, tool, pages, scripts = {}, isExtension = false }, tarball) {
  const shown = pages.map((page) => FALLBACKS[page] ?? page);
  const root = mkdtempSync(join(tmpdir(), `app-${folder}-`));
  for (const name of readdirSync(here("pages"))) {
    if (name.endsWith(".js") || shown.includes(name.replace(".html", ""))) {
      cpSync(join(here("pages"), name), join(root, name));
    }
  }
  cpSync(here(folder), root, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  manifest.dependencies = { ...manifest.dependencies, "eventsource-wasm": `file:${tarball}` };
  writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
  npm("install", "--no-package-lock", "--prefer-offline", "--no-audit", "--no-fund");
  const { dev = "dev", build = "build" } = scripts;

  return {
    root,
    version: tool && JSON.parse(readFileSync(join(root, "node_modules", tool, "package.json"), "utf8")).version,
    /** Gives `{ origin, stop() }`, and a `browser` if the app needs one of its own. */
    async serve(mode) {
      if (mode === "development") {
        return run(dev);
      }
      if (!mode) {
        return serveFolder(root);
      }
      npm("run", build);
      if (isExtension) {
        return loadExtension(join(root, "dist"));
      }
      return manifest.scripts.start ? run("start") : serveFolder(join(root, "dist"));
    },
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }),
  };

  function npm(...args) {
    try {
      execFileSync("npm", args, { cwd: root, stdio: "pipe", encoding: "utf8" });
    } catch ({ stdout, stderr }) {
      throw new Error(`npm ${args.join(" ")} failed:\n${stdout}\n${stderr}`);
    }
  }

  async function run(script) {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    // A group of its own: npm's shell does not pass signals on.
    const child = spawn("npm", ["run", script], { cwd: root, env: { ...process.env, PORT: port }, detached: true });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        said += data;
      });
    }
    const stop = async () => {
      if (child.exitCode === null) {
        process.kill(-child.pid, "SIGKILL");
        await once(child, "close");
      }
    };
    for (const end = Date.now() + START; !(await answers(origin)); ) {
      if (Date.now() > end || child.exitCode !== null) {
        await stop();
        throw new Error(`npm run ${script} does not serve:\n${said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return { origin, stop };
  }
}

function answers(origin) {
  return fetch(origin, { signal: AbortSignal.timeout(10_000) }).then(
    () => true,
    () => false,
  );
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
