// Refreshing credentials that takes its time, in virtual time: hangs, late answers, refresh tokens that may be used once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EventSource } from "../../../dist/index.js";
import { createEventServer } from "../../../dist/testing.js";

/** An API that accepts one token, and whose refusals take so many ms by source. */
function api(t, delays = {}) {
  const server = createEventServer({ virtualTime: true });
  const state = { server, accepted: "new", refused: 0 };
  t.after(() => server.close());
  state.open = (name, token, onUnauthorized) => {
    const fetch = async (url, init) => {
      const given = new Headers(init.headers).get("Authorization");
      if (given !== state.accepted) {
        state.refused += 1;
        await new Promise((resolve) => setTimeout(resolve, delays[name] ?? 0));
        return new Response("", { status: 401 });
      }
      return server.fetch(url, init);
    };
    const headers = () => ({ Authorization: token() });
    const source = new EventSource(`https://api.example/${name}`, {
      fetch,
      headers,
      onUnauthorized,
      retry: { jitterRatio: 0 },
    });
    t.after(() => source.close());
    source.told = [];
    source.onopen = () => source.told.push("open");
    source.onerror = ({ reason, willRetry }) => source.told.push(`${reason} ${willRetry}`);
    return source;
  };
  return state;
}

test("a refresh that hangs is given up after 30 s and called again; its late answer harms nobody", async (t) => {
  const { server, open } = api(t);
  let token = "old";
  const calls = [];
  const refresh = () =>
    new Promise((resolve) => {
      calls.push(resolve);
      if (calls.length === 2) {
        token = "new";
        resolve(true);
      }
    });
  const first = open("first", () => token, refresh);
  await server.settle();
  await server.advance(29_000);
  assert.equal(calls.length, 1);
  await server.advance(10_000);
  assert.deepEqual([calls.length, first.told], [2, ["unauthorized true", "open"]]);
  calls[0](true);
  await server.settle();
  const second = open("second", () => token, refresh);
  await server.settle();
  assert.deepEqual([calls.length, second.told], [2, ["open"]]);
});

test("a refresh that hangs for one source is not joined by those that come after its time", async (t) => {
  const { server, open } = api(t);
  let token = "old";
  let calls = 0;
  const refresh = () => {
    calls += 1;
    if (calls === 1) {
      return new Promise(() => {});
    }
    token = "new";
    return true;
  };
  const first = open("first", () => token, refresh);
  await server.advance(100);
  first.close();
  await server.advance(31_000);
  const second = open("second", () => token, refresh);
  await server.advance(100);
  assert.deepEqual([calls, second.told], [2, ["open"]]);
});

test("a late answer of a refresh that was given up counts for requests that were made before it", async (t) => {
  const { server, open } = api(t, { late: 40_000 });
  let token = "old";
  const calls = [];
  const refresh = () => new Promise((resolve) => calls.push(resolve));
  const late = open("late", () => token, refresh);
  const first = open("first", () => token, refresh);
  await server.settle();
  await server.advance(31_000);
  token = "new";
  calls[0](true);
  await server.advance(20_000);
  assert.deepEqual([calls.length, late.told, first.told], [1, ["open"], ["unauthorized true", "open"]]);
});

for (const [what, delays] of [
  ["at once", {}],
  ["one after the other", { a: 0, b: 50, c: 300, d: 2000, e: 20_000 }],
]) {
  test(`five sources whose refusals come ${what} use a refresh token once`, async (t) => {
    const state = api(t, delays);
    const [used, tokens] = [[], { access: "old", refresh: "r1" }];
    const refresh = async () => {
      const given = tokens.refresh;
      used.push(given);
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (used.indexOf(given) !== used.length - 1) {
        return false;
      }
      tokens.access = state.accepted;
      tokens.refresh = `r${used.length + 1}`;
      return true;
    };
    const sources = ["a", "b", "c", "d", "e"].map((name) => state.open(name, () => tokens.access, refresh));
    await state.server.settle();
    await state.server.advance(30_000);
    assert.deepEqual([used, sources.map(({ told }) => told.join())], [["r1"], Array(5).fill("open")]);
    // An hour later the token has expired: one more refresh for all.
    state.accepted = "newer";
    const reopened = ["a", "b", "c", "d", "e"].map((name) => state.open(name, () => tokens.access, refresh));
    await state.server.settle();
    await state.server.advance(30_000);
    assert.deepEqual([used, reopened.map(({ told }) => told.join())], [["r1", "r2"], Array(5).fill("open")]);
  });
}

test("a refresh that says no is asked for again by the next refusal", async (t) => {
  const { server, open } = api(t, { b: 500 });
  let calls = 0;
  const refresh = () => {
    calls += 1;
    return false;
  };
  const sources = ["a", "b"].map((name) => open(name, () => "old", refresh));
  await server.settle();
  await server.advance(1000);
  assert.deepEqual([calls, sources.map(({ told }) => told.join())], [2, Array(2).fill("unauthorized false")]);
});
