// What Node does otherwise than browsers, and what other code of the process does: no source suffers for it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

/** What a script of its own prints, line by line, where `server` is an event server and `listen` makes a source of it. */
function run(script) {
  const whole = `
    process.on("uncaughtException", (error) => console.log("uncaught", error?.message ?? error));
    process.on("unhandledRejection", (error) => console.log("unhandled", error?.message ?? error));
    const { EventSource } = await import("./dist/index.js");
    const { createEventServer } = await import("./dist/testing.js");
    const server = createEventServer();
    const listen = (name, options) => {
      const source = new EventSource("https://example.test/", { fetch: server.fetch, ...options });
      source.addEventListener("message", ({ data }) => console.log(name, data));
      return source;
    };
    ${script}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", whole], {
    timeout: 20_000,
    encoding: "utf8",
  });
  assert.deepEqual([stderr, status], ["", 0]);
  return stdout.trim().split("\n");
}

test("an event that `parse` refuses is reported as uncaught, and every source has the next ones", () => {
  const printed = run(`
    listen("a", { parse: JSON.parse });
    listen("b");
    await server.send("1");
    await server.send("{");
    await server.send("2");`);
  assert.match(
    printed.splice(
      printed.findIndex((line) => line.startsWith("uncaught")),
      1,
    )[0],
    /JSON/,
  );
  assert.deepEqual(printed, ["a 1", "b 1", "b {", "a 2", "b 2"]);
});

test("whatever is thrown, undefined too, is reported as it is", () => {
  const printed = run(`
    const thrown = [undefined, null, "text", Object.create(null)];
    listen("a", { parse: (data) => { if (data in thrown) { throw thrown[data]; } return data; } });
    for (const data of ["0", "1", "2", "3", "end"]) {
      await server.send(data);
    }`);
  assert.equal(printed.filter((line) => line.startsWith("uncaught")).length, 4);
  assert.deepEqual(printed.at(-1), "a end");
});

test("a handler that is set after a listener of its type is called, on the source, and can be replaced", () => {
  const printed = run(`
    const source = listen("first");
    source.onmessage = function ({ data }) { console.log("handler", data, this === source); };
    await server.send("1");
    source.onmessage = ({ data }) => console.log("another", data);
    source.addEventListener("message", ({ data }) => console.log("last", data));
    await server.send("2");
    source.onmessage = null;
    await server.send("3");`);
  const expected = ["first 1", "handler 1 true", "first 2", "another 2", "last 2", "first 3", "last 3"];
  assert.deepEqual(printed, expected);
});

test("a step that throws, as where a global is replaced, is reported and stops no source", () => {
  const printed = run(`
    listen("a");
    listen("b");
    await server.send("1");
    const { MessageEvent } = globalThis;
    let broken = 0;
    globalThis.MessageEvent = class extends MessageEvent {
      constructor(type, init) {
        if (broken-- > 0) { throw new Error("broken"); }
        super(type, init);
      }
    };
    broken = 3;
    await server.send("2");
    await server.send("3");
    await server.send("4");`);
  assert.equal(printed.filter((line) => line === "uncaught broken").length, 3);
  assert.deepEqual(printed.filter((line) => /^[ab]/.test(line)).slice(0, 2), ["a 1", "b 1"]);
  assert.deepEqual(printed.slice(-2), ["a 4", "b 4"]);
});

test("of a chunk of which one event could not be dispatched, the others are", () => {
  const printed = run(`
    const { dispatchEvent } = EventTarget.prototype;
    EventTarget.prototype.dispatchEvent = function (event) {
      if (event.data === "2") { throw new Error("not this one"); }
      return dispatchEvent.call(this, event);
    };
    const text = "data: 1\\n\\ndata: 2\\n\\ndata: 3\\n\\n";
    const source = listen("a", {
      fetch: async () => new Response(text, { headers: { "Content-Type": "text/event-stream" } }),
    });
    source.onerror = () => source.close();`);
  assert.deepEqual(printed, ["a 1", "uncaught not this one", "a 3"]);
});

test("a loop whose `parse` asks for more, while it is asked, gets every event", () => {
  const printed = run(`
    const text = Array.from({ length: 20 }, (_, index) => "data: " + index + "\\n\\n").join("");
    const asked = [];
    let loop;
    const source = new EventSource("https://example.test/", {
      fetch: async () => new Response(text, { headers: { "Content-Type": "text/event-stream" } }),
      retry: { shouldRetry: () => false },
      parse: (data) => {
        if (Number(data) % 5 === 0) { asked.push(loop.next()); }
        return Number(data);
      },
    });
    loop = source.events();
    const had = [];
    for (let result = await loop.next(); !result.done; result = await loop.next()) {
      had.push(result.value.data);
    }
    for (const { value } of await Promise.all(asked)) {
      value && had.push(value.data);
    }
    console.log(had.sort((a, b) => a - b).join());`);
  assert.deepEqual(printed, [Array.from({ length: 20 }, (_, index) => index).join()]);
});

test("where a global is missing, the constructor says which, and the process goes on", () => {
  for (const name of [
    "AbortController",
    "fetch",
    "Headers",
    "MessageChannel",
    "MessageEvent",
    "Request",
    "TextDecoder",
  ]) {
    const printed = run(`
      delete globalThis.${name};
      try {
        new EventSource("https://example.test/", { headers: { "X-A": "1" } });
      } catch (error) {
        console.log(error.message);
      }`);
    assert.equal(printed.length, 1, String(printed));
    assert.match(printed[0], new RegExp(`^Failed to construct 'EventSource': this environment has no ${name}\\.`));
  }
});

test("without a global fetch a source with its own works", () => {
  assert.deepEqual(
    run(`
      delete globalThis.fetch;
      listen("a");
      await server.send("1");`),
    ["a 1"],
  );
});

test("a console that throws does no harm", () => {
  const printed = run(`
    console.warn = () => { throw new Error("forbidden"); };
    listen("a", { headers: { Cookie: "1" } });
    await server.send("1");`);
  assert.deepEqual(printed, ["a 1"]);
});

test("a refused body whose reader gives nothing, for ever, does not hold up the process", () => {
  const printed = run(`
    const body = { getReader: () => ({ read: async () => ({}), cancel() {} }) };
    const fetch = async () => ({ status: 500, headers: new Headers(), body });
    const source = new EventSource("https://example.test/", { fetch, readErrorBody: true });
    source.onerror = ({ status, body, willRetry }) => console.log(status, JSON.stringify(body), willRetry);`);
  assert.deepEqual(printed, ['500 "" false']);
});

test("a source for whose WebAssembly there is no memory runs without it, and says so", () => {
  const printed = run(`
    console.warn = console.log;
    const { Module } = WebAssembly;
    WebAssembly.Module = class extends Module {
      constructor(bytes) {
        if (bytes.length > 100) {
          throw new RangeError("no memory is left");
        }
        super(bytes);
      }
    };
    listen("a");
    await server.send("1");`);
  assert.deepEqual(printed, ["eventsource-wasm runs without WebAssembly here: no memory is left.", "a 1"]);
});
