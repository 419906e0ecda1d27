// A page of Chromium with the package on it, or in its worker, and what is known of its objects.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../../e2e/chromium.mjs";
import { counting } from "./objects.mjs";
import { startServer } from "./server.mjs";

/** Of the package: this project's, unless the environment says another, which is how releases are compared. */
const packaged = process.env.PACKAGE || fileURLToPath(new URL("../../../..", import.meta.url));

export async function openScene({ entry = "index", isWorker = false } = {}) {
  const server = await startServer(packaged);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...ARGUMENTS, "--js-flags=--expose-gc"],
  });
  const page = await browser.newPage();
  await page.goto(server.origin);
  const objects = counting(isWorker ? await workerOf(page) : await sessionOf(page));
  while (!(await objects.evaluate("typeof made === 'object'"))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await objects.evaluate(`made.load(${JSON.stringify(entry)}).then((given) => { globalThis.EventSource = given; })`);
  return {
    ...objects,
    server,
    /** Makes sources and ends them; see page.js. */
    make: (options) => objects.evaluate(`made.makeSources(EventSource, ${JSON.stringify(options)})`),
    closuresLeft: () => objects.evaluate("made.closuresLeft()"),
    async connectionsLeft() {
      for (let waited = 0; waited < 10_000 && server.open > 0; waited += 50) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return server.open;
    },
    /** What the page's process has of memory in bytes: now, as `RssAnon`, or at most so far, as `VmHWM`. */
    async processMemory(which) {
      const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
      const renderers = processInfo.filter(({ type }) => type === "renderer");
      return Math.max(...renderers.map(({ id }) => memoryOf(id, which)));
    },
    async end() {
      await browser.close();
      server.close();
    },
  };
}

/** As Linux counts it. */
function memoryOf(pid, which) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = new RegExp(`${which}:\\s+(\\d+) kB`).exec(status);
  return Number(kilobytes) * 1024;
}

async function sessionOf(page) {
  const session = await page.context().newCDPSession(page);
  return (method, params) => session.send(method, params);
}

/** A session of a worker goes through that of its page. */
async function workerOf(page) {
  const session = await page.context().newCDPSession(page);
  const attached = new Promise((resolve) => session.once("Target.attachedToTarget", resolve));
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await page.evaluate(() => {
    globalThis.worker = new Worker("/page.js", { type: "module" });
  });
  const { sessionId } = await attached;
  const waiting = new Map();
  let count = 0;
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const { resolve, reject } = waiting.get(id) ?? {};
    error ? reject?.(new Error(error.message)) : resolve?.(result);
  });
  return async (method, params) => {
    count += 1;
    const answer = new Promise((resolve, reject) => waiting.set(count, { resolve, reject }));
    await session.send("Target.sendMessageToTarget", {
      sessionId,
      message: JSON.stringify({ id: count, method, params }),
    });
    return answer;
  };
}
