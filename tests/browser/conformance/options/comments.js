// Comments, for servers that say something in them.

import { check, groupOf } from "../harness.js";

groupOf("comments");

check("comments are told in their place among the events", "", async (t) => {
  const { url } = await t.stream(":  a\r\n: one\ndata: x\n:two\n:\n\n: é漢🦀\n\ndata: y\n\n: last\n");
  const seen = [];
  const source = t.open(url, { onComment: (comment) => seen.push(`: ${comment}`) });
  source.onmessage = ({ data }) => seen.push(data);
  await t.eventually(() => seen.includes(": last"), "the last comment");
  t.same(seen, [":  a", ": one", ": two", ": ", "x", ": é漢🦀", "y", ": last"]);
});

check(
  "a comment that comes in parts is told once it is whole, and comments alone keep the stream going",
  "",
  async (t) => {
    const { url } = await t.stream(
      ": ping-",
      { sleep: 50 },
      "pong\n",
      { sleep: 50 },
      ": again\n",
      { sleep: 50 },
      "data: x\n\n",
    );
    const seen = [];
    const source = t.open(url, { onComment: (comment) => seen.push(comment) });
    await t.next(source, "message");
    t.same(seen, ["ping-pong", "again"]);
  },
);

check("comments are told without a listener, beside a flood, and beside a loop", "", async (t) => {
  const flood = Array.from({ length: 100 }, (_, index) => `: ${index}\nid: ${index}\ndata: ${index}\n\n`).join("");
  const counts = [0, 0];
  const [quiet, looped] = await Promise.all(
    counts.map(async (_, index) => t.open((await t.stream(flood)).url, { onComment: () => counts[index]++ })),
  );
  const events = looped.events();
  for (let count = 0; count < 100; count++) {
    t.equal((await t.waiting("an event", events.next())).value.data, String(count));
  }
  await t.eventually(() => counts.every((count) => count === 100), "all comments");
  t.same([quiet.lastEventId, looped.lastEventId], ["99", "99"]);
});

check("what onComment throws is reported, and the events go on", "", async (t) => {
  const reported = [];
  const listener = (event) => {
    reported.push(event.error?.message);
    event.preventDefault();
  };
  globalThis.addEventListener("error", listener);
  t.atEnd(() => globalThis.removeEventListener("error", listener));
  const { url } = await t.stream(": a\n: b\ndata: x\n\n");
  const onComment = (comment) => {
    throw new Error(comment);
  };
  await t.next(t.open(url, { onComment }), "message");
  t.same(reported, ["a", "b"]);
});

check("onComment may close the source, and nothing follows", "", async (t) => {
  const { url } = await t.stream(": a\ndata: x\n\n: b\n");
  const seen = [];
  const source = t.open(url, {
    onComment(comment) {
      seen.push(comment);
      source.close();
    },
  });
  source.onmessage = ({ data }) => seen.push(data);
  await t.eventually(() => seen.length > 0, "a comment");
  await t.pause(100);
  t.same(seen, ["a"]);
});

check("parse is not called for events that nobody hears, also beside comments", "", async (t) => {
  const { url } = await t.stream(": a\nevent: unheard\ndata: x\n\n: b\n");
  const seen = [];
  const source = t.open(url, { parse: (data) => seen.push(data), onComment: (comment) => seen.push(comment) });
  await t.eventually(() => seen.includes("b"), "the comments");
  t.same(seen, ["a", "b"]);
  source.close();
});
