// The readable side of the parser stream. A platform's stream takes more time for each chunk than parsing takes, so `for
// await` bypasses it, and uses it only to wait, for the end and for errors.

import type { EventSourceStreamMessage } from "../types/stream.ts";
import type { ParsedEvents } from "./parsed-events.ts";

type Result = IteratorResult<EventSourceStreamMessage, undefined>;
type EventStream = ReadableStream<EventSourceStreamMessage> & AsyncIterable<EventSourceStreamMessage>;

export function createEventStream(events: ParsedEvents, cancel: (reason: unknown) => void): EventStream {
  let controller: ReadableStreamDefaultController<EventSourceStreamMessage>;
  let iterating = false;

  const stream = new ReadableStream<EventSourceStreamMessage>(
    {
      start(given) {
        controller = given;
      },
      async pull() {
        do {
          await events.arrival();
          for (let event = events.next(); event; event = events.next()) {
            controller.enqueue(event);
            if (iterating) {
              return;
            }
          }
        } while (controller.desiredSize === 0 && !events.finish(controller));
      },
      cancel,
    },
    { highWaterMark: 0 },
  );

  /** Streams standard, "asynchronous iteration", which browsers were late to support. */
  function values({
    preventCancel = false,
  }: ReadableStreamIteratorOptions = {}): AsyncIterableIterator<EventSourceStreamMessage> {
    const reader = stream.getReader();
    let reading = 0;
    let isOver = false;
    iterating = true;

    const finish = () => {
      iterating = false;
      isOver = true;
      reader.releaseLock();
    };
    const read = async (): Promise<Result> => {
      reading++;
      try {
        const result = await reader.read();
        reading--;
        if (result.done) finish();
        return result as Result;
      } catch (error) {
        finish();
        throw error;
      }
    };
    return {
      next() {
        // The order is kept: no read is pending and the stream's own queue is empty.
        const value = !reading && !isOver && controller.desiredSize === 0 ? events.next() : undefined;
        return value
          ? Promise.resolve({ done: false, value })
          : isOver
            ? Promise.resolve({ done: true, value: undefined })
            : read();
      },
      async return() {
        if (!isOver) {
          const canceled = preventCancel ? undefined : reader.cancel();
          finish();
          await canceled;
        }
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
  return Object.assign(stream, { values, [Symbol.asyncIterator]: values });
}
