import { show, stream } from "./show.js";

const { port } = new SharedWorker(new URL("./in-shared-worker.js", import.meta.url), { type: "module" });
port.onmessage = show;
port.postMessage(stream);
