// The first section of the guide, followed to the letter: its files are written into an empty folder and its commands are
// run there. Only what depends on the machine differs: the package is the packed one, Vite is the one that is installed
// already, the ports are free ones, and an nginx that is not installed has its files elsewhere.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gatewayEnvironment } from "../../../scripts/setup/gateways.mjs";
import { openPage } from "../../browser/e2e/chromium.mjs";
import { installPacked } from "../../browser/e2e/package.mjs";
import { absent, forUnpackedNginx, freePort } from "../../network/gateways/gateways.mjs";
import { until as waitUntil } from "../../support/until.mjs";
import { blocks, root } from "./markdown.mjs";

const own = blocks("js", "html", "nginx", "sh").filter(({ page }) => page === "docs/guide.md");
const files = own.filter(({ info }) => info.includes("."));
const commands = own.filter(({ language }) => language === "sh").flatMap(({ code }) => code.trim().split("\n"));

/** Longer than a token of the guide's server lives, and then some. */
const PAST_A_TOKEN = 30_000;

/** With CI=true tools print colours, between which `said` would find nothing. */
const withSystem = { ...gatewayEnvironment(), NO_COLOR: "1" };

let app;
let ports;

before(async () => {
  app = mkdtempSync(join(tmpdir(), "newcomer-"));
  chmodSync(app, 0o755); // nginx started by root reads it as another user
  ports = { 3000: await freePort(), 8080: await freePort() };
  for (const { info, code } of files) {
    writeFileSync(join(app, info), forThisMachine(code));
  }
  installPacked(app);
  mkdirSync(join(app, "node_modules/.bin"), { recursive: true });
  for (const name of ["vite", ".bin/vite"]) {
    symlinkSync(join(root, "node_modules", name), join(app, "node_modules", name));
  }
});

after(() => rmSync(app, { recursive: true, force: true }));

test("the guide's commands are those that are followed here", () => {
  assert.deepEqual(commands, [
    "npm init -y",
    "npm install eventsource-wasm",
    "npm install --save-dev vite",
    "node server.mjs &",
    "npx vite",
    "npx vite build",
    'nginx -p . -c nginx.conf -e stderr -g "daemon off;"',
  ]);
});

test("the page that Vite serves while one develops", async (t) => {
  follow(t, "node server.mjs");
  const vite = follow(t, "npx vite");
  await staysLive(t, await vite.said(/http:\/\/localhost:\d+\//));
});

test("the page that nginx serves, to people who are not root", { skip: absent("nginx") }, async (t) => {
  const log = sizeOfNginxLog();
  follow(t, "node server.mjs");
  await follow(t, "npx vite build").ended;
  follow(t, 'nginx -p . -c nginx.conf -e stderr -g "daemon off;"');
  await staysLive(t, `http://localhost:${ports[8080]}`);
  assert.equal(sizeOfNginxLog(), log, "it writes a log that only root may write");
});

function sizeOfNginxLog() {
  const { stderr } = spawnSync("nginx", ["-V"], { encoding: "utf8", env: withSystem });
  const [, path] = /--http-log-path=(\S+)/.exec(stderr) ?? [];
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** The page shows events without a gap, before a token has expired and after it. */
async function staysLive(t, address) {
  const page = await openPage(t);
  let refused = 0;
  page.on("response", (response) => {
    refused += response.status() === 401 ? 1 : 0;
  });
  await until("the page is served", () =>
    page.goto(address).then(
      (response) => response.ok(),
      () => false,
    ),
  );
  const lines = () => page.locator("li").allInnerTexts();
  const numbers = async () => (await lines()).map((line) => Number.parseInt(line, 10));
  await until("events come", async () => (await numbers()).length > 0);
  const [first] = await numbers();
  await until("a second request is refused, for its token has expired, and events go on", async () => {
    const before = (await numbers()).length;
    await page.waitForTimeout(2500);
    return refused > 1 && (await numbers()).length > before;
  });
  const all = await numbers();
  assert.deepEqual(
    all,
    Array.from(all, (_, index) => first + index),
  );
}

/** Runs a command of the guide in the newcomer's folder, and ends it with the test. */
function follow(t, command) {
  const child = spawn("sh", ["-c", command], { cwd: app, env: withSystem, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output += data;
    });
  }
  const ended = new Promise((resolve) => child.once("close", resolve));
  t.after(async () => {
    if (child.exitCode === null) {
      process.kill(-child.pid, "SIGTERM");
    }
    await ended;
  });
  const said = async (pattern) => {
    await until(`${command} says ${pattern}`, () => pattern.test(output));
    return pattern.exec(output)[0];
  };
  return { ended, said };
}

function forThisMachine(text) {
  const withPorts = Object.entries(ports).reduce((result, [port, free]) => result.replaceAll(port, free), text);
  return forUnpackedNginx(withPorts);
}

const until = (what, holds) => waitUntil(holds, { timeout: PAST_A_TOKEN, what: () => what });
