// Runs in the page or in its worker: makes many sources, ends each in one way, and counts what of theirs was collected.

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How many sources at a time: a browser opens six connections to one origin. */
const AT_ONCE = 6;

/** Closures of sources, and how many of them are gone. */
const counted = { made: 0, collected: 0 };
const registry = new FinalizationRegistry(() => {
  counted.collected += 1;
});

/** A function that the package is given. */
function closure(act) {
  counted.made += 1;
  registry.register(act, undefined);
  return act;
}

const WAYS = {
  async close(EventSource, { path, ...more }) {
    const { source, came } = open(EventSource, path, more);
    await came;
    source.close();
  },
  async failed(EventSource, { path }) {
    const { source, failed } = open(EventSource, path);
    await failed;
    source.close();
  },
  async abort(EventSource, { path }) {
    const controller = new AbortController();
    const { came } = open(EventSource, path, { signal: controller.signal });
    await came;
    controller.abort();
  },
  async loop(EventSource, { path }) {
    const { source } = open(EventSource, path);
    for await (const _ of source) {
      break;
    }
  },
  async refused(EventSource, { path }) {
    const { failed } = open(EventSource, path);
    await failed;
  },
  /** Nobody listens, nobody closes it. */
  async forgotten(EventSource, { path }) {
    new EventSource(path, { headers: closure(() => ({})) });
    await sleep(5);
  },
};

function open(EventSource, path, more = {}) {
  const init = { headers: closure(() => ({ "X-Asked": "1" })), parse: closure((text) => text), ...more };
  const source = new EventSource(path, init);
  const came = new Promise((resolve) => {
    source.onmessage = closure(resolve);
  });
  const failed = new Promise((resolve) => {
    source.addEventListener("error", closure(resolve));
  });
  return { source, came, failed };
}

/** `count` sources, one after the other in each of six rows. */
async function makeSources(EventSource, { way, count, ...options }) {
  let left = count;
  const row = async () => {
    while (left > 0) {
      left -= 1;
      await WAYS[way](EventSource, options);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, row));
}

/** Keeps what is given of each note; resolves when all have come. */
function keepNotes(EventSource, { path, count, how }) {
  const kept = [];
  globalThis.kept = kept;
  const source = new EventSource(path);
  return new Promise((resolve) => {
    const keep = ({ data, lastEventId }) => {
      kept.push(how === "ids" ? lastEventId : data);
      if (kept.length === count) {
        source.close();
        resolve();
      }
    };
    if (how === "loop") {
      readNotes(source, keep);
    } else {
      source.addEventListener("note", keep);
    }
  });
}

async function readNotes(source, keep) {
  for await (const note of source.events("note")) {
    keep(note);
  }
}

/** Collects garbage until all closures are gone, or it is of no use; gives how many are left. */
async function closuresLeft() {
  for (let round = 0; round < 40 && counted.collected < counted.made; round += 1) {
    await gc({ type: "major", execution: "async" });
    await sleep(25);
  }
  return counted.made - counted.collected;
}

async function load(entry) {
  if (entry === "shared") {
    await import("/dist/shared.js");
  }
  const module = await import(`/dist/${entry === "shared" ? "index" : entry}.js`);
  await module.init?.();
  return module.EventSource;
}

globalThis.made = { load, makeSources, keepNotes, closuresLeft };
