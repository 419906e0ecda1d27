// The readable side of the parser stream. A platform's stream spends more on each chunk of its own than parsing costs; so
// `for await` takes events past it, and only what must be waited for, the end and errors come through it.

import type { ParsedEvents } from "./parsed-events.ts";
import type { EventSourceMessage } from "./stream-types.ts";

type Result = IteratorResult<EventSourceMessage, undefined>;
type EventStream = ReadableStream<EventSourceMessage> & AsyncIterable<EventSourceMessage>;

export function createEventStream(events: ParsedEvents, cancel: (reason: unknown) => void): EventStream {
  let controller: ReadableStreamDefaultController<EventSourceMessage>;
  let iterating = false;

  const stream = new ReadableStream<EventSourceMessage>(
    {
      start(given) {
        controller = given;
      },
      async pull() {
        await events.arrival();
        if (!events.any) {
          events.finish(controller);
        }
        while (events.any) {
          controller.enqueue(events.take());
          if (iterating) {
            return;
          }
        }
      },
      cancel,
    },
    { highWaterMark: 0 },
  );

  /** Streams standard, "asynchronous iteration", which browsers had late. */
  function values({
    preventCancel = false,
  }: ReadableStreamIteratorOptions = {}): AsyncIterableIterator<EventSourceMessage> {
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
        // In order: nothing is before these if no read waits and the stream's own queue is empty.
        return events.any && !reading && !isOver && controller.desiredSize === 0
          ? Promise.resolve({ done: false, value: events.take() })
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
