// Why tabs share by BroadcastChannel and Web Locks, and not by a SharedWorker: `node tests/browser/sharing/transports.mjs`. The same
// messages, of ten events each, go from one who leads to tabs that dispatch them; then the tab that came first is lost.

import { createServer } from "node:http";
import { protocol, startBrowser } from "../lifecycle/browser.mjs";
import { memoryOf, sum, timeOf } from "./processes.mjs";
import { pause } from "./tabs.mjs";

const MORE = 4;
const MESSAGES = 2000;
const EVENTS = 10;
/** Ms between two messages. */
const EVERY = 5;
/** Ms without a message after which a tab counts as deaf. */
const TIMEOUT = 2000;

/** In the leader: sends messages by `send`, without end if there are no `messages`. */
function lead(send, { messages = Number.POSITIVE_INFINITY, events, every }) {
  let count = 0;
  const timer = setInterval(() => {
    const table = Uint32Array.from({ length: 6 * events }, (_, index) => index);
    send({ text: "0123456789".repeat(10), table, at: performance.timeOrigin + performance.now() });
    if (++count === messages) {
      clearInterval(timer);
    }
  }, every);
}

/** In a tab: makes events of what comes, as a source does. */
function follow(target) {
  const source = new EventTarget();
  globalThis.heard = { messages: 0, events: 0, delays: [], last: performance.now() };
  source.addEventListener("message", () => {
    heard.events += 1;
  });
  target.onmessage = ({ data: { text, table, at } }) => {
    heard.messages += 1;
    heard.last = performance.now();
    heard.delays.push(performance.timeOrigin + heard.last - at);
    for (let row = 0; row < table.length; row += 6) {
      const data = text.slice(table[row], table[row + 1]);
      source.dispatchEvent(new MessageEvent("message", { data, origin: location.origin, lastEventId: data }));
    }
  };
}

const WORKER = `${lead}
const ports = new Set();
onconnect = ({ ports: [port] }) => {
  ports.add(port);
  port.onmessage = ({ data }) => lead((message) => ports.forEach((each) => each.postMessage(message)), data);
};`;

/** How a tab joins, and how the leading begins: the first tab leads, or the worker does. */
const TRANSPORTS = {
  BroadcastChannel: {
    join: `globalThis.channel = new BroadcastChannel("x"); (${follow})(channel);`,
    begin: (setting) => `(${lead})((message) => channel.postMessage(message), ${JSON.stringify(setting)})`,
  },
  SharedWorker: {
    join: `globalThis.worker = new SharedWorker("/worker.js"); (${follow})(worker.port);`,
    begin: (setting) => `worker.port.postMessage(${JSON.stringify(setting)})`,
  },
};

console.log("                   one more tab: kB   µs of CPU an event   ms until heard: median, 99th of 100");
for (const name of Object.keys(TRANSPORTS)) {
  const [one, more] = [await measure(name, 1), await measure(name, 1 + MORE)];
  const per = (key, digits) => ((more[key] - one[key]) / MORE).toFixed(digits).padStart(18);
  console.log(
    `${name.padEnd(17)}${per("memory", 0)}${per("time", 1)}${more.delays
      .map((ms) => ms.toFixed(1))
      .join(", ")
      .padStart(24)}`,
  );
}
for (const way of ["close", "crash"]) {
  console.log(`SharedWorker, and the tab that started it is lost by ${way}: ${await lose(way)}`);
}

/** A browser with so many tabs that follow. */
async function measure(name, count) {
  const { tabs, group, end } = await open(name, count);
  await pause(2000);
  const memory = sum(group, memoryOf);
  const before = sum(group, timeOf);
  await tabs[0].evaluate(TRANSPORTS[name].begin({ messages: MESSAGES, events: EVENTS, every: EVERY }));
  // Who leads by a channel does not hear itself.
  const hears = tabs.at(-1);
  if (count > 1 || name === "SharedWorker") {
    while ((await hears.evaluate(() => heard.messages)) < MESSAGES) {
      await pause(200);
    }
  } else {
    await pause(MESSAGES * EVERY * 1.2);
  }
  const time = (sum(group, timeOf) - before) / (MESSAGES * EVENTS);
  const delays = await hears.evaluate(() => heard.delays.sort((a, b) => a - b));
  await end();
  return { memory, time, delays: [0.5, 0.99].map((part) => delays[Math.floor(part * delays.length)] ?? 0) };
}

/** Whether the other tabs go on hearing. */
async function lose(way) {
  const { context, tabs, end } = await open("SharedWorker", 3);
  await tabs[0].evaluate(TRANSPORTS.SharedWorker.begin({ events: EVENTS, every: EVERY }));
  await pause(500);
  if (way === "close") {
    await tabs[0].close();
  } else {
    const session = await protocol(context, tabs[0]);
    await Promise.race([session.send("Page.crash").catch(() => {}), pause(100)]);
  }
  await pause(TIMEOUT);
  const silences = await Promise.all(tabs.slice(1).map((tab) => tab.evaluate(() => performance.now() - heard.last)));
  await end();
  return silences.every((ms) => ms < TIMEOUT / 2)
    ? "the others go on hearing"
    : "the others hear nothing more, and are not told";
}

async function open(name, count) {
  const ends = [];
  const scope = { after: (end) => ends.unshift(end) };
  const server = createServer(({ url }, response) => {
    const [type, text] = url === "/worker.js" ? ["text/javascript", WORKER] : ["text/html", "<!doctype html>"];
    response.writeHead(200, { "content-type": type }).end(text);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  scope.after(() => server.close());
  const { context, group } = await startBrowser(scope);
  const tabs = [];
  for (let index = 0; index < count; index++) {
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.evaluate(TRANSPORTS[name].join);
    tabs.push(tab);
  }
  // Timers of hidden tabs are held back.
  await tabs[0].bringToFront();
  const end = async () => {
    for (const each of ends) {
      await each();
    }
    server.closeAllConnections();
  };
  return { context, tabs, group, end };
}
