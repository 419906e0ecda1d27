// One browser, driven by its WebDriver.

import { createServer } from "node:net";
import { start } from "./processes.mjs";

const DRIVER_STARTS = 20_000;

/** @param {{driver: string, args: (port: number) => string[], capabilities: object, env?: object}} browser */
export async function openBrowser({ driver, args, capabilities, env }) {
  const port = await freePort();
  const program = start(driver, args(port), env);
  const ask = async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { "content-type": "application/json" },
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await response.json();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    }
    return value;
  };
  try {
    await listens(ask, program);
    const session = await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
    const path = `/session/${session.sessionId}`;
    return {
      version: session.capabilities.browserVersion,
      goto: (url) => ask("POST", `${path}/url`, { url }),
      run: (script, ...args) => ask("POST", `${path}/execute/sync`, { script, args }),
      /** Any other command of the session's. */
      ask: (method, command, body) => ask(method, `${path}/${command}`, body),
      pids: program.pids,
      async end() {
        await ask("DELETE", path).catch(() => {});
        program.end();
      },
      kill: () => program.end(),
    };
  } catch (error) {
    program.end();
    throw error;
  }
}

async function listens(ask, program) {
  const limit = Date.now() + DRIVER_STARTS;
  for (;;) {
    try {
      return await ask("GET", "/status");
    } catch (error) {
      if (Date.now() > limit) {
        throw new Error(`the driver does not start: ${error.message}\n${program.said()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
