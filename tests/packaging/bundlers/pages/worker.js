import { show, stream } from "./show.js";

const worker = new Worker(new URL("./in-worker.js", import.meta.url), { type: "module" });
worker.onmessage = show;
worker.postMessage(stream);
