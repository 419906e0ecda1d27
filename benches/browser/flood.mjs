// The server: bodies made beforehand, each written as fast as the socket takes it, and again until it was long enough.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { pipeline, Readable } from "node:stream";
import { moveAway } from "./distance.mjs";
import { ALONE, bodyOf, lastEvent, STARTS, WORKLOADS } from "./workloads.mjs";

/** A browser opens six connections to an origin at most, so 100 sources need some more. */
const PORTS = 20;
/** Of a body, to warm up with. */
const SHARE = 1 / 16;
/** In ms: the fastest clients take a body in a few, browsers compile what runs hot, and the CPU's clock counts in tens. */
const LONG_ENOUGH = 800;

/** The page's clock has its full resolution only in isolation. */
const HEADERS = {
  "access-control-allow-origin": "*",
  "cache-control": "no-store",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "cross-origin",
};

/** Which the entry `external` loads. */
const WASM = "/eventsource_wasm.wasm";

/** @param {Map<string, string>} scripts by their paths */
export async function startFlood(scripts) {
  const wasm = readFileSync(new URL(`../../dist${WASM}`, import.meta.url));
  const floods = new Map();
  for (const [name, workload] of Object.entries(WORKLOADS)) {
    const body = bodyOf(workload);
    // What the sockets of a hundred sources hold would take a slow client a minute.
    const duration = workload.sources === 1 ? LONG_ENOUGH : 0;
    floods.set(`/${name}`, { ...workload, body, duration });
    floods.set(`/${name}/once`, { ...workload, body, duration: 0 });
    floods.set(`/${name}/warm-up`, { ...workload, body: bodyOf(workload, SHARE), duration: 0 });
  }
  const answer = ({ url }, response) => {
    const head = (type) => response.writeHead(200, { ...HEADERS, "content-type": `${type};charset=utf-8` });
    const [path] = url.split("?", 1);
    if (floods.has(path)) {
      head("text/event-stream");
      // A client that goes early is no error.
      pipeline(Readable.from(pieces(floods.get(path))), response, () => {});
    } else if (path === "/alone") {
      head("text/event-stream");
      writeAlone(response);
    } else if (path === "/first") {
      head("text/event-stream").write(lastEvent());
    } else if (path === WASM) {
      response.writeHead(200, { ...HEADERS, "content-type": "application/wasm" }).end(wasm);
    } else if (scripts.has(path)) {
      head("text/javascript").end(scripts.get(path));
    } else {
      head("text/html").end('<!doctype html><script type="module" src="/page.js"></script>');
    }
  };
  const servers = Array.from({ length: PORTS }, () => createServer(answer).listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => once(server, "listening")));
  const origins = servers.map((server) => `http://127.0.0.1:${server.address().port}`);
  const distances = new Set(Object.values(STARTS).map(({ roundTrip }) => roundTrip));
  const proxies = new Map();
  for (const roundTrip of distances) {
    proxies.set(roundTrip, await moveAway(origins[0], roundTrip));
  }
  return {
    origins,
    /** The first of these, by how long a round trip takes in ms. */
    distant: Object.fromEntries([...proxies].map(([roundTrip, { origin }]) => [roundTrip, origin])),
    bytesOf: (name) => floods.get(`/${name}`).body.length,
    close: () => {
      for (const proxy of proxies.values()) {
        proxy.close();
      }
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

function* pieces({ body, piece, type, duration }) {
  const end = performance.now() + duration;
  let times = 0;
  do {
    for (let start = 0; start < body.length; start += piece) {
      yield body.subarray(start, start + piece);
    }
    times += 1;
  } while (performance.now() < end);
  yield Buffer.from(lastEvent(type, times));
}

/** Each event's data is the time of its writing. */
function writeAlone(response) {
  let left = ALONE.warmUp + ALONE.count;
  const timer = setInterval(() => {
    left -= 1;
    if (left < 0) {
      response.end(lastEvent());
    } else {
      response.write(`data: ${performance.timeOrigin + performance.now()}\n\n`);
    }
  }, ALONE.every);
  response.once("close", () => clearInterval(timer));
}
