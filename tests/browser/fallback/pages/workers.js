// Starts a worker of each kind that is asked for; they tell for themselves.

import { tell } from "./tell.js";

const query = new URLSearchParams(location.search);
const address = `/in-worker.js?entry=${query.get("entry")}`;
const module = { type: "module" };
const START = {
  dedicated: () => new Worker(address, module),
  shared: () => new SharedWorker(address, module),
  service: () => navigator.serviceWorker.register("/in-service-worker.js", module),
  classic: () => new Worker("/in-classic-worker.js"),
};
try {
  globalThis.worker = await START[query.get("kind")]();
} catch (error) {
  tell(`last: thrown: ${error}`);
}
