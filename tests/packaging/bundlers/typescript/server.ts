// A server in Node, whose types know nothing of browsers, reads a stream of another.

import { EventSourceParserStream } from "eventsource-wasm/stream";

export async function follow(address: string): Promise<string | undefined> {
  const { body } = await fetch(address);
  const events = body?.pipeThrough(new EventSourceParserStream());
  for await (const { data } of events ?? []) {
    return data;
  }
  return undefined;
}
