// Runs in the page of an old browser: the main story of one entry. What it saw is posted to the server.

const tell = (text) => fetch("/told", { method: "POST", body: text });

addEventListener("error", ({ message }) => tell(`error: ${message}`));
addEventListener("unhandledrejection", ({ reason }) => tell(`rejection: ${reason}`));

/** A token expires, and the stream ends twice and is resumed. */
async function streamOf(entry) {
  if (entry === "shared") {
    await import("/dist/shared.js");
  }
  const { EventSource } = await import(`/dist/${entry === "shared" ? "index" : entry}.js`);
  const seen = [];
  let token = "old";
  const source = new EventSource("/events", {
    headers: () => ({ Authorization: `Bearer ${token}` }),
    onUnauthorized: () => {
      token = "new";
      return true;
    },
    retry: { initialDelay: 20 },
    ...(entry === "shared" ? { shared: "user" } : {}),
  });
  return new Promise((resolve) => {
    source.onopen = () => seen.push("open");
    source.onerror = ({ reason, message }) => {
      seen.push(reason);
      if (source.readyState === 2) {
        resolve(`closed: ${message}`);
      }
    };
    source.onmessage = ({ data, lastEventId }) => {
      seen.push(`${data}/${lastEventId}`);
      if (data === "3") {
        source.close();
        resolve(seen.join(" "));
      }
    };
  });
}

/** The stream first: where it has loaded its WebAssembly, the parser is there at once. */
async function parse() {
  const { EventSourceParserStream, createParser } = await import("/dist/stream.js");
  const { body } = await fetch("/short");
  const seen = [];
  const reader = body.pipeThrough(new EventSourceParserStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    seen.push(read.value.data);
  }
  createParser({ onEvent: ({ data }) => seen.push(data) }).feed("data: at once\n\n");
  return seen.join(" ");
}

const entry = new URLSearchParams(location.search).get("entry");
try {
  tell(await (entry === "stream" ? parse() : streamOf(entry)));
} catch (error) {
  tell(`thrown: ${error}`);
}
