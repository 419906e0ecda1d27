"use client";

import { EventSource } from "eventsource-wasm";
import { useStream } from "../useStream.js";

function open(stream, show) {
  const source = new EventSource(stream);
  source.onmessage = show;
  return () => source.close();
}

export function Stream() {
  return <output>{useStream(open)}</output>;
}
