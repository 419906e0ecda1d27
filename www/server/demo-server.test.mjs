// The rules of the demo's server, over real connections. Run: node --test www/server/demo-server.test.mjs

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createDemo } from "./demo-server.mjs";

const TICK = 10;
const LOG_SIZE = 500;

describe("the demo's server", () => {
  let demo;
  let address;

  before(async () => {
    ({ demo, address } = await start({ tokenLifetime: 30 }));
  });
  after(() => demo.close());

  it("answers 401 without a token and says what it wants", async () => {
    const response = await fetch(`${address}/events`);
    assert.equal(response.status, 401);
    assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="departures"');
    assert.equal((await response.json()).error, "token_required");
  });

  it("answers 401 to a token that it did not sign", async () => {
    const { accessToken } = await login(address);
    for (const bad of ["nonsense", `${accessToken.slice(0, -4)}AAAA`, `${btoa('{"alg":"none"}')}.${btoa("{}")}.`]) {
      const response = await open(address, bad);
      assert.equal(response.status, 401);
      assert.match(response.headers.get("www-authenticate"), /error="invalid_token"/);
      assert.equal((await response.json()).message, "The access token is not valid.");
    }
  });

  it("streams events with consecutive ids, the id being the sequence number", async () => {
    const { accessToken } = await login(address);
    const response = await open(address, accessToken);
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type"), /^text\/event-stream(;|$)/);
    const stream = read(response);
    const events = await stream.take(60);
    await stream.stop();
    assert.match(stream.text(), /^: Connected\nretry: 1000\n\n/);
    for (const [index, event] of events.entries()) {
      assert.equal(event.type, "departure");
      assert.equal(event.data.seq, event.id);
      assert.equal(event.id, events[0].id + index);
    }
  });

  it("replays everything after Last-Event-ID, once", async () => {
    const { accessToken } = await login(address);
    const first = read(await open(address, accessToken));
    const seen = await first.take(5);
    await first.stop();
    await sleep(20 * TICK);
    const last = seen.at(-1).id;
    const second = read(await open(address, accessToken, last));
    const missed = await second.take(40);
    await second.stop();
    assert.deepEqual(
      missed.map((event) => event.id),
      missed.map((_, index) => last + 1 + index),
    );
  });

  it("replays what its log still holds to one who was away too long", async () => {
    const small = await start({ logSize: 20, history: 100 });
    const { accessToken } = await login(small.address);
    const stream = read(await open(small.address, accessToken, 1));
    const [oldest] = await stream.take(1);
    await stream.stop();
    await small.demo.close();
    assert.ok(oldest.id > 80, `oldest is ${oldest.id}`);
  });

  it("starts an unknown or future Last-Event-ID with a full board", async () => {
    const { accessToken } = await login(address);
    for (const id of ["999999999", "-1", "abc", "1e3"]) {
      const { lastEventId } = await stats(address);
      const stream = read(await open(address, accessToken, id));
      const [event] = await stream.take(1);
      await stream.stop();
      assert.ok(event.id <= lastEventId && event.id > lastEventId - 60, `${id}: ${event.id} of ${lastEventId}`);
    }
  });

  it("cuts every open stream on a drop", async () => {
    while ((await stats(address)).connections > 0) await sleep(TICK);
    const { accessToken } = await login(address);
    const streams = [read(await open(address, accessToken)), read(await open(address, accessToken))];
    for (const stream of streams) await stream.take(1);
    assert.equal((await stats(address)).connections, 2);
    assert.deepEqual(await post(address, "/fault/drop"), { dropped: 2 });
    for (const stream of streams) await assert.rejects(stream.toEnd(), TypeError);
    assert.equal((await stats(address)).connections, 0);
  });

  it("ends the streams of a revoked token, and only those, and refuses it afterwards", async () => {
    const mine = await login(address);
    const other = await login(address);
    const myStream = read(await open(address, mine.accessToken));
    const otherStream = read(await open(address, other.accessToken));
    const [{ id }] = await otherStream.take(1);
    assert.deepEqual(await post(address, "/fault/expire", undefined, mine.accessToken), { ended: 1 });
    await myStream.toEnd();
    assert.equal((await open(address, mine.accessToken)).status, 401);
    assert.ok((await otherStream.take(5)).at(-1).id > id);
    await otherStream.stop();

    const fresh = await post(address, "/token", { refreshToken: mine.refreshToken });
    const again = read(await open(address, fresh.accessToken));
    await again.take(1);
    await again.stop();
  });

  it("refuses an unknown refresh token, a nameless login and another site's page", async () => {
    const request = (path, body, headers) =>
      fetch(address + path, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });
    assert.equal((await request("/token", '{"refreshToken":"guess"}')).status, 401);
    assert.equal((await request("/token", "null")).status, 400);
    assert.equal((await request("/login", '{"name":"  "}')).status, 400);
    assert.equal((await request("/login", "{")).status, 400);
    assert.equal((await request("/login", '{"name":"a"}', { "Sec-Fetch-Site": "cross-site" })).status, 403);
    assert.equal((await request("/fault/drop", "{}", { "Sec-Fetch-Site": "same-site" })).status, 403);
  });
});

