"use client";

import { EventSource } from "eventsource-wasm";
import "eventsource-wasm/shared";
import { useStream } from "../useStream.js";

function open(stream, show) {
  const source = new EventSource(stream, { shared: true });
  source.onmessage = show;
  return () => source.close();
}

export function Stream() {
  return <output>{useStream(open)}</output>;
}
