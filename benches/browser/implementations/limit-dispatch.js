// The events made and dispatched, without a network.

import { createParser } from "eventsource-parser";

const LONG_ENOUGH = 200;

export async function prepare(url) {
  const messages = [];
  const parser = createParser({ onEvent: (message) => messages.push(message) });
  parser.feed(await (await fetch(url)).text());
  // What the server says at the end.
  messages.pop();
  return (_url, type, hear) => {
    const target = new EventTarget();
    target.addEventListener(type, ({ data }) => hear.event(data));
    const end = performance.now() + LONG_ENOUGH;
    let times = 0;
    do {
      for (const { event = "message", data, id: lastEventId } of messages) {
        target.dispatchEvent(new MessageEvent(event, { data, lastEventId, origin }));
      }
      times += 1;
    } while (performance.now() < end);
    hear.end(times);
    return () => {};
  };
}
