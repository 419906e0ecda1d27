// What the server floods the page with.

const KIB = 1024;
const SENTENCE = "The quick brown fox jumps over the lazy dog and looks for the next event of the stream. ";
const TEXT = SENTENCE.repeat(16 * 12);
const CJK = "東京の天気は晴れ、気温は二十度です。🦀🚀 서울은 맑음 🌏 你好，世界。";
const PADDED = (number) => String(number).padStart(6, "0");

/**
 * `type` is what the page listens for, and `data` the data of each such event. `head` are the lines before the data,
 * `piece` the bytes of one write, `sources` how many are open at once; `isLong` where bytes count and not events.
 */
const FLOODS = {
  tick: {
    title: "small ticks with id and name",
    count: 40_000,
    type: "tick",
    head: (index) => `id: ${PADDED(index)}\nevent: tick\n`,
    data: (index) => `{"symbol":"ACME","price":${100 + (index % 97)},"volume":${index % 1009}}`,
  },
  llm: {
    title: "250-byte deltas of a language model",
    count: 50_000,
    data: (index) =>
      `{"id":"chatcmpl-9fK2mQ7","object":"chat.completion.chunk","created":1700000000,"model":"large-1","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":{"content":" token${PADDED(index)}"},"logprobs":null,"finish_reason":null}],"usage":null}`,
  },
  "64k": {
    title: "lines of 64 KiB",
    isLong: true,
    count: 800,
    data: (index) => PADDED(index) + "x".repeat(64 * KIB - 6),
  },
  "16m": {
    title: "one line of 16 MiB, written in pieces of 1,460 bytes",
    isLong: true,
    count: 1,
    piece: 1460,
    data: () => "x".repeat(16 * KIB * KIB),
  },
  "multi-line": {
    title: "data of 20 lines",
    count: 15_000,
    data: (index) => Array.from({ length: 20 }, (_, line) => PADDED(index) + TEXT.slice(line, line + 75)).join("\n"),
  },
  utf8: {
    title: "Chinese, Japanese, Korean and emoji",
    count: 40_000,
    data: (index) => `${PADDED(index)}${CJK}${CJK}`,
  },
  comments: {
    title: "three comments before each event",
    count: 25_000,
    head: () => `: keep-alive\n:\n: ${SENTENCE}\n`,
    data: (index) => `{"sequence":${PADDED(index)},"text":"${SENTENCE}"}`,
  },
  unread: {
    title: "types that nobody listens for",
    count: 0,
    unread: 40_000,
    head: (index) => `id: ${PADDED(index)}\nevent: other\n`,
    data: (index) => `{"symbol":"ACME","price":${100 + (index % 97)},"volume":${index % 1009}}`,
  },
  "100-sources": {
    title: "100 sources at once, with ticks",
    count: 600,
    sources: 100,
    type: "tick",
    head: (index) => `id: ${PADDED(index)}\nevent: tick\n`,
    data: (index) => `{"symbol":"ACME","price":${100 + (index % 97)},"volume":${index % 1009}}`,
  },
};

/** How often and how fast an event comes alone, to measure its way; times in ms. The first ones only warm up. */
export const ALONE = { warmUp: 500, count: 500, every: 4 };

/** The first event of a page: how many times slower its processor is, and how far away the server, as a round trip in ms. */
export const STARTS = Object.fromEntries(
  [20, 60].flatMap((roundTrip) =>
    [1, 4, 6].map((slowdown) => [`start-x${slowdown}-${roundTrip}ms`, { slowdown, roundTrip }]),
  ),
);

export const WORKLOADS = Object.fromEntries(
  Object.entries(FLOODS).map(([name, flood]) => [name, { piece: 64 * KIB, sources: 1, type: "message", ...flood }]),
);

/** `share` makes a shorter one of the same kind. */
export function bodyOf({ count, unread = 0, head = () => "", data }, share = 1) {
  const block = (_, index) => `${head(index)}${data(index).replace(/^/gm, "data: ")}\n\n`;
  return Buffer.from(Array.from({ length: Math.ceil((count + unread) * share) }, block).join(""));
}

/** The last event of a stream, which is of the type that the page listens for, and tells how many bodies there were. */
export function lastEvent(type = "message", times = 1) {
  return `event: ${type}\ndata: end ${times}\n\n`;
}

/** The number, if the data is that of the last event. */
export function timesOf(data) {
  return data.length < 12 && data.startsWith("end ") ? Number(data.slice(4)) : undefined;
}

/** What a page must hear of one body. */
export function expected({ count, data }) {
  const lengths = Array.from({ length: count }, (_, index) => data(index).length);
  return { count, length: lengths.reduce((sum, length) => sum + length, 0) };
}
