// `createParser` beside that of `eventsource-parser`, in Node: the time of one `feed`, by what it is fed with.
// `node benches/parser/run.mjs`; `--rounds 40` for steadier figures. The parsers take turns and the best round counts, for a
// busy machine only adds to it.

import { parseArgs } from "node:util";
import { loadPeers } from "../../tests/ecosystem/eventsource-parser/peers.mjs";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "20" } } });

const DELTA = `data: {"id":"chatcmpl-9fK2mQ7","object":"chat.completion.chunk","created":1700000000,"model":"large-1","choices":[{"index":0,"delta":{"content":" token"},"finish_reason":null}],"usage":null}\n\n`;
const PRICE = `event: price\nid: 12\ndata: {"symbol":"ACME","price":12}\n\n`;
const WORKLOADS = {
  "data: 12345": ["data: 12345\n\n"],
  "event, id and data": [PRICE],
  "delta of a language model": [DELTA],
  "Chinese, Japanese, emoji": ["data: 東京の天気は晴れ、気温は二十度です。🦀🚀\n\n"],
  comment: [": heartbeat\n\n"],
  "event in pieces of 16": PRICE.match(/[\s\S]{1,16}/g),
  "20 events": [PRICE.repeat(20)],
  "64 kB": [PRICE.repeat(1150)],
};

/** In nanoseconds, what a round takes. */
const ROUND = 4e6;

/** A string that nobody looks at need not be made. */
export let taken = 0;

const peers = await loadPeers();
const parsers = {
  ours: (await import("../../dist/stream.js")).createParser,
  3: peers[3].createParser,
  4: peers[4].createParser,
};

console.log("nanoseconds for one feed: ours, eventsource-parser 3 and 4; as bytes, theirs with a TextDecoder");
for (const [name, chunks] of Object.entries(WORKLOADS)) {
  const encoded = chunks.map((chunk) => new TextEncoder().encode(chunk));
  console.log(
    name.padEnd(28),
    line("text", chunks, (feed) => feed),
    line("bytes", encoded, decoding),
  );
}

function decoding(feed, who) {
  const decoder = new TextDecoder();
  return who === "ours" ? feed : (chunk) => feed(decoder.decode(chunk, { stream: true }));
}

function line(title, chunks, wrap) {
  const best = {};
  const feeders = Object.entries(parsers).map(([who, create]) => {
    const parser = create({ onEvent: take });
    return [who, wrap(parser.feed, who)];
  });
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [who, feed] of feeders) {
      best[who] = Math.min(best[who] ?? Number.POSITIVE_INFINITY, timeOf(feed, chunks, best[who] ?? 2000));
    }
  }
  const times = ["ours", "3", "4"].map((who) => best[who].toFixed(0).padStart(6));
  return `${title}${times.join("")} (${(best.ours / best[3]).toFixed(1)} x)  `;
}

function timeOf(feed, chunks, expected) {
  const times = Math.ceil(ROUND / expected / chunks.length);
  const began = performance.now();
  for (let time = 0; time < times; time++) {
    for (const chunk of chunks) {
      feed(chunk);
    }
  }
  return ((performance.now() - began) * 1e6) / times / chunks.length;
}

function take({ data }) {
  taken += data.charCodeAt(0);
}
