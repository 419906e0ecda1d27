// An API as teams have it (../runner/api.mjs), of the page's own origin and of another.

import { check, groupOf } from "../harness.js";

groupOf("api");

const ORIGINS = [
  ["the own origin", ({ origin }) => origin],
  ["another origin", ({ secondOrigin }) => secondOrigin],
];

/** An account of its own. */
async function account(originOf, t) {
  const { url, secondUrl } = await t.responses();
  const [origin, secondOrigin] = [url, secondUrl].map((one) => new URL(one).origin);
  const base = `${originOf({ origin, secondOrigin })}/api/${Math.random().toString(36).slice(2)}`;
  const ask = async (path, body) => {
    const response = await fetch(`${base}/${path}`, body && { method: "POST", body: JSON.stringify(body) });
    return response.json();
  };
  return {
    events: `${base}/events`,
    chat: `${base}/chat`,
    token: async (init = {}) => (await ask("token", init)).token,
    seen: () => ask("seen"),
  };
}

for (const [where, originOf] of ORIGINS) {
  check(`a token of ${where} that expires twice is refreshed, and no event is lost`, "", async (t) => {
    const { events, token, seen } = await account(originOf, t);
    let current = await token({ lifetime: 1 });
    let refreshes = 0;
    const source = t.open(events, {
      headers: async () => ({ Authorization: `Bearer ${current}` }),
      onUnauthorized: async () => {
        refreshes += 1;
        current = await token({ lifetime: 1 });
        return true;
      },
    });
    const heard = [];
    const errors = [];
    source.onmessage = ({ data }) => heard.push(Number(data));
    source.onerror = ({ reason }) => errors.push(reason);
    await t.eventually(() => refreshes === 2 && source.readyState === 1, "two refreshes");
    const count = heard.length;
    await t.eventually(() => heard.length > count, "another event");
    t.same(
      heard,
      heard.map((_number, index) => index + 1),
      "events",
    );
    t.ok(
      errors.every((reason) => reason === "end"),
      errors.join(),
    );
    const { tokens, open } = await seen();
    t.same([tokens, open], [3, 1], "tokens, connections");
  });

  check(`a token that ${where} does not know is refused for good, without a word of it`, "", async (t) => {
    const { events, token, seen } = await account(originOf, t);
    const forged = await token({ secret: "somebody else's" });
    const source = t.open(events, {
      headers: { Authorization: `Bearer ${forged}` },
      onUnauthorized: () => false,
      readErrorBody: true,
    });
    const error = await t.next(source, "error");
    t.same([error.reason, error.status, error.willRetry, source.readyState], ["unauthorized", 401, false, 2]);
    t.equal(JSON.parse(error.body).error.message, "invalid signature");
    t.ok(!JSON.stringify({ ...error, headers: [...error.headers] }).includes(forged), error.message);
    t.equal((await seen()).asked.length, 1, "requests");
  });

  check(`an answer of a language model of ${where} is asked for once, cut off or not`, "", async (t) => {
    const { chat, token, seen } = await account(originOf, t);
    const ask = async (content, model = "parrot") => {
      const source = t.open(chat, {
        method: "POST",
        body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content }] }),
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${await token()}` },
        reconnect: "on-error",
        readErrorBody: true,
      });
      let text = "";
      const error = await new Promise((resolve) => {
        source.onerror = resolve;
        source.onmessage = ({ data }) => {
          if (data === "[DONE]") {
            source.close();
            resolve();
          } else {
            text += JSON.parse(data).choices[0].delta.content;
          }
        };
      });
      return { text, error };
    };
    t.equal((await ask("to be or not")).text, "to be or not");
    const cut = await ask("half CUT lost");
    // A cut without the last chunk looks like a clean end to WebKitGTK.
    t.ok(["network", "end"].includes(cut.error.reason), cut.error.reason);
    t.same([cut.text, cut.error.willRetry], ["half ", false]);
    const { error } = await ask("hu", "owl");
    t.equal(error.status, 404);
    t.equal(JSON.parse(error.body).error.message, "the model owl does not exist");
    await t.pause(200);
    t.equal((await seen()).asked.length, 3, "requests");
  });
}
