// Which address is asked, and what `url` says.

import { check, groupOf } from "../harness.js";
import * as at from "../sections.js";

groupOf("url");

/** The base that the standard gives this scope. */
function base() {
  const inBlank = location.href === "about:blank";
  return inBlank ? parent.location.href : location.href;
}

for (const [what, text] of [
  ["a name", "stream"],
  ["a path", "/a/stream"],
  ["a parent folder", "../stream"],
  ["this folder", "./"],
  ["an empty text", ""],
  ["a query", "?a=b"],
  ["a fragment", "#part"],
  ["another host without scheme", "//127.0.0.1:9/stream"],
  ["spaces around", " \t stream \n"],
  ["line ends and tabs inside", "st\nre\ta\rm"],
  ["backslashes", "\\a\\b"],
  ["dots in the path", "/a/./b/../c/%2e%2e/d"],
  ["characters outside ASCII in the path", "/é/\u{1F600}"],
  ["characters outside ASCII in the query", "?é=\u{1F600}"],
  ["percent signs", "/%zz%41"],
  ["an absolute URL in upper case", "HTTP://127.0.0.1:9/A"],
  ["a default port", "http://127.0.0.1:80/a"],
  ["a number as host", "http://2130706433:9/"],
  ["a host outside ASCII", "http://ex\u00E4mple.invalid/"],
  ["a name and a password", "http://name:word@127.0.0.1:9/"],
]) {
  check(`url is resolved and serialised: ${what}`, at.INTERFACE, (t) => {
    t.equal(t.open(text).url, new URL(text, base()).href);
  });
}

for (const text of ["http://", "http://[", "http://127.0.0.1:99999/", "http://:9/", "//", "http://a%00b/"]) {
  check(`${text} throws a SyntaxError`, at.INTERFACE, (t) => {
    t.throws(() => new t.EventSource(text), "SyntaxError");
  });
}

check("the SyntaxError is this scope's DOMException with its old code", at.INTERFACE, (t) => {
  try {
    new t.EventSource("http://[");
  } catch (error) {
    t.equal(Object.getPrototypeOf(error), DOMException.prototype);
    t.equal(error.code, 12, "code");
  }
});

check("a relative URL is asked for where it resolves to", at.INTERFACE, async (t) => {
  const scenario = await t.stream("data: x\n\n");
  const source = t.open(`${new URL(scenario.url).pathname}/below?a=b#part`);
  await t.next(source, "message");
  t.equal(source.url, `${scenario.url}/below?a=b#part`);
  const { requests } = await scenario.log();
  t.equal(requests[0].url, `/s/${scenario.id}/below?a=b`, "the request, without the fragment");
});

check("url keeps its fragment, and stays the same after a redirect", at.INTERFACE, async (t) => {
  const target = await t.stream("data: x\n\n");
  const { url } = await t.responses({ redirect: target.url });
  const source = t.open(`${url}#part`);
  await t.next(source, "message");
  t.equal(source.url, `${url}#part`);
});

check("url stays after close()", at.INTERFACE, (t) => {
  const source = t.idle();
  source.close();
  t.equal(source.url, `${t.origin}/nowhere`);
});

// --- Addresses that cannot be asked ---

check("a blocked port fails later, not in the constructor", at.FETCH_PORT, async (t) => {
  const source = t.open("http://127.0.0.1:6667/");
  t.equal(source.readyState, 0, "readyState at first");
  await t.next(source, "error");
});

for (const [what, url] of [
  ["a mailto: URL", "mailto:a@example.invalid"],
  ["a javascript: URL", "javascript:0"],
  ["an about: URL", "about:blank"],
  ["an ftp: URL", "ftp://127.0.0.1/x"],
  ["an unknown scheme", "no-such-scheme:x"],
]) {
  check(`${what} fails later, not in the constructor`, at.MODEL, async (t) => {
    const source = t.open(url);
    t.equal(source.readyState, 0, "readyState at first");
    t.equal(source.url, new URL(url).href, "url");
    const error = await t.next(source, "error");
    t.equal(Object.hasOwn(error, "data"), false, "the event has data");
  });

  check(`${what} is futile: one error event, then closed`, at.MODEL, async (t) => {
    const source = t.open(url);
    const seen = t.record(source);
    await t.next(source, "error");
    t.equal(source.readyState, 2, "readyState in the error event");
    await t.pause(50);
    t.same(
      seen.map(([type]) => type),
      ["error"],
    );
  });
}

check("a data: URL can be a stream", at.MODEL, async (t) => {
  const source = t.open(`data:text/event-stream,${encodeURIComponent("data: x\n\n")}`);
  const { data, origin } = await t.next(source, "message");
  t.equal(data, "x");
  t.equal(origin, "null", "origin");
});

check("a data: URL of another type fails", at.MODEL, async (t) => {
  const source = t.open("data:text/plain,data:x%0A%0A");
  await t.next(source, "error");
  t.equal(source.readyState, 2);
});

