"use client";

import { EventSource, init } from "eventsource-wasm/external";
import { useStream } from "../useStream.js";

function open(stream, show) {
  const leaving = new AbortController();
  init().then(() => {
    new EventSource(stream, { signal: leaving.signal }).onmessage = show;
  });
  return () => leaving.abort();
}

export function Stream() {
  return <output>{useStream(open)}</output>;
}