describe("a token's expiry", () => {
  it("ends the stream in good order, refuses the old token, and a fresh one loses nothing", async () => {
    const { demo, address } = await start({ tokenLifetime: 1 });
    const { accessToken, refreshToken, expiresIn } = await login(address);
    assert.equal(expiresIn, 1);
    const began = Date.now();
    const first = read(await open(address, accessToken));
    await first.toEnd();
    const lasted = Date.now() - began;
    assert.ok(lasted > 800 && lasted < 2000, `ended after ${lasted} ms`);

    const refused = await open(address, accessToken);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get("www-authenticate"), /error_description="The access token expired\."/);
    await refused.body.cancel();

    const last = first.events().at(-1).id;
    const fresh = await post(address, "/token", { refreshToken });
    const second = read(await open(address, fresh.accessToken, last));
    const [next] = await second.take(1);
    assert.equal(next.id, last + 1);
    await second.stop();
    await demo.close();
  });
});

describe("closing the demo", () => {
  it("ends open streams in good order", async () => {
    const { demo, address } = await start();
    const { accessToken } = await login(address);
    const stream = read(await open(address, accessToken));
    await stream.take(1);
    await Promise.all([stream.toEnd(), demo.close()]);
    await assert.rejects(fetch(`${address}/stats`));
  });
});

async function start(options) {
  const demo = createDemo({ tick: TICK, logSize: LOG_SIZE, ...options });
  return { demo, address: await demo.listen(0) };
}

async function post(address, path, body, token) {
  const response = await fetch(address + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body ?? {}),
  });
  assert.equal(response.status, 200, path);
  return response.json();
}

const login = (address) => post(address, "/login", { name: "Ada" });
const stats = async (address) => (await fetch(`${address}/stats`)).json();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function open(address, token, lastEventId) {
  const headers = { Authorization: `Bearer ${token}` };
  if (lastEventId !== undefined) headers["Last-Event-ID"] = String(lastEventId);
  return fetch(`${address}/events`, { headers });
}

/** Reads a stream as far as a test wants. The server writes whole events, so a plain split is enough. */
function read(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let taken = 0;

  function events() {
    const blocks = text.split("\n\n").slice(0, -1);
    return blocks.flatMap((block) => {
      const fields = new Map(block.split("\n").map((line) => [line.split(":", 1)[0], line.replace(/^\w*: /, "")]));
      if (!fields.has("id")) return [];
      return [{ type: fields.get("event"), id: Number(fields.get("id")), data: JSON.parse(fields.get("data")) }];
    });
  }

  async function more() {
    const { done, value } = await reader.read();
    if (!done) text += value;
    return !done;
  }

  return {
    text: () => text,
    events,
    /** The next `count` events. */
    async take(count) {
      while (events().length < taken + count) assert.ok(await more(), "the stream ended early");
      taken += count;
      return events().slice(taken - count, taken);
    },
    async toEnd() {
      while (await more());
    },
    stop: () => reader.cancel(),
  };
}
