// Runs the checks in the scope that the address names, and keeps what became of them for the runner.

const { suite, scope, which, grep } = Object.fromEntries(new URLSearchParams(location.search));
const setting = { suite, scope, which, grep };

const SCOPES = {
  window: async () => (await import("../entry.js")).run(setting),
  iframe: () => inFrame({ src: "frame.html" }),
  "about:blank": () => inFrame({}),
  worker: () => inWorker(new Worker("worker.js", { type: "module" })),
  "classic worker": () => inWorker(new Worker("classic-worker.js")),
  "shared worker": () => inWorker(new SharedWorker("worker.js", { type: "module", name: which }).port),
  "service worker": inServiceWorker,
};

// The runner looks for it here: sources that were left behind may hold all connections, so no request could tell it.
globalThis.report = await SCOPES[scope]().then(
  (results) => ({ results }),
  (error) => ({ error: String(error) }),
);

/** The frame's own script hands us its `run`. */
async function inFrame(attributes) {
  const frame = Object.assign(document.createElement("iframe"), attributes);
  const ready = new Promise((resolve) => frame.addEventListener("ready", ({ detail }) => resolve(detail)));
  document.body.append(frame);
  if (!attributes.src) {
    const script = frame.contentDocument.createElement("script");
    script.type = "module";
    script.src = new URL("frame.js", location.href).href;
    frame.contentDocument.body.append(script);
  }
  const run = await ready;
  return run(setting);
}

/** `target` takes messages: a worker of any kind. */
function inWorker(target) {
  const { port1, port2 } = new MessageChannel();
  target.postMessage(setting, [port2]);
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => (data.error ? reject(data.error) : resolve(data.results));
    target.onerror = (event) => reject(event.message || "the worker's script does not load");
  });
}

async function inServiceWorker() {
  const registration = await navigator.serviceWorker.register(`service-worker.js?${which}`, {
    type: "module",
    scope: `./${which}/`,
  });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  try {
    return await inWorker(worker);
  } finally {
    await registration.unregister();
  }
}
