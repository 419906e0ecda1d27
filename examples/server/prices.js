// A price every second, as numbered events. The last thousand are kept, so that a client that lost its connection gets
// the events that it missed.

const KEPT = 1000;
const INTERVAL = 1000;

const log = [];
const readers = new Set();
let lastId = 0;

setInterval(() => {
  lastId += 1;
  const price = { symbol: "ACME", price: 100 + (lastId % 7) };
  const event = { id: lastId, text: `id: ${lastId}\nevent: price\ndata: ${JSON.stringify(price)}\n\n` };
  log.push(event);
  log.splice(0, log.length - KEPT);
  for (const read of readers) read(event.text);
}, INTERVAL).unref();

/** The events after this ID, all in one text. Without an ID the client is new, and gets the newest event. */
export function eventsAfter(id) {
  const missed = id === undefined ? log.slice(-1) : log.filter((event) => event.id > Number(id));
  return missed.map(({ text }) => text).join("");
}

/** Calls `read` with each event from now on. Gives a function that ends this. */
export function follow(read) {
  readers.add(read);
  return () => readers.delete(read);
}
