// Which answers are a stream.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";
import { BEAT, failsForGood, NO_STREAM, opens, STREAM } from "./outcomes.js";

groupOf("response");

// --- Status ---

check("status 200 with a stream opens", at.MODEL, async (t) => {
  await opens(t, await t.responses({ body: STREAM }));
});

for (const status of [
  201, 202, 203, 206, 226, 299, 300, 400, 403, 404, 405, 406, 408, 409, 410, 418, 422, 425, 429, 451,
]) {
  check(`status ${status} fails for good`, at.MODEL, async (t) => {
    await failsForGood(t, await t.responses({ status, headers: { "content-type": "text/event-stream" }, body: BEAT }));
  });
}

for (const status of [500, 501, 502, 503, 504, 511, 599]) {
  check(`status ${status} fails for good`, at.MODEL, async (t) => {
    await failsForGood(t, await t.responses({ status, headers: { "content-type": "text/event-stream" }, body: BEAT }));
  });
}

check("status 401 fails for good", at.MODEL, async (t) => {
  // It ends, because WebKitGTK reads the answer to the end before it shows it.
  await failsForGood(
    t,
    await t.responses({ status: 401, headers: { "content-type": "text/event-stream" }, body: NO_STREAM }),
  );
});

for (const status of [204, 205, 304]) {
  check(`status ${status} without a body fails for good`, at.MODEL, async (t) => {
    const headers = { "content-type": "text/event-stream", connection: "close" };
    await failsForGood(
      t,
      await t.responses({ status, headers: status === 205 ? { ...headers, "content-length": "0" } : headers }),
    );
  });
}

check("any status text goes with 200", at.MODEL, async (t) => {
  await opens(t, await t.responses({ statusText: "Gone fishing", body: STREAM }));
});

// --- Content-Type ---

for (const type of [
  "text/event-stream",
  "TEXT/Event-Stream",
  "text/event-stream;",
  "text/event-stream;charset=utf-8",
  "text/event-stream; charset=UTF-8",
  'text/event-stream;charset="utf-8"',
  "text/event-stream;charset=iso-8859-1",
  "text/event-stream; charset=no-such-thing",
  "text/event-stream ; charset=utf-8",
  "text/event-stream;a=b;charset=utf-8;c=d",
  "text/event-stream;a=text/html",
  " text/event-stream\t",
]) {
  check(`Content-Type ${JSON.stringify(type)} is a stream`, at.MODEL, async (t) => {
    await opens(t, await t.responses({ headers: { "content-type": type }, body: STREAM }));
  });
}

for (const type of [
  null,
  "",
  "text/plain",
  "text/html",
  "application/json",
  "application/octet-stream",
  "text/event-streamx",
  "text/event-stream-x",
  "text/x-event-stream",
  "xtext/event-stream",
  "application/event-stream",
  "event-stream",
  "text",
  "text/",
  "text/event stream",
  "text /event-stream",
  "text/event-stream/x",
  "*/*",
  "text/*",
  "x;text/event-stream",
]) {
  const what = type === null ? "No Content-Type" : `Content-Type ${JSON.stringify(type)}`;
  check(`${what} is no stream`, at.MODEL, async (t) => {
    await failsForGood(t, await t.responses({ headers: { "content-type": type }, body: NO_STREAM }));
  });
}

for (const [types, isStream] of [
  [["text/html", "text/event-stream"], true],
  [["text/event-stream", "text/html"], false],
  [["text/event-stream", "*/*"], true],
]) {
  check(`of several types the last counts: ${types.join(", ")}`, at.FETCH_MIME, async (t) => {
    const headers = types.map((type) => ["content-type", type]);
    const scenario = await t.responses({ headers, body: isStream ? STREAM : NO_STREAM });
    await (isStream ? opens(t, scenario) : failsForGood(t, scenario));
  });
}

for (const charset of ["utf-8", "iso-8859-1", "utf-16le", "shift_jis"]) {
  check(`the stream is UTF-8 whatever the type says: charset=${charset}`, at.PARSING, async (t) => {
    const headers = { "content-type": `text/event-stream;charset=${charset}` };
    await opens(t, await t.responses({ headers, body: [{ write: "data: \u00E9\u4E00\n\n" }, { hold: true }] }), {
      data: "\u00E9\u4E00",
    });
  });
}

check("nosniff makes no difference", at.MODEL, async (t) => {
  await opens(t, await t.responses({ headers: { "x-content-type-options": "nosniff" }, body: STREAM }));
});

check("Content-Disposition makes no difference", at.MODEL, async (t) => {
  await opens(t, await t.responses({ headers: { "content-disposition": "attachment" }, body: STREAM }));
});

// --- The body ---

check("open comes with the head, before any byte of the body", at.MODEL, async (t) => {
  const scenario = await t.responses({ body: [{ waitFor: "go" }, ...STREAM] });
  const source = t.open(scenario.url);
  await t.next(source, "open");
  t.equal(source.readyState, 1);
  const message = t.next(source, "message");
  await scenario.signal("go");
  t.equal((await message).data, "x");
});

for (const [what, headers] of [
  ["of length 0", { "content-length": "0" }],
  ["in no chunks", {}],
  ["until the end of the connection", { "transfer-encoding": null, connection: "close" }],
]) {
  check(`an empty body opens, ends and comes back: ${what}`, at.MODEL, async (t) => {
    const { url } = await t.responses({ headers });
    const seen = t.record(t.open(url));
    await t.eventually(() => seen.length > 1, "open and error");
    t.same(seen, [
      ["open", undefined, undefined, 1],
      ["error", undefined, undefined, 0],
    ]);
  });
}

check("a body of known length", at.MODEL, async (t) => {
  await opens(t, await t.responses({ headers: { "content-length": "20" }, body: STREAM }));
});

check("a body until the end of the connection", at.MODEL, async (t) => {
  await opens(t, await t.responses({ headers: { "transfer-encoding": null }, body: STREAM }));
});

check("an answer of HTTP/1.0", at.MODEL, async (t) => {
  const cors = "Access-Control-Allow-Origin: *\r\n";
  const rawHead = `HTTP/1.0 200 OK\r\n${cors}Content-Type: text/event-stream\r\n\r\n`;
  await opens(t, await t.responses({ rawHead, body: STREAM }));
});

check("an interim answer before the real one", at.MODEL, async (t) => {
  const early = "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n";
  const rawHead = `${early}HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n`;
  await opens(t, await t.responses({ rawHead, body: STREAM }));
});

async function compressed(format, text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}

for (const [coding, format] of [
  ["gzip", "gzip"],
  ["deflate", "deflate"],
]) {
  check(
    `Content-Encoding ${coding} is undone`,
    at.FETCH_HEADERS,
    async (t) => {
      const bytes = await compressed(format, "retry: 5000\n\ndata: one\n\ndata: two\n\n");
      const { url } = await t.responses({ headers: { "content-encoding": coding }, body: [{ bytes }] });
      const seen = t.record(t.open(url), ["message"]);
      await t.eventually(() => seen.length > 1, "two messages");
      t.same(
        seen.map(([, data]) => data),
        ["one", "two"],
      );
    },
    { needs: () => typeof CompressionStream === "function" },
  );
}
