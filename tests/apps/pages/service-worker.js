import { show, stream } from "./show.js";

const program = new URL("./in-service-worker.js", import.meta.url);
navigator.serviceWorker.onmessage = show;
navigator.serviceWorker.register(program, { type: "module" }).then(({ installing, active }) => {
  (installing ?? active).postMessage(stream);
});
