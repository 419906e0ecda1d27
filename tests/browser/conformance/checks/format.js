// The stream format, line by line. Each stream is read whole, cut in two at every place, and byte by byte.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("format");

/** A mark that no stream under test holds, so that the streams can follow each other on one connection. */
const MARK = "event: mark\nid\ndata\n\n";

/**
 * `expected` are the events of the stream: `[data]`, `[data, id]` or `[data, id, type]`. Between two readings stands a
 * mark, which also takes back the last event ID.
 */
function streamCheck(name, stream, expected, { types = [], section = at.INTERPRETATION } = {}) {
  check(name, section, async (t) => {
    const bytes = typeof stream === "string" ? new TextEncoder().encode(stream) : Uint8Array.from(stream);
    const cuts = Array.from(bytes, (_byte, place) => place).slice(1);
    const part = (from, to) => ({ bytes: btoa(String.fromCharCode(...bytes.subarray(from, to))), slice: 65_536 });
    const mark = { write: MARK };
    const body = [
      part(0),
      mark,
      ...cuts.flatMap((place) => [part(0, place), { sleep: 1 }, part(place), mark]),
      { ...part(0), slice: 1, every: 1 },
      mark,
    ];
    const seen = [];
    const readings = [];
    const source = t.open((await t.stream(...body)).url);
    for (const type of ["message", ...types]) {
      source.addEventListener(type, (event) => seen.push([event.data, event.lastEventId, event.type]));
    }
    source.addEventListener("mark", () => readings.push(seen.splice(0)));
    await t.eventually(() => readings.length === cuts.length + 2, "the last mark");
    const full = expected.map(([data, id = "", type = "message"]) => [data, id, type]);
    for (const [index, reading] of readings.entries()) {
      const how = index === 0 ? "whole" : index > cuts.length ? "byte by byte" : `cut after ${index} bytes`;
      t.same(reading, full, how);
    }
  });
}

// --- Line ends ---

streamCheck("lines end with LF", "data: a\ndata: b\n\n", [["a\nb"]], { section: at.PARSING });
streamCheck("lines end with CR", "data: a\rdata: b\r\r", [["a\nb"]], { section: at.PARSING });
streamCheck("lines end with CRLF", "data: a\r\ndata: b\r\n\r\n", [["a\nb"]], { section: at.PARSING });
streamCheck("line ends may be mixed", "data: a\rdata: b\r\ndata: c\n\rdata: d\n\r\n", [["a\nb\nc"], ["d"]], {
  section: at.PARSING,
});
streamCheck("CRLF is one line end, not an empty line", "data: a\r\ndata: b\r\n\n", [["a\nb"]], { section: at.PARSING });
streamCheck("LF CR are two line ends", "data: a\n\rdata: b\n\n", [["a"], ["b"]], { section: at.PARSING });
streamCheck("CR CR LF are two line ends", "data: a\r\r\ndata: b\n\n", [["a"], ["b"]], { section: at.PARSING });
streamCheck(
  "no other character ends a line",
  "data: a\u2028b\u2029c\u0085d\ve\ff\n\n",
  [["a\u2028b\u2029c\u0085d\ve\ff"]],
  {
    section: at.PARSING,
  },
);
streamCheck("empty lines alone are nothing", "\n\r\r\n\n", []);

check("a CR ends the line at once, without waiting for what follows", at.PARSING, async (t) => {
  const scenario = await t.stream("data: x\r\r");
  t.equal((await t.next(t.open(scenario.url), "message")).data, "x");
});

check("an LF after the CR that ended an event adds nothing", at.PARSING, async (t) => {
  const scenario = await t.stream("data: x\r\n\r", { waitFor: "go" }, "\ndata: y\n\n");
  const source = t.open(scenario.url);
  t.equal((await t.next(source, "message")).data, "x");
  const second = t.next(source, "message");
  await scenario.signal("go");
  t.equal((await second).data, "y");
});

