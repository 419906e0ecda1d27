// Runs one client for a while, and tells what it heard.

import { CLIENTS } from "./clients.js";

globalThis.runClient = async (name, url, duration) => {
  const heard = { data: [], errors: 0 };
  const close = CLIENTS[name](url, {
    event: (data, closeNow) => {
      heard.data.push(data);
      if (data === "close") {
        closeNow();
      } else if (data === "throw") {
        throw new Error("a listener's own");
      }
    },
    error: () => {
      heard.errors += 1;
    },
  });
  await new Promise((resolve) => setTimeout(resolve, duration));
  return { heard, close: () => close() };
};
