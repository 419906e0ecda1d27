// Chromium by its own protocol, and nothing of it switched on: Playwright has the network watched, and then each event
// of a native source and each chunk of a body is told to it, which makes native four times slower.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findings } from "../../scripts/setup/environment.mjs";
import { ARGUMENTS } from "../../tests/browser/e2e/chromium.mjs";
import { withTrace } from "./trace.mjs";

/**
 * `{ version, open, close }`; `open(url)` gives a page: `{ call, cost, mainThread, memory, slowDown, trace, close }`.
 */
export async function openChromium() {
  const profile = mkdtempSync(join(tmpdir(), "bench-"));
  const args = [...ARGUMENTS, "--headless", "--remote-debugging-pipe", `--user-data-dir=${profile}`];
  const browser = spawn(findings().chromium, args, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const { ask, on } = protocol(browser.stdio[3], browser.stdio[4]);
  const { product } = await ask("Browser.getVersion");
  return {
    version: product.replace(/^(Headless)?Chrome\//, "Chromium "),
    open: (url) => openPage(ask, on, url),
    close: async () => {
      const exited = new Promise((resolve) => browser.once("exit", resolve));
      await ask("Browser.close");
      await exited;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Messages are JSON, each ended by NUL. `ask` sends one and waits for its answer, `on` is for what the browser tells. */
function protocol(input, output) {
  const asked = new Map();
  const listeners = new Map();
  let text = "";
  output.setEncoding("utf8").on("data", (data) => {
    const messages = (text + data).split("\0");
    text = messages.pop();
    for (const { id, result, error, method, params } of messages.map((message) => JSON.parse(message))) {
      listeners.get(method)?.(params);
      const { resolve, reject } = asked.get(id) ?? {};
      asked.delete(id);
      error ? reject?.(new Error(error.message)) : resolve?.(result);
    }
  });
  let id = 0;
  return {
    on: (method, listener) => listeners.set(method, listener),
    ask: (method, params = {}, sessionId = undefined) =>
      new Promise((resolve, reject) => {
        id += 1;
        asked.set(id, { resolve, reject });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
  };
}

/** In a renderer of its own, with nothing cached or compiled. */
async function openPage(ask, on, url) {
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
  // Of the main thread's tasks, the time on the processor, which a busy machine changes less.
  await send("Performance.enable", { timeDomain: "threadTicks" });
  while (!(await evaluate("globalThis.isReady").catch(() => false))) {}
  return {
    call: (name, ...args) => evaluate(`${name}(...${JSON.stringify(args)})`),
    cost: () => milliseconds(send, "ProcessTime"),
    mainThread: () => milliseconds(send, "TaskDuration"),
    memory: () => memory(send),
    slowDown: (rate) => send("Emulation.setCPUThrottlingRate", { rate }),
    trace: (act) => withTrace(send, on, act),
    close: () => ask("Target.disposeBrowserContext", context),
  };
}

/** `ProcessTime` is of all threads of the renderer, `TaskDuration` of its main thread. */
async function milliseconds(send, metric) {
  const { metrics } = await send("Performance.getMetrics");
  return metrics.find(({ name }) => name === metric).value * 1000;
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
