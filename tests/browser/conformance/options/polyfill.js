// The entries that make the class a global.

import { check, groupOf } from "../harness.js";

groupOf("polyfill");

let times = 0;

/** Runs an entry of the package anew with this as the global; gives the global's property afterwards. */
async function globalAfter(t, entry, before) {
  const own = Object.getOwnPropertyDescriptor(globalThis, "EventSource");
  t.atEnd(() => own && Object.defineProperty(globalThis, "EventSource", own));
  delete globalThis.EventSource;
  if (before) {
    globalThis.EventSource = before;
  }
  times += 1;
  await import(new URL(`../../../../dist/${entry}.js?${times}`, import.meta.url).href);
  return Object.getOwnPropertyDescriptor(globalThis, "EventSource");
}

check(
  "the polyfill fills a gap and leaves what is there, the forced one does not",
  "",
  async (t) => {
    const { value, ...attributes } = await globalAfter(t, "polyfill");
    t.equal(value, t.EventSource);
    t.same(attributes, { writable: true, enumerable: false, configurable: true });
    class Other {}
    t.equal((await globalAfter(t, "polyfill", Other)).value, Other);
    t.equal((await globalAfter(t, "polyfill/force", Other)).value, t.EventSource);
  },
  // `import()` is not allowed there.
  { needs: () => !("ServiceWorkerGlobalScope" in globalThis) },
);

const FORCE = new URL("../../../../dist/polyfill/force.js", import.meta.url).href;
const CLASSIC = new URL("../../../../dist/eventsource-wasm.js", import.meta.url).href;

/** What a worker does: it has the class as its global, opens a source by that, and tells what it heard. */
const TELL = `function tell(url, port) {
  const source = new EventSource(url);
  source.onmessage = ({ data }) => port.postMessage([data, String(source), "events" in source]);
  source.onerror = () => port.postMessage(["an error", source.readyState]);
}`;
const AS_MODULE = `import ${JSON.stringify(FORCE)}; ${TELL}`;
const AS_SCRIPT = `importScripts(${JSON.stringify(CLASSIC)}); self.EventSource = EventSourceWasm.EventSource; ${TELL}`;
const ON_MESSAGE = "onmessage = ({ data, ports: [port] }) => tell(data, port);";
const ON_CONNECT = `onconnect = ({ ports: [own] }) => { own.onmessage = ({ data, ports: [port] }) => tell(data, port); };`;
const ON_INSTALL = 'addEventListener("install", () => skipWaiting());';

const inBlob = (code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
const module = { type: "module" };

async function serve(t, text) {
  const headers = { "content-type": "text/javascript" };
  return (await t.server.create({ otherwise: { status: 200, headers, text } })).url;
}

/** How to make each kind of worker: who takes messages for it, and how it ends. */
const WORKERS = {
  "a module worker": async (serve) => ended(await serve(AS_MODULE + ON_MESSAGE), module),
  "a classic worker": async (serve) => ended(await serve(AS_SCRIPT + ON_MESSAGE)),
  "a module worker of a blob": () => ended(inBlob(AS_MODULE + ON_MESSAGE), module),
  "a classic worker of a blob": () => ended(inBlob(AS_SCRIPT + ON_MESSAGE)),
  "a module worker of a data: URL": () => ended(inData(AS_MODULE + ON_MESSAGE), module),
  "a classic worker of a data: URL": () => ended(inData(AS_SCRIPT + ON_MESSAGE)),
  "a shared worker": async (serve) => shared(await serve(AS_MODULE + ON_CONNECT), module),
  "a classic shared worker": async (serve) => shared(await serve(AS_SCRIPT + ON_CONNECT)),
  "a service worker": async (serve) => inService(await serve(AS_MODULE + ON_INSTALL + ON_MESSAGE), module),
  "a classic service worker": async (serve) => inService(await serve(AS_SCRIPT + ON_INSTALL + ON_MESSAGE)),
};

const inData = (code) => `data:text/javascript,${encodeURIComponent(code)}`;

function ended(url, options) {
  const target = new Worker(url, options);
  return { target, end: () => target.terminate() };
}

/** It ends when its page does. */
function shared(url, options) {
  return { target: new SharedWorker(url, options).port, end() {} };
}

async function inService(url, options) {
  const registration = await navigator.serviceWorker.register(url, options);
  const target = registration.installing ?? registration.waiting ?? registration.active;
  return { target, end: () => registration.unregister() };
}

for (const [what, make] of Object.entries(WORKERS)) {
  check(
    `the class is the global of ${what}`,
    "",
    async (t) => {
      const stream = await t.stream("data: x\n\n");
      const { target, end } = await make((code) => serve(t, code));
      t.atEnd(end);
      const { port1, port2 } = new MessageChannel();
      const told = new Promise((resolve) => {
        port1.onmessage = ({ data }) => resolve(data);
      });
      target.postMessage(stream.url, [port2]);
      t.same(await t.waiting("the worker", told), ["x", "[object EventSource]", true]);
    },
    { only: ["window"] },
  );
}
