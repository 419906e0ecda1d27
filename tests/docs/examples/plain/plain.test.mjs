// The examples without a framework: the server by itself, the page that it serves, and nginx in front of both.

import assert from "node:assert/strict";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gatewayEnvironment } from "../../../../scripts/setup/gateways.mjs";
import { root } from "../../../../scripts/support/run.mjs";
import { absent, forUnpackedNginx } from "../../../network/gateways/gateways.mjs";
import { copyExamples, run, until } from "../example.mjs";
import { visit } from "../visit.mjs";

let copy;

before(async () => {
  copy = await copyExamples("server", "vanilla", "nginx");
  chmodSync(copy.folder, 0o755); // nginx started by root reads it as another user
  const config = join(copy.folder, "nginx/nginx.conf");
  writeFileSync(config, forUnpackedNginx(readFileSync(config, "utf8")));
});

after(() => copy?.remove());

test("every example names this version of the package, which its reader installs", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const name of ["vanilla", "react", "vue", "angular", "svelte"]) {
    const { dependencies } = JSON.parse(readFileSync(join(root, "examples", name, "package.json"), "utf8"));
    assert.equal(dependencies["eventsource-wasm"], version, name);
  }
});

test("every example is in the table", () => {
  const table = readFileSync(join(root, "examples/README.md"), "utf8");
  for (const { name } of readdirSync(join(root, "examples"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    assert.ok(table.includes(`[\`${name}\`](${name}/`), name);
  }
});

test("the page without a framework shows every price, also after its token expired, and closes its stream", async (t) => {
  const said = copy.start(t, "vanilla");
  await said(/Server on/);
  await visit(t, `http://localhost:${copy.ports[3000]}`);
});

test("the server refuses an expired token, ends its stream, and replays what came after the last event ID", async (t) => {
  const said = copy.start(t, "server");
  await said(/Server on/);
  const address = `http://localhost:${copy.ports[3000]}`;
  const read = async (headers) => {
    const response = await fetch(`${address}/api/prices`, { headers });
    return { status: response.status, text: response.ok ? await response.text() : "" };
  };
  const authorize = async () => {
    const response = await fetch(`${address}/api/token`, { method: "POST" });
    return { Authorization: `Bearer ${(await response.json()).token}` };
  };

  const token = await authorize();
  const { text } = await read(token); // it ends with the token
  const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  assert.ok(ids.length > 1, text);
  assert.equal((await read(token)).status, 401);
  assert.equal((await read({})).status, 401);
  const { text: replayed } = await read({ ...(await authorize()), "Last-Event-ID": String(ids[0]) });
  const [first] = replayed.match(/(?<=^id: )\d+$/m) ?? [];
  assert.equal(Number(first), ids[0] + 1);
});

test("the same page through nginx", { skip: absent("nginx") }, async (t) => {
  const said = copy.start(t, "vanilla");
  await said(/Server on/);
  await startNginx(t);
  await visit(t, `http://localhost:${copy.ports[8080]}`);
});

test("nginx passes an event on at once, also of a server that does not ask for it", {
  skip: absent("nginx"),
}, async (t) => {
  const backend = createServer(({ url }, response) => {
    if (url !== "/api/prices") {
      response.end();
      return;
    }
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write("data: at once\n\n");
  });
  backend.listen(copy.ports[3000], "127.0.0.1");
  t.after(() => {
    backend.closeAllConnections();
    backend.close();
  });
  await startNginx(t);
  const ended = new AbortController();
  t.after(() => ended.abort());
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(5000)]);
  const response = await fetch(`http://localhost:${copy.ports[8080]}/api/prices`, { signal });
  const { value } = await response.body.getReader().read();
  assert.equal(new TextDecoder().decode(value), "data: at once\n\n");
});

/** With the command of its README. */
async function startNginx(t) {
  const cwd = join(copy.folder, "nginx");
  const [, command] = /```sh\n(nginx .*)\n```/.exec(readFileSync(join(cwd, "README.md"), "utf8"));
  run(t, cwd, "sh", ["-c", command], gatewayEnvironment());
  await until(
    () => "nginx listens",
    () =>
      fetch(`http://localhost:${copy.ports[8080]}/nothing`).then(
        () => true,
        () => false,
      ),
  );
}
