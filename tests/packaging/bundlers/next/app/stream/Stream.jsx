"use client";

import { EventSourceParserStream } from "eventsource-wasm/stream";
import { useStream } from "../useStream.js";

function open(stream, show) {
  const leaving = new AbortController();
  read(stream, show, leaving.signal).catch((error) => {
    if (!leaving.signal.aborted) {
      throw error;
    }
  });
  return () => leaving.abort();
}

async function read(stream, show, signal) {
  const { body } = await fetch(stream, { signal });
  for await (const event of body.pipeThrough(new EventSourceParserStream())) {
    show(event);
  }
}

export function Stream() {
  return <output>{useStream(open)}</output>;
}
