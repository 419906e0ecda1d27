// An API as teams have it, by Express and a JWT library: tokens that expire, a stream of an account, a language model.
// It is served on both of the scenarios' origins, and answers pages of the other one too.

import express from "express";
import jwt from "jsonwebtoken";

const SECRET = "of this test only";
/** Ms between two events. */
const EVERY = 50;

/** Answers what begins with `/api/`; says whether it did. */
export function createApi() {
  const accounts = new Map();
  const app = express();
  app.disable("x-powered-by");
  app.use("/api/:id", allowOthers, express.json({ type: () => true }), (request, _response, next) => {
    const { id } = request.params;
    const account = accounts.get(id) ?? { tokens: 0, asked: [], open: 0, begun: Date.now() };
    accounts.set(id, account);
    request.account = account;
    next();
  });
  app.post("/api/:id/token", ({ account, body }, response) => {
    account.tokens += 1;
    const { lifetime = 60, secret = SECRET } = body;
    response.json({ token: jwt.sign({ sub: `token ${account.tokens}` }, secret, { expiresIn: lifetime }) });
  });
  app.get("/api/:id/seen", ({ account }, response) => response.json(account));
  app.get("/api/:id/events", verified, stream);
  app.post("/api/:id/chat", verified, answer);
  return (request, response) => {
    const isOurs = request.url.startsWith("/api/");
    if (isOurs) {
      app(request, response);
    }
    return isOurs;
  };
}

function allowOthers({ method, headers }, response, next) {
  response.set({
    "Access-Control-Allow-Origin": headers.origin ?? "*",
    "Access-Control-Allow-Headers": "authorization, content-type, last-event-id",
    "Cache-Control": "no-store",
    Connection: "close",
  });
  method === "OPTIONS" ? response.sendStatus(204) : next();
}

function verified(request, response, next) {
  const { account, headers } = request;
  const token = headers.authorization?.replace("Bearer ", "") ?? "";
  account.asked.push(headers["last-event-id"] ?? null);
  try {
    request.token = jwt.verify(token, SECRET);
  } catch (error) {
    response.status(401).json({ error: { message: error.message } });
    return;
  }
  next();
}

/** An event each 50 ms of the account's time, told again to who comes back; it ends when the token does, as gateways do. */
function stream({ account, headers, token }, response) {
  let next = Number(headers["last-event-id"] ?? 0) + 1;
  account.open += 1;
  response.type("text/event-stream").flushHeaders();
  response.write("retry: 20\n\n");
  const timer = setInterval(() => {
    for (const last = Math.floor((Date.now() - account.begun) / EVERY); next <= last; next++) {
      response.write(`id: ${next}\ndata: ${next}\n\n`);
    }
    if (Date.now() > token.exp * 1000) {
      response.end();
    }
  }, EVERY);
  response.on("close", () => {
    account.open -= 1;
    clearInterval(timer);
  });
}

/** As an endpoint of a language model does: it repeats the question word by word. */
function answer({ body: { model, messages } }, response) {
  if (model !== "parrot") {
    response.status(404).json({ error: { message: `the model ${model} does not exist` } });
    return;
  }
  response.type("text/event-stream");
  for (const content of messages.at(-1).content.split(/(?<= )/)) {
    if (content === "CUT ") {
      setTimeout(() => response.destroy(), 100);
      return;
    }
    response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}
