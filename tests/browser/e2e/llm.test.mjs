// The stream of an answer from an endpoint like OpenAI's: a POST, deltas without ids, [DONE].

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import express from "express";
import jwt from "jsonwebtoken";
import { openPage } from "./chromium.mjs";

const SECRET = "of this test only";
const dist = fileURLToPath(new URL("../../../dist/index.js", import.meta.url));

let server;
let origin;
let asked;

before(async () => {
  const app = express();
  app.get("/", (_request, response) => response.type("html").send("<!doctype html><title>chat</title>"));
  app.get("/index.js", (_request, response) => response.type("js").send(readFileSync(dist, "utf8")));
  app.post("/v1/chat/completions", express.json(), complete);
  server = await new Promise((resolve) => {
    const listening = app.listen(0, "127.0.0.1", () => resolve(listening));
  });
  origin = `http://127.0.0.1:${server.address().port}`;
});

beforeEach(() => {
  asked = 0;
});

after(() => server.close());

function complete(request, response) {
  asked += 1;
  try {
    jwt.verify(request.headers.authorization?.replace("Bearer ", "") ?? "", SECRET);
  } catch {
    return response.status(401).json({ error: { message: "the token has expired", code: "invalid_api_key" } });
  }
  const { model, messages } = request.body;
  if (model !== "parrot") {
    return response.status(404).json({ error: { message: `the model ${model} does not exist` } });
  }
  response.type("text/event-stream");
  for (const content of messages.at(-1).content.split(/(?<= )/)) {
    if (content === "CUT ") {
      return setTimeout(() => response.destroy(), 100);
    }
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
  }
  return response.end("data: [DONE]\n\n");
}

/** Asks for an answer as an app does; gives its text and the error that ended it, if one did. */
async function answer(t, { model = "parrot", content, tokens }) {
  const page = await openPage(t);
  await page.goto(origin);
  return page.evaluate(
    async ({ model, content, tokens }) => {
      const { EventSource } = await import("/index.js");
      const source = new EventSource("/v1/chat/completions", {
        method: "POST",
        body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content }] }),
        headers: () => ({ "Content-Type": "application/json", Authorization: `Bearer ${tokens[0]}` }),
        onUnauthorized: () => tokens.length > 1 && Boolean(tokens.shift()),
        reconnect: "on-error",
        readErrorBody: true,
        retry: { initialDelay: 50 },
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
      await new Promise((resolve) => setTimeout(resolve, 300));
      const told = error && {
        reason: error.reason,
        willRetry: error.willRetry,
        status: error.status,
        body: error.body,
      };
      return { text, error: told, readyState: source.readyState };
    },
    { model, content, tokens },
  );
}

const token = (expiresIn) => jwt.sign({ sub: "ada" }, SECRET, { expiresIn });

test("an answer comes whole and ends with [DONE]", async (t) => {
  const given = await answer(t, { content: "to be or not to be", tokens: [token(60)] });
  assert.deepEqual(given, { text: "to be or not to be", error: undefined, readyState: 2 });
  assert.equal(asked, 1);
});

test("a token that has expired is refreshed before the answer begins", async (t) => {
  const given = await answer(t, { content: "hello again", tokens: [token(-1), token(60)] });
  assert.equal(given.text, "hello again");
  assert.equal(asked, 2);
});

test("a question that was cut off in the middle is not asked, and paid for, twice", async (t) => {
  const { text, error, readyState } = await answer(t, { content: "half CUT done", tokens: [token(60)] });
  assert.equal(text, "half ");
  assert.deepEqual([error.reason, error.willRetry, readyState], ["network", false, 2]);
  assert.equal(asked, 1);
});

test("the API's own words about what is wrong are in the error", async (t) => {
  const { error } = await answer(t, { model: "owl", content: "hu", tokens: [token(60)] });
  assert.equal(error.status, 404);
  assert.equal(JSON.parse(error.body).error.message, "the model owl does not exist");
});
