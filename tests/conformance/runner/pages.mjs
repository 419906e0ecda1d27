// The suite's own files on the scenarios' origin, and the door where a page reports.

import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const SERVED = /^\/(tests\/conformance\/(\w+\/)?[\w-]+\.(js|html)|tests\/server\/client\.mjs|dist\/[\w/-]+\.js)$/;
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript" };

/** The server's `pages`; `onReport` is called with what a page has to say. */
export function pages(onReport) {
  return (request, response) => {
    const [path] = request.url.split("?", 1);
    if (path === "/report" && request.method === "POST") {
      read(request).then(onReport);
      response.writeHead(204, { connection: "close" }).end();
      return true;
    }
    const file = join(root, path);
    if (!SERVED.test(path) || !existsSync(file)) {
      return false;
    }
    const headers = {
      "content-type": `${TYPES[extname(file)]};charset=utf-8`,
      // Workers without an origin of their own import the class.
      "access-control-allow-origin": "*",
      "cache-control": "no-store",
      connection: "close",
    };
    response.writeHead(200, headers).end(readFileSync(file));
    return true;
  };
}

async function read(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString());
}