// --- Bytes ---

/** For what happens at the start of a stream only. */
function startCheck(name, parts, expected) {
  check(name, at.PARSING, async (t) => {
    const body = parts.flatMap((part) => [{ bytes: btoa(String.fromCharCode(...part)) }, { sleep: 3 }]);
    const source = t.open((await t.stream(...body, "event: mark\ndata\n\n")).url);
    const seen = t.record(source, ["message"]);
    await t.next(source, "mark");
    t.same(
      seen.map(([, data]) => data),
      expected,
    );
  });
}

const BOM = [0xef, 0xbb, 0xbf];
const LINE = [...new TextEncoder().encode("data: x\n\n")];

startCheck("a byte order mark at the start is dropped", [[...BOM, ...LINE]], ["x"]);
startCheck("a byte order mark cut after its first byte", [[0xef], [0xbb, 0xbf, ...LINE]], ["x"]);
startCheck(
  "a byte order mark cut after its second byte",
  [
    [0xef, 0xbb],
    [0xbf, ...LINE],
  ],
  ["x"],
);
startCheck("a byte order mark by itself", [BOM, LINE], ["x"]);
startCheck("a byte order mark byte by byte", [[0xef], [0xbb], [0xbf], LINE], ["x"]);
startCheck("only one byte order mark is dropped", [[...BOM, ...BOM, ...LINE, ...LINE]], ["x"]);
startCheck("a byte order mark after a line is none", [[0x0a, ...BOM, ...LINE, ...LINE]], ["x"]);
startCheck("two bytes of a byte order mark are none", [[0xef, 0xbb, ...LINE, ...LINE]], ["x"]);
startCheck("the mark of UTF-16 is none", [[0xff, 0xfe, ...LINE, ...LINE]], ["x"]);

streamCheck("U+FEFF in a value stays", "data:\uFEFFa\uFEFF\ndata: \uFEFF\n\n", [["\uFEFFa\uFEFF\n\uFEFF"]]);
streamCheck("U+FEFF before a name belongs to the name", ":\n\uFEFFdata: a\ndata: b\n\n", [["b"]]);
streamCheck("characters of two, three and four bytes", "data: \u00E9\u4E00\u{1F600}\n\n", [["\u00E9\u4E00\u{1F600}"]], {
  section: at.PARSING,
});

const withBytes = (...bytes) => [...new TextEncoder().encode("data: "), ...bytes, 0x2e, 0x0a, 0x0a];
for (const [what, bytes, expected] of [
  ["a byte that never occurs", [0xff], "\uFFFD"],
  ["a continuation without start", [0x80], "\uFFFD"],
  ["a character cut short", [0xe2, 0x82], "\uFFFD"],
  ["a longer character cut short", [0xf0, 0x9f, 0x98], "\uFFFD"],
  ["an overlong form", [0xc0, 0x80], "\uFFFD\uFFFD"],
  ["an overlong form of three bytes", [0xe0, 0x80, 0x80], "\uFFFD\uFFFD\uFFFD"],
  ["a surrogate", [0xed, 0xa0, 0x80], "\uFFFD\uFFFD\uFFFD"],
  ["beyond U+10FFFF", [0xf4, 0x90, 0x80, 0x80], "\uFFFD\uFFFD\uFFFD\uFFFD"],
  ["a start after a start", [0xe2, 0xe2, 0x82, 0xac], "\uFFFD\u20AC"],
]) {
  streamCheck(`invalid UTF-8 becomes U+FFFD: ${what}`, withBytes(...bytes), [[`${expected}.`]], {
    section: at.PARSING,
  });
}

streamCheck(
  "a line end ends a character cut short",
  [...withBytes(0xf0, 0x9f).filter((byte) => byte !== 0x2e)],
  [["\uFFFD"]],
  {
    section: at.PARSING,
  },
);
streamCheck("NUL is a character like any in data", "data: a\0b\n\n", [["a\0b"]]);
streamCheck("NUL is a character like any in a type", "event: a\0b\ndata: x\n\n", [["x", "", "a\0b"]], {
  types: ["a\0b"],
});
streamCheck("NUL is a character like any in a name", "data\0: a\n\0data: b\ndata: c\n\n", [["c"]]);

