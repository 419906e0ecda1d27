// Real gateways before the scenario server, each a process in the foreground with its files in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayEnvironment, UNPACKED } from "../../../scripts/setup/gateways.mjs";

const env = { ...gatewayEnvironment(), HOME: tmpdir() };

/** Why a test with this gateway cannot run, or `false`. */
export function absent(program) {
  const { error, status } = spawnSync(program, ["-v"], { env });
  // 127: a library is missing.
  return error || status === 127 ? `${program} is not installed: apt-get install ${program}` : false;
}

/** A configuration of nginx for an installed nginx, where only its files are unpacked. */
export function forUnpackedNginx(config) {
  if (existsSync("/etc/nginx")) {
    return config;
  }
  // Where an installation would have made folders for them.
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${name};`);
  return config
    .replace("/etc/nginx", join(UNPACKED, "etc/nginx"))
    .replace("http {", () => `http { ${temporary.join(" ")}`);
}

/** Files of a certificate for the loopback address that nobody has signed, and how to ask for TLS with HTTP/2. */
export function certificate(folder) {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert, ...subject];
  const { status, error, stderr } = spawnSync("openssl", ["req", ...made], { env, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`openssl makes no certificate: ${error ?? stderr}`);
  }
  writeFileSync(join(folder, "both.pem"), readFileSync(cert, "utf8") + readFileSync(key, "utf8"));
  return { key, cert, both: join(folder, "both.pem") };
}

/** `location` is what nginx does with requests. */
export function nginx(t, location, { tls = false } = {}) {
  return start(t, "nginx", { tls }, (folder, port) => {
    mkdirSync(join(folder, "logs"));
    const { key, cert } = tls ? certificate(folder) : {};
    const listen = tls
      ? `listen 127.0.0.1:${port} ssl http2; ssl_certificate ${cert}; ssl_certificate_key ${key};`
      : `listen 127.0.0.1:${port};`;
    const config = write(
      folder,
      "nginx.conf",
      `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_shutdown_timeout 2s; worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { ${listen} location / { ${location} } }
}`,
    );
    return ["-p", folder, "-c", config];
  });
}

/** `backend` is what HAProxy does with requests; times are for silence in either direction. */
export function haproxy(t, backend, { tls = false } = {}) {
  return start(t, "haproxy", { tls }, (folder, port) => [
    "-db",
    "-f",
    write(
      folder,
      "haproxy.cfg",
      `global
  hard-stop-after 2s
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 2s
frontend in
  bind 127.0.0.1:${port}${tls ? ` ssl crt ${certificate(folder).both} alpn h2` : ""}
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
export function caddy(t, options, proxy, { tls = false } = {}) {
  return start(t, "caddy", { tls }, (folder, port) => {
    const { key, cert } = tls ? certificate(folder) : {};
    const config = write(
      folder,
      "Caddyfile",
      `{
  admin off
  auto_https ${tls ? "disable_redirects" : "off"}
  ${options}
}
${tls ? "https" : "http"}://127.0.0.1:${port} {
  ${tls ? `tls ${cert} ${key}` : ""}
  reverse_proxy ${proxy}
}
`,
    );
    return ["run", "--adapter", "caddyfile", "--config", config];
  });
}

/** Gives its origin, `signal` for the process, and `replace`, which starts another one on the same port. */
async function start(t, program, { tls }, prepare) {
  const folder = mkdtempSync(join(tmpdir(), "gateway-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const args = prepare(folder, port);
  let child = run(t, program, args);
  const origin = `${tls ? "https" : "http"}://127.0.0.1:${port}`;
  for (const end = Date.now() + 10_000; ; ) {
    if (child.process.exitCode !== null || Date.now() > end) {
      throw new Error(`${program} does not start: ${child.said()}`);
    }
    if (await accepts(port)) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    signal: (name) => child.process.kill(name),
    replace: (more) => {
      child = run(t, program, [...args, ...more(child.process.pid)]);
    },
  };
}

function run(t, program, args) {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      said += data;
    });
  }
  const gone = new Promise((resolve) => child.once("exit", resolve));
  t.after(async () => {
    try {
      // The whole group: workers outlive a master that is killed.
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has ended by itself, as one that was replaced does.
    }
    await gone;
  });
  return { process: child, said: () => said };
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
      .on("connect", () => resolve(true))
      .on("error", () => resolve(false))
      .on("close", () => socket.destroy());
    socket.unref();
    setTimeout(() => socket.destroy(), 1000).unref();
  });
}

function write(folder, name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
