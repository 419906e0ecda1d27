// A wrong option is told at construction, by its name and value.

import { check, groupOf } from "../harness.js";

groupOf("bad input");

for (const [init, said] of [
  [{ connectTimeout: "5s" }, 'connectTimeout: expected a number of milliseconds above 0, but got "5s".'],
  [{ connectTimeout: 0 }, "connectTimeout: expected a number of milliseconds above 0, but got 0."],
  [{ heartbeatTimeout: "often" }, 'heartbeatTimeout: expected "auto" or a number'],
  [{ heartbeatTimeout: Number.NaN }, "heartbeatTimeout: "],
  [{ openWhenHidden: "no" }, "openWhenHidden: expected true, false or a number of milliseconds"],
  [{ maxBufferSize: 0 }, "maxBufferSize: "],
  [{ reconnect: "never" }, 'reconnect: expected "always" or "on-error" or false, but got "never".'],
  [{ reconnect: true }, "reconnect: expected"],
  [{ credentials: "all" }, "credentials: "],
  [{ withCredentials: true, credentials: "omit" }, 'credentials: "omit" contradicts withCredentials.'],
  [{ credentials: 1 }, "credentials: expected what fetch can send, but got 1."],
  [{ mode: "no-cors" }, "mode: "],
  [{ redirect: "manual" }, "redirect: "],
  [{ priority: 1 }, "priority: "],
  [{ priority: "highest" }, 'priority: expected what fetch can send, but got "highest".'],
  [{ referrerPolicy: "none" }, 'referrerPolicy: expected what fetch can send, but got "none".'],
  [{ method: "TRACE" }, 'method: expected what fetch can send, but got "TRACE".'],
  [{ method: "GE T" }, "method: "],
  [{ method: 3 }, "method: expected what fetch can send, but got 3."],
  [{ body: "x" }, "body: a GET request has none"],
  [{ method: "POST", body: new ReadableStream() }, "body: a stream can be sent only once"],
  [{ fetch: 3 }, "fetch: expected a function, but got 3."],
  [{ signal: {} }, "signal: expected an AbortSignal"],
  [{ onUnauthorized: true }, "onUnauthorized: "],
  [{ unauthorizedStatuses: 401 }, "unauthorizedStatuses: "],
  [{ initialLastEventId: 7 }, "initialLastEventId: expected a string"],
  [{ initialLastEventId: "a\nb" }, "initialLastEventId: "],
  [{ lastEventIdQueryParameterName: 7 }, "lastEventIdQueryParameterName: "],
  [{ lastEventIdQueryParameterName: "" }, 'lastEventIdQueryParameterName: expected a name, but got "".'],
  [{ initialLastEventId: "a\0" }, "initialLastEventId: expected no line break"],
  [{ corsProbe: "no" }, "corsProbe: "],
  [{ readErrorBody: 1 }, "readErrorBody: "],
  [{ retry: 3000 }, "retry: expected an object, but got 3000."],
  [{ retry: { initialDelay: -1 } }, "retry.initialDelay: "],
  [{ retry: { maxDelay: "1m" } }, 'retry.maxDelay: expected a number of milliseconds, but got "1m".'],
  [{ retry: { resetAfter: Number.NaN } }, "retry.resetAfter: expected a number of milliseconds, but got NaN."],
  [{ retry: { factor: 0.5 } }, "retry.factor: expected a number, at least 1, but got 0.5."],
  [{ retry: { jitterRatio: 2 } }, "retry.jitterRatio: "],
  [{ retry: { maxRetries: 1.5 } }, "retry.maxRetries: "],
  [{ retry: { maxRetries: -1 } }, "retry.maxRetries: expected a whole number, or Infinity, but got -1."],
  [{ retry: { maxRetries: 3n } }, "retry.maxRetries: expected a whole number, or Infinity, but got 3."],
  [{ retry: { maxRetries: "3" } }, 'retry.maxRetries: expected a whole number, or Infinity, but got "3".'],
  [{ parse: "json" }, 'parse: expected a function, but got "json".'],
  [{ shared: 1 }, "shared: expected true, false or a name, but got 1."],
  [{ retry: { shouldRetry: true } }, "retry.shouldRetry: "],
]) {
  check(`it is told: ${said}`, "", (t) => {
    let thrown;
    try {
      t.open("/nowhere", init);
    } catch (error) {
      thrown = error;
    }
    t.ok(thrown instanceof TypeError, `threw ${thrown}`);
    t.ok(thrown.message.startsWith(said), thrown.message);
  });
}

check('mode: "same-origin" with the URL of another origin is told, for it could never be fetched', "", (t) => {
  const said = `mode: "same-origin" does not reach http://127.0.0.1:9.`;
  let thrown;
  try {
    t.open("http://127.0.0.1:9/stream", { mode: "same-origin" });
  } catch (error) {
    thrown = error;
  }
  t.equal(thrown?.constructor, TypeError);
  t.equal(thrown.message, said);
});

check("a URL that cannot be resolved is named without what may be secret in it", "", (t) => {
  let thrown;
  try {
    t.open("http://me:geheim@[bad/path?token=geheim#geheim");
  } catch (error) {
    thrown = error;
  }
  t.equal(thrown.name, "SyntaxError");
  t.ok(thrown.message.includes('"http://[bad/path"'), thrown.message);
});

check("Infinity retries are as many as without the option", "", async (t) => {
  const scenario = await t.server.create({
    responses: [{}, {}, {}, { body: [{ write: "data: x\n\n" }, { hold: true }] }],
  });
  const source = t.open(scenario.url, { retry: { initialDelay: 5, maxRetries: Number.POSITIVE_INFINITY } });
  await t.next(source, "message");
});

check("null and undefined are as good as nothing", "", (t) => {
  const names = ["headers", "method", "body", "fetch", "signal", "retry", "reconnect", "connectTimeout", "corsProbe"];
  for (const value of [null, undefined]) {
    t.idle(Object.fromEntries(names.map((name) => [name, value])));
  }
});

check("a polluted Object.prototype gives no options and changes no request", "", async (t) => {
  const scenario = await t.stream("data: x\n\n");
  Object.defineProperty(Object.prototype, "method", { value: "POST", configurable: true });
  Object.defineProperty(Object.prototype, "connectTimeout", { value: "soon", configurable: true });
  t.atEnd(() => {
    delete Object.prototype.method;
    delete Object.prototype.connectTimeout;
  });
  await t.next(t.open(scenario.url, {}), "message");
  const { requests } = await scenario.log();
  t.equal(requests[0].method, "GET");
});

check("a header that browsers do not send is warned of, once for each source", "", (t) => {
  const said = [];
  const { warn } = console;
  console.warn = (text) => said.push(text);
  t.atEnd(() => {
    console.warn = warn;
  });
  t.idle({ headers: { Cookie: "geheim", "X-Own": "1" } });
  t.equal(said.filter((text) => text.includes("cookie") && !text.includes("geheim")).length, 1);
});