check(
  "a blob: URL can be a stream",
  at.MODEL,
  async (t) => {
    const url = URL.createObjectURL(new Blob(["data: x\n\n"], { type: "text/event-stream" }));
    const { data, origin } = await t.next(t.open(url), "message");
    t.equal(data, "x");
    t.equal(origin, t.origin, "origin");
  },
  { needs: () => "createObjectURL" in URL },
);

// --- Other documents and workers ---

const urlOf = (EventSource, { text = "x" }) => {
  const source = new EventSource(text);
  const { url } = source;
  source.close();
  return url;
};

const outcomeOf = (EventSource, { text = "x" }) => {
  try {
    const source = new EventSource(text);
    source.close();
    return source.url;
  } catch (error) {
    return error.name;
  }
};

check(
  "<base> counts",
  at.INTERFACE,
  async (t) => {
    const url = await t.within("iframe", urlOf, { html: '<base href="https://a.invalid/b/c?d">' });
    t.equal(url, "https://a.invalid/b/x");
  },
  { only: ["window"] },
);

check(
  "the first <base> with an href counts, as it is when the source is made",
  at.INTERFACE,
  async (t) => {
    const html = '<base target="_self"><base href="https://a.invalid/b/"><base href="https://c.invalid/">';
    const work = (EventSource) => {
      const [, first] = document.querySelectorAll("base");
      const source = new EventSource("x");
      first.href = "https://d.invalid/";
      const urls = [source.url, new EventSource("x").url];
      source.close();
      return urls;
    };
    t.same(await t.within("iframe", work, { html }), ["https://a.invalid/b/x", "https://d.invalid/x"]);
  },
  { only: ["window"] },
);

check(
  "a srcdoc document takes its parent's base",
  at.INTERFACE,
  async (t) => {
    t.equal(await t.within("srcdoc", urlOf, {}), new URL("x", document.baseURI).href);
  },
  { only: ["window"] },
);

check(
  "a document's URL after pushState counts",
  at.INTERFACE,
  async (t) => {
    const work = (EventSource) => {
      history.pushState(null, "", "/pushed/here");
      const source = new EventSource("x");
      source.close();
      return new URL(source.url).pathname;
    };
    t.equal(await t.within("iframe", work, {}), "/pushed/x");
  },
  { only: ["window"] },
);

check(
  "the query is encoded as the document is",
  at.ENCODING_PARSE,
  async (t) => {
    const given = { text: "/x?\u00E9&\u20AC&\u4E00", headers: { "content-type": "text/html; charset=windows-1252" } };
    const url = await t.within("iframe", urlOf, given);
    t.equal(new URL(url).search, "?%E9&%80&%26%2319968%3B");
  },
  { only: ["window"] },
);

check(
  "path and fragment are UTF-8 whatever the document's encoding",
  at.ENCODING_PARSE,
  async (t) => {
    const given = { text: "/\u00E9#\u00E9", headers: { "content-type": "text/html; charset=windows-1252" } };
    const url = await t.within("iframe", urlOf, given);
    t.equal(new URL(url).pathname + new URL(url).hash, "/%C3%A9#%C3%A9");
  },
  { only: ["window"] },
);

check(
  "a worker's own address is the base of its URLs",
  at.INTERFACE,
  async (t) => {
    const url = await t.within("worker", urlOf, {});
    t.ok(/^\/s\/\w+\/folder\/x$/.test(new URL(url).pathname), url);
  },
  { only: ["window"] },
);

for (const kind of ["blob worker", "data worker", "blob iframe"]) {
  check(
    `in a ${kind} a relative URL resolves to nothing`,
    at.INTERFACE,
    async (t) => t.equal(await t.within(kind, outcomeOf, {}), "SyntaxError"),
    { only: ["window"] },
  );

  check(
    `in a ${kind} an absolute URL works`,
    at.INTERFACE,
    async (t) => {
      const { url } = await t.stream("data: x\n\n");
      const work = (EventSource, { url }) =>
        new Promise((resolve, reject) => {
          const source = new EventSource(url);
          source.onmessage = ({ data, origin }) => resolve([data, origin]);
          source.onerror = () => reject(new Error("the error event"));
        });
      t.same(await t.within(kind, work, { url }), ["x", t.origin]);
    },
    { only: ["window"] },
  );
}

check(
  "a policy of the document that forbids to connect is an error event, later",
  at.MODEL,
  async (t) => {
    const scenario = await t.stream("data: x\n\n");
    const work = (EventSource, { url }) =>
      new Promise((resolve) => {
        const source = new EventSource(url);
        const { readyState } = source;
        source.onmessage = () => resolve("a message");
        source.onerror = () => {
          source.close();
          resolve(readyState);
        };
      });
    const headers = { "content-security-policy": "connect-src 'none'" };
    t.equal(await t.within("iframe", work, { url: scenario.url, headers }), 0);
    const { requests } = await scenario.log();
    t.equal(requests.length, 0, "requests");
  },
  { only: ["window"] },
);