// --- Fields ---

streamCheck("one space after the colon is dropped", "data: a\ndata:b\ndata:  c\n\n", [["a\nb\n c"]]);
streamCheck("a tab after the colon stays", "data:\ta\ndata: \tb\n\n", [["\ta\n\tb"]]);
streamCheck("spaces at the end stay", "data: a \ndata: b\t\n\n", [["a \nb\t"]]);
streamCheck("colons in a value stay", "data: a:b\ndata::c\ndata: : d\n\n", [["a:b\n:c\n: d"]]);
streamCheck("a line without colon is a name with an empty value", "data\n\n", [[""]]);
streamCheck("a field of unknown name is ignored", "other: a\ndata: b\nx\n\n", [["b"]]);
streamCheck("names are compared with case", "Data: a\nDATA: b\ndata: c\nEvent: x\nID: 1\n\n", [["c"]]);
streamCheck("a space before a name belongs to it", " data: a\ndata: b\n\n", [["b"]]);
streamCheck("a space before the colon belongs to the name", "data : a\ndata: b\n\n", [["b"]]);
streamCheck("a name is more than its beginning", "dat: a\ndatax: b\ndata: c\ni: 1\nidx: 2\neven: y\n\n", [["c"]]);
streamCheck("a line that starts with a colon is a comment", ": a\n:data: b\n:\ndata: c\n\n", [["c"]]);
streamCheck("a comment within an event leaves it whole", "data: a\n: b\ndata: c\n:\n\n", [["a\nc"]]);
streamCheck("a block of comments is no event", ": a\n\n:\n\n", []);
streamCheck("the order of fields makes no difference", "data: a\nid: 1\nevent: t\n\n", [["a", "1", "t"]], {
  types: ["t"],
});

// --- data ---

streamCheck("several data lines are joined by LF", "data: a\ndata: b\ndata: c\n\n", [["a\nb\nc"]]);
streamCheck("only the last LF of the data is dropped", "data: a\ndata\ndata\n\n", [["a\n\n"]]);
streamCheck("an empty data line is an empty text", "data\n\ndata:\n\ndata: \n\n", [[""], [""], [""]]);
streamCheck("two empty data lines are one LF", "data\ndata\n\n", [["\n"]]);
streamCheck("an empty data line before others counts", "data\ndata: a\n\n", [["\na"]]);
streamCheck("a block without data is no event", "event: t\n\nid: 1\n\nretry: 5000\n\ndata: a\n\n", [["a", "1"]], {
  types: ["t"],
});
streamCheck("data is text, whatever it looks like", 'data: 1\n\ndata: {"a":1}\n\ndata: null\n\n', [
  ["1"],
  ['{"a":1}'],
  ["null"],
]);

check("data of a megabyte in one line, and in many", at.INTERPRETATION, async (t) => {
  const line = "0123456789abcdef".repeat(65_536);
  const many = Array.from({ length: 16_384 }, (_, number) => String(number).padStart(63, "."));
  const { url } = await t.stream(`data: ${line}\n\n`, `${many.map((text) => `data: ${text}`).join("\n")}\n\n`);
  const [one, other] = await t.take(t.open(url), 2);
  t.ok(one.data === line, "the one line differs");
  t.ok(other.data === many.join("\n"), "the many lines differ");
});

// --- event ---

