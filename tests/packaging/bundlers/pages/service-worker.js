import { show, stream } from "./show.js";

navigator.serviceWorker.onmessage = show;
navigator.serviceWorker
  .register(new URL("./in-service-worker.js", import.meta.url), { type: "module" })
  .then(({ installing, active }) => (installing ?? active).postMessage(stream));
