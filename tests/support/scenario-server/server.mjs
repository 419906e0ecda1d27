// The scenario server: two loopback origins that serve the same scenarios, so that a test can redirect across origins.

import { once } from "node:events";
import { createServer } from "node:http";
import { scenarioClient } from "./client.mjs";
import { routes } from "./routes.mjs";
import { Shelf } from "./shelf.mjs";

const HOST = "127.0.0.1";
const TEN_MINUTES = 600_000;

/**
 * `port` 0 takes a free one; `forgetAfter` is the time in ms after which an unused scenario is removed; `pages` is called
 * first for each request, and returns whether it answers it: it serves pages of the scenarios' own origin.
 *
 * @param {{port?: number, forgetAfter?: number, pages?: (request: any, response: any) => boolean}} [options]
 */
export async function startScenarioServer({ port = 0, forgetAfter = TEN_MINUTES, pages = () => false } = {}) {
  const shelf = new Shelf(forgetAfter);
  const origins = {};
  const play = routes(shelf, origins);
  const answer = (request, response) => pages(request, response) || play(request, response);

  const first = await listen(answer, port);
  // The next port is easy to guess; if it is taken, any port will do.
  const second = await listen(answer, first.address().port + 1).catch(() => listen(answer, 0));
  origins.first = originOf(first);
  origins.second = originOf(second);

  return {
    origin: origins.first,
    secondOrigin: origins.second,
    create: scenarioClient(origins.first).create,
    async close() {
      shelf.clear();
      await Promise.all([first, second].map(stop));
    },
  };
}

async function listen(answer, port) {
  const server = createServer({
    // A test may send an ID of any size.
    maxHeaderSize: 16 * 1024 * 1024,
    noDelay: true,
    requestTimeout: 0,
    headersTimeout: 0,
  });
  server.maxHeadersCount = 0;
  server.on("request", answer);
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(port, HOST);
  await once(server, "listening");
  return server;
}

function originOf(server) {
  return `http://${HOST}:${server.address().port}`;
}

async function stop(server) {
  server.close();
  server.closeAllConnections();
  await once(server, "close");
}
