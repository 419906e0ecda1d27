// The parser: first at once, then as a stream, then at once again.

import { tell, tellAll } from "./tell.js";

if (new URLSearchParams(location.search).has("without")) {
  delete globalThis.WebAssembly;
}
const { EventSourceParserStream, createParser } = await import("/dist/stream.js");
const seen = [];
const atOnce = () => {
  try {
    createParser({ onEvent: ({ data }) => seen.push(data) }).feed("data: at once\n\n");
  } catch ({ message }) {
    seen.push(message);
  }
};
try {
  atOnce();
  const [first, second] = [new EventSourceParserStream(), new EventSourceParserStream()];
  for (const { readable, writable } of [first, second]) {
    const writer = writable.getWriter();
    const written = writer.write("id: 1\ndata: 3 €\n\n").then(() => writer.close());
    for await (const { data } of readable) {
      seen.push(data);
    }
    await written;
  }
  atOnce();
} catch (error) {
  seen.push(`thrown: ${error}`);
}
tellAll(`last: ${seen.join(" | ")}`).catch(tell);
