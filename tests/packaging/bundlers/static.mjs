// A folder over HTTP, as any host of static files serves it.

import { once } from "node:events";
import express from "express";

/** Gives `{ origin, stop() }`. */
export async function serveFolder(folder) {
  const app = express();
  app.use(express.static(folder));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
