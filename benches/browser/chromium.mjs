// Chromium by its own protocol, and nothing of it switched on: Playwright has the network watched, and then each event
// of a native source and each chunk of a body is told to it, which makes native four times slower.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findings } from "../../scripts/setup/environment.mjs";
import { ARGUMENTS } from "../../tests/browser/e2e/chromium.mjs";

/** `{ version, open, close }`; `open(url)` gives a page, `{ call, cost, memory, close }`. */
export async function openChromium() {
  const profile = mkdtempSync(join(tmpdir(), "bench-"));
  const args = [...ARGUMENTS, "--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`];
  const browser = spawn(findings().chromium, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const ask = protocol(browser.stdio[3], browser.stdio[4]);
  const { product } = await ask("Browser.getVersion");
  return {
    version: product.replace(/^(Headless)?Chrome\//, "Chromium "),
    open: (url) => openPage(ask, url),
    close: async () => {
      const exited = new Promise((resolve) => browser.once("exit", resolve));
      await ask("Browser.close");
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Messages are JSON, each ended by NUL. */
function protocol(input, output) {
  const asked = new Map();
  let text = "";
  output.setEncoding("utf8").on("data", (data) => {
    const messages = (text + data).split("\0");
    text = messages.pop();
    for (const { id, result, error } of messages.map((message) => JSON.parse(message))) {
      const { resolve, reject } = asked.get(id) ?? {};
      asked.delete(id);
      error ? reject?.(new Error(error.message)) : resolve?.(result);
    }
  });
  let id = 0;
  return (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      id += 1;
      asked.set(id, { resolve, reject });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

/** In a renderer of its own, with nothing cached or compiled. */
async function openPage(ask, url) {
  const context = await ask("Target.createBrowserContext");
  const target = await ask("Target.createTarget", { url, ...context });
  const { sessionId } = await ask("Target.attachToTarget", { ...target, flatten: true });
  const send = (method, params) => ask(method, params, sessionId);
  const evaluate = async (expression) => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send("Runtime.evaluate", options);
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception.description ?? exceptionDetails.text);
    }
    return result.value;
  };
  await send("Performance.enable");
  while (!(await evaluate("globalThis.isReady").catch(() => false))) {}
  return {
    call: (name, ...args) => evaluate(`${name}(...${JSON.stringify(args)})`),
    cost: () => processTime(send),
    memory: () => memory(send),
    close: () => ask("Target.disposeBrowserContext", context),
  };
}

/** Of all threads of the renderer, in ms. */
async function processTime(send) {
  const { metrics } = await send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "ProcessTime").value * 1000;
}

/** After a collection: `{ heap, wasm }` in bytes. */
async function memory(send) {
  await send("HeapProfiler.collectGarbage");
  const { usedSize, backingStorageSize } = await send("Runtime.getHeapUsage");
  const { result: prototype } = await send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const { result: wasm } = await send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }",
    returnByValue: true,
  });
  return { heap: usedSize + backingStorageSize, wasm: wasm.value };
}
