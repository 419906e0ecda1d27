// New contexts inside a scope, iframes and workers with code from anywhere, with the class under test inside.

const DIST = new URL("../../../dist/index.js", import.meta.url).href;

/** How to make each kind: what was made, who hears its messages, how it ends. */
const KINDS = {
  /** `given.html` goes before the script. */
  iframe: async (code, t, { html = "", headers = {} }) => {
    const type = { "content-type": "text/html", ...headers };
    const { url } = await t.server.create({ otherwise: { status: 200, headers: type, text: html + inScript(code) } });
    return frame({ src: `${url}/folder/page.html` });
  },
  srcdoc: (code, _t, { html = "" }) => frame({ srcdoc: html + inScript(code) }),
  "blob iframe": (code) => frame({ src: URL.createObjectURL(new Blob([inScript(code)], { type: "text/html" })) }),
  worker: async (code, t) => {
    const type = { "content-type": "text/javascript" };
    const { url } = await t.server.create({ otherwise: { status: 200, headers: type, text: code } });
    return worker(`${url}/folder/worker.js`);
  },
  "blob worker": (code) => worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" }))),
  "data worker": (code) => worker(`data:text/javascript,${encodeURIComponent(code)}`),
};

/** `work(EventSource, given)` runs there; the promise gives what it returns. `t.context` is the iframe or the worker. */
export async function runWithin(kind, work, given, t) {
  const id = `${Math.random()}`;
  const { element, speaker, end } = await KINDS[kind](program(work, given, id, t.which), t, given);
  t.context = element;
  t.atEnd(end);
  return new Promise((resolve, reject) => {
    const hear = ({ data }) => {
      if (data?.id === id) {
        data.thrown ? reject(new Error(`in the ${kind}: ${data.thrown}`)) : resolve(data.returned);
      }
    };
    speaker.addEventListener("message", hear);
    speaker.addEventListener("error", (event) => reject(new Error(`in the ${kind}: ${event.message ?? "no script"}`)));
    t.atEnd(() => speaker.removeEventListener("message", hear));
  });
}

function program(work, given, id, which) {
  const load = which === "ours" ? `(await import(${JSON.stringify(DIST)})).EventSource` : "globalThis.EventSource";
  const script = `
const answer = { id: ${JSON.stringify(id)} };
try {
  answer.returned = await (${work})(${load}, ${JSON.stringify(given)});
} catch (error) {
  answer.thrown = String(error);
}
globalThis.document ? parent.postMessage(answer, "*") : postMessage(answer);
`;
  // A page may be in any encoding.
  return script.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function inScript(code) {
  return `<script type="module">${code}</script>`;
}

function frame(attributes) {
  const element = Object.assign(document.createElement("iframe"), attributes);
  document.body.append(element);
  return { element, speaker: globalThis, end: () => element.remove() };
}

function worker(url) {
  const element = new Worker(url, { type: "module" });
  return { element, speaker: element, end: () => element.terminate() };
}
