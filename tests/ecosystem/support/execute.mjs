// Runs the app of one library where it belongs, and compares what it showed with what the backend had for it.

import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { bundleForPage, bundleForWorker } from "./bundle.mjs";
import { Feed, NUMBERS } from "./feed.mjs";
import { inChromium } from "./in-chromium.mjs";
import { here, load } from "./paths.mjs";
import { inProcess, inVitest } from "./processes.mjs";
import { askWorker, RUNTIMES } from "./runtimes.mjs";

/** By a library's `place`, how to have what its app shows. `environment` is one of its `environments`. */
const PLACES = {
  chromium: ({ name, origin, browser, whenLeft }) => inChromium(name, origin, browser, whenLeft),
  node: ({ name, origin }) => inProcess([process.execPath], name, origin),
  vitest: ({ name, origin, environment }) => inVitest(name, origin, environment),
  runtimes: ({ name, origin, environment }) => inProcess(RUNTIMES[environment], name, origin),
  workerd: async ({ name, origin }) => ({ shown: await askWorker(await bundleForWorker(name, origin)) }),
};

/** A closed source gives its connection back at once. */
const LEAVING_TIME = 1000;

/** Throws if the app showed anything but the numbers, or leaves a connection. */
export async function execute({ name, place = "chromium", environments = [""], staysOpen = false }, browser) {
  for (const environment of environments) {
    const feed = new Feed();
    const answering = new Set();
    const server = await serve(name, place, feed, answering);
    const whenLeft = () => staysOpen || expectNone(answering);
    const origin = `http://127.0.0.1:${server.address().port}`;
    try {
      const { shown, seen = feed } = await PLACES[place]({ name, origin, environment, browser, whenLeft });
      compare(shown, seen);
    } catch (error) {
      error.message = [environment, error.message].filter(Boolean).join(": ");
      throw error;
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }
}

function compare(shown, { drops, refusals }) {
  if (String(shown) !== String(NUMBERS)) {
    throw new Error(`it showed ${shown.join(" ")}`);
  }
  if (drops < 2 || refusals < 2) {
    throw new Error(`${drops} drops and ${refusals} refusals: the app was not put to the test`);
  }
}

async function expectNone(answering) {
  for (let waited = 0; answering.size > 0; waited += 10) {
    if (waited > LEAVING_TIME) {
      throw new Error(`it leaves a connection: ${[...answering].map(({ req }) => req.url)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function serve(name, place, feed, answering) {
  const { answer = () => false } = existsSync(here(`${name}/server.mjs`)) ? await load(`${name}/server.mjs`) : {};
  const script = place === "chromium" ? await bundleForPage(name) : "";
  const server = createServer((request, response) => {
    answering.add(response);
    response.on("close", () => answering.delete(response));
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/") {
      response
        .writeHead(200, { "Content-Type": "text/html" })
        .end('<!doctype html><body><script src="/app.js"></script>');
    } else if (pathname === "/app.js") {
      response.writeHead(200, { "Content-Type": "text/javascript;charset=utf-8" }).end(script);
    } else if (pathname === "/token") {
      response.end(feed.issue());
    } else if (pathname === "/events") {
      feed.stream(request, response);
    } else if (!answer(feed, request, response)) {
      response.writeHead(404).end();
    }
  });
  server.on("connection", (socket) => socket.on("error", () => {}));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
