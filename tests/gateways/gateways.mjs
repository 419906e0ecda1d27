// Real gateways before the scenario server, each a process in the foreground with its files in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian keeps servers where not everyone's PATH leads. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, HOME: tmpdir() };

/** Why a test with this gateway cannot run, or `false`. */
export function absent(program) {
  return spawnSync(program, ["-v"], { env }).error ? `${program} is not installed` : false;
}

/** `location` is what nginx does with requests. */
export function nginx(t, location) {
  return start(t, "nginx", (folder, port) => {
    mkdirSync(join(folder, "logs"));
    const config = write(
      folder,
      "nginx.conf",
      `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_shutdown_timeout 2s; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; location / { ${location} } }
}`,
    );
    return ["-p", folder, "-c", config];
  });
}

/** `backend` is what HAProxy does with requests; times are for silence in either direction. */
export function haproxy(t, backend) {
  return start(t, "haproxy", (folder, port) => [
    "-db",
    "-f",
    write(
      folder,
      "haproxy.cfg",
      `defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 2s
frontend in
  bind 127.0.0.1:${port}
  default_backend out
backend out
${backend
  .split("\n")
  .map((line) => `  ${line.trim()}`)
  .join("\n")}
`,
    ),
  ]);
}

/** `options` are Caddy's own, `proxy` what its reverse proxy does. */
export function caddy(t, options, proxy) {
  return start(t, "caddy", (folder, port) => [
    "run",
    "--adapter",
    "caddyfile",
    "--config",
    write(
      folder,
      "Caddyfile",
      `{
  admin off
  auto_https off
  ${options}
}
http://127.0.0.1:${port} {
  reverse_proxy ${proxy}
}
`,
    ),
  ]);
}

/** Gives its origin, and `signal` for the process. */
async function start(t, program, prepare) {
  const folder = mkdtempSync(join(tmpdir(), "gateway-"));
  const port = await freePort();
  const child = spawn(program, prepare(folder, port), { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      said += data;
    });
  }
  const gone = new Promise((resolve) => child.once("exit", resolve));
  t.after(async () => {
    // The whole group: workers outlive a master that is killed.
    process.kill(-child.pid, "SIGKILL");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  });
  const origin = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + 10_000; ; ) {
    if (child.exitCode !== null || Date.now() > end) {
      throw new Error(`${program} does not start: ${said}`);
    }
    if (
      await fetch(`${origin}/page`).then(
        ({ ok }) => ok,
        () => false,
      )
    ) {
      return { origin, signal: (name) => child.kill(name) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function write(folder, name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
