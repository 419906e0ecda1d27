// What docs/gateways.md tells to write into the configuration of nginx, HAProxy and Caddy is taken by them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gatewayEnvironment } from "../../../scripts/setup/gateways.mjs";
import { absent } from "../../network/gateways/gateways.mjs";
import { blocks } from "./markdown.mjs";

/** By the language of the block: the program, what stands around the block in a whole configuration, and how to check it. */
const GATEWAYS = {
  nginx: {
    program: "nginx",
    whole: (block) => `pid nginx.pid; events {} http {
      access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi;
      upstream backend { server 127.0.0.1:3000; } server { listen 8080; ${block} } }`,
    check: (file, folder) => ["-t", "-e", "stderr", "-p", folder, "-c", file],
  },
  haproxy: {
    program: "haproxy",
    whole: (block) => `defaults\nmode http\ntimeout connect 5s\n${block}
      frontend all\nbind 127.0.0.1:8080\ndefault_backend app\nbackend app\nserver one 127.0.0.1:3000\n`,
    check: (file) => ["-c", "-f", file],
  },
  caddyfile: {
    program: "caddy",
    whole: (block) => `:8080 {\n${block}\n}\n`,
    check: (file) => ["validate", "--adapter", "caddyfile", "--config", file],
  },
};

for (const { page, line, language, code } of blocks(...Object.keys(GATEWAYS)).filter(({ info }) => !info)) {
  const { program, whole, check } = GATEWAYS[language];
  test(`${page}, line ${line}: ${program} takes it`, { skip: absent(program) }, (t) => {
    const folder = mkdtempSync(join(tmpdir(), "gateway-"));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "logs"));
    writeFileSync(join(folder, "configuration"), whole(code));
    const env = { ...gatewayEnvironment(), HOME: folder };
    const args = check(join(folder, "configuration"), folder);
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  });
}