streamCheck("event names the type", "event: t\ndata: a\n\n", [["a", "", "t"]], { types: ["t"] });
streamCheck("the last event line of a block counts", "event: s\nevent: t\ndata: a\n\n", [["a", "", "t"]], {
  types: ["s", "t"],
});
streamCheck("an empty type is message", "event: t\nevent:\ndata: a\n\nevent\ndata: b\n\n", [["a"], ["b"]], {
  types: ["t", ""],
});
streamCheck("a type is for its block only", "event: t\ndata: a\n\ndata: b\n\n", [["a", "", "t"], ["b"]], {
  types: ["t"],
});
streamCheck("a type of a block without data is forgotten", "event: t\n\ndata: a\n\n", [["a"]], { types: ["t"] });
streamCheck("a type keeps its spaces and its case", "event:  T t \ndata: a\n\n", [["a", "", " T t "]], {
  types: [" T t ", "t"],
});

streamCheck(
  "a type and an id after an event of nothing",
  "data\n\nevent: t\nid: 7\ndata\n\ndata\n\n",
  [[""], ["", "7", "t"], ["", "7"]],
  { types: ["t"] },
);

// --- id ---

streamCheck("id is the last event ID of its event", "id: 1\ndata: a\n\n", [["a", "1"]]);
streamCheck("the last event ID stays for later events", "id: 1\ndata: a\n\ndata: b\n\n", [
  ["a", "1"],
  ["b", "1"],
]);
streamCheck("the last id line of a block counts", "id: 1\ndata: a\nid: 2\n\n", [["a", "2"]]);
streamCheck("an empty id takes the last event ID back", "id: 1\ndata: a\n\nid\ndata: b\n\nid:\ndata: c\n\n", [
  ["a", "1"],
  ["b"],
  ["c"],
]);
streamCheck("an id of a block without data counts", "id: 1\n\ndata: a\n\n", [["a", "1"]]);
streamCheck("an id with NUL is ignored", "id: 1\n\nid: a\0b\ndata: x\n\nid: \0\ndata: y\n\n", [
  ["x", "1"],
  ["y", "1"],
]);
streamCheck("an id keeps its spaces", "id:  1 \ndata: a\n\n", [["a", " 1 "]]);
streamCheck("an id may be any text", "id: \u00E9\u{1F600}:x\ndata: a\n\n", [["a", "\u00E9\u{1F600}:x"]]);

// --- The end ---

check("an event that is not ended is dropped", at.INTERPRETATION, async (t) => {
  for (const end of ["data: lost", "data: lost\n", "event: message\ndata: lost\r"]) {
    const scenario = await t.responses(
      { body: [{ write: `retry: 10\ndata: a\n\n${end}` }] },
      { body: [{ write: "data: b\n\n" }, { hold: true }] },
    );
    const events = await t.take(t.open(scenario.url), 2);
    t.same(
      events.map(({ data }) => data),
      ["a", "b"],
      JSON.stringify(end),
    );
  }
});

check("an id that is not ended is dropped", at.INTERPRETATION, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nid: 1\ndata: a\n\nid: 2\ndata: lost\n" }] },
    { body: [{ write: "data: b\n\n" }, { hold: true }] },
  );
  await t.take(t.open(scenario.url), 2);
  const { requests } = await scenario.log();
  t.equal(requests[1].lastEventId, "1");
});

check("nothing of an unfinished event reaches the next connection", at.INTERPRETATION, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\nevent: lost\ndata: lost\ndata: \u00E9".slice(0, -1) }, { bytes: btoa("\xC3") }] },
    { body: [{ write: "data: b\n\n" }, { hold: true }] },
  );
  const source = t.open(scenario.url);
  const seen = t.record(source, ["message", "lost"]);
  await t.eventually(() => seen.length > 0, "a message");
  t.equal(seen[0][0], "message", "type");
  t.equal(seen[0][1], "b", "data");
});

check("a byte order mark at the start of a later connection is dropped", at.PARSING, async (t) => {
  const scenario = await t.responses(
    { body: [{ write: "retry: 10\n\n" }] },
    { body: [{ write: "\uFEFFdata: b\n\n" }, { hold: true }] },
  );
  t.equal((await t.next(t.open(scenario.url), "message")).data, "b");
});
