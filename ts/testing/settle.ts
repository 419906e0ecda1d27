// Waits for pending effects: promise reactions, and messages from task to task.

import { LOADING } from "../load/core-loader.ts";

/** A request, its head, a chunk, and the reaction of a listener: each may take a task. */
const TASKS = 4;

export async function settle(): Promise<void> {
  await nextTask();
  await Reflect.get(globalThis, LOADING);
  for (let task = 0; task < TASKS; task++) {
    await nextTask();
  }
}

/** By a message: timers may be stopped, and promises take no task. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
