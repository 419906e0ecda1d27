// The channel on which participants post to each other.

import { isNumbers, type Message } from "../core/sharing-core.ts";
import { SharedPayload } from "./shared-payload.ts";

/** The leader answers a ping. */
export const PING = "ping";
export const PONG = "pong";
type Signal = typeof PING | typeof PONG;

export class Channel {
  readonly #channel: BroadcastChannel;

  /** Throws if the page cannot open a channel. */
  constructor(name: string, onMessage: (message: Message<SharedPayload> | Signal) => void) {
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => {
      const message = data === PING || data === PONG ? data : messageFrom(data);
      if (message) {
        onMessage(message);
      }
    };
  }

  post({ numbers, text, payloads }: Message<SharedPayload>): void {
    this.#channel.postMessage([numbers, text, payloads.map((payload) => payload.clone())]);
  }

  signal(signal: Signal): void {
    this.#channel.postMessage(signal);
  }

  close(): void {
    this.#channel.close();
  }
}

/** Returns `undefined` for an invalid message: other code of the origin may post anything. */
function messageFrom(data: unknown): Message<SharedPayload> | undefined {
  try {
    const [numbers, text, payloads] = data as [unknown, unknown, Parameters<typeof SharedPayload.from>[0][]];
    if (isNumbers(numbers) && (text === undefined || typeof text === "string")) {
      return { numbers, text, payloads: payloads.map((payload) => SharedPayload.from(payload)) };
    }
  } catch {
    // Ignored: the message is invalid.
  }
  return undefined;
}
