// What a browser blocks is told, and nothing else is taken for it: pages that upgrade insecure requests, that were opened
// with a user name, and whose policy has blocked something else.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pause } from "../../support/until.mjs";
import { absent, certificate, freePort } from "../gateways/gateways.mjs";
import { HOST, NAMES, open, servePage, startBrowsers, told } from "./browsers.mjs";

let browsers;
let end;
let tls;

before(async () => {
  ({ browsers, end } = await startBrowsers());
  if (!absent("openssl")) {
    const folder = mkdtempSync(join(tmpdir(), "verdicts-"));
    const { key, cert } = certificate(folder);
    tls = { key: readFileSync(key), cert: readFileSync(cert) };
    rmSync(folder, { recursive: true });
  }
});

after(() => end?.());

/** Serves pages with these headers, and a stream with one event, until it ends with the test or is stopped. */
async function listen(t, port, { secure = false, headers = {}, events = stream } = {}) {
  const listener = (request, response) => servePage(request, response, headers) || events(request, response);
  const server = secure ? createSecureServer(tls, listener) : createServer(listener);
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  t.after(stop);
  return stop;
}

function stream(_request, response) {
  const headers = { "content-type": "text/event-stream", "access-control-allow-origin": "*" };
  response.writeHead(200, { ...headers, "access-control-allow-headers": "last-event-id" }).write("data: hi\n\n");
}

const RETRY = "{ retry: { initialDelay: 200, factor: 1 } }";
const messages = (events) => events.filter(({ type }) => type === "message").length;
const finals = (events) => events.filter(({ state }) => state === 2);
const UPGRADES = { "content-security-policy": "upgrade-insecure-requests" };
const skip = absent("openssl");

for (const name of NAMES) {
  test(`${name}: an http: stream of a page that upgrades insecure requests survives its server's restart`, {
    skip,
  }, async (t) => {
    const port = await freePort();
    const options = { secure: true, headers: UPGRADES };
    const stop = await listen(t, port, options);
    await browsers[name].goto(`https://${HOST}:${port}/page`);
    await open(browsers[name], `http://${HOST}:${port}/events`, RETRY);
    await told(browsers[name], (events) => messages(events) === 1);
    await stop();
    await told(browsers[name], (events) => events.filter(({ type }) => type === "error").length > 2);
    await listen(t, port, options);
    assert.deepEqual(finals(await told(browsers[name], (events) => messages(events) === 2)), []);
  });

  test(`${name}: it is waited for, too, if it is not there yet when such a page is opened`, { skip }, async (t) => {
    const [port, other] = [await freePort(), await freePort()];
    await listen(t, port, { secure: true, headers: UPGRADES });
    await browsers[name].goto(`https://${HOST}:${port}/page`);
    await open(browsers[name], `http://${HOST}:${other}/events`, RETRY);
    await told(browsers[name], (events) => events.length > 1 || finals(events).length > 0);
    await listen(t, other, { secure: true });
    assert.deepEqual(finals(await told(browsers[name], (events) => messages(events) === 1)), []);
  });

  test(`${name}: an http: stream of any other https: page is blocked, and the error says why`, { skip }, async (t) => {
    const port = await freePort();
    await listen(t, port, { secure: true });
    await browsers[name].goto(`https://${HOST}:${port}/page`);
    await open(browsers[name], `http://${HOST}:${port}/events`, RETRY);
    const [error] = await told(browsers[name], ({ length }) => length > 0);
    assert.deepEqual([error.reason, error.state], ["blocked", 2]);
    assert.match(error.message, /https: may not connect to http:/);
  });

  test(`${name}: a page that was opened with a user name and a password connects to a relative URL`, async (t) => {
    const port = await freePort();
    const seen = [];
    const events = (request, response) => {
      seen.push(request.url);
      stream(request, response);
    };
    await listen(t, port, { events });
    await browsers[name].goto(`http://me:secret@127.0.0.1:${port}/page`);
    await open(browsers[name], "/events");
    const all = await told(browsers[name], ({ length }) => length > 1);
    assert.deepEqual([all.map(({ type }) => type), seen], [["open", "message"], ["/events"]]);
  });

  test(`${name}: a redirect that the page's policy has blocked once is forgotten by the next source`, async (t) => {
    const port = await freePort();
    let signedIn = false;
    const sockets = new Set();
    const events = (request, response) => {
      if (!signedIn) {
        response.writeHead(302, { location: `http://localhost:${port}/login` }).end();
        return;
      }
      sockets.add(request.socket);
      stream(request, response);
    };
    const headers = { "content-security-policy": "connect-src 'self'" };
    const stop = await listen(t, port, { headers, events });
    await browsers[name].goto(`http://127.0.0.1:${port}/page`);
    await open(browsers[name], "/events", RETRY);
    const [first] = await told(browsers[name], ({ length }) => length > 0);
    assert.ok(["blocked", "network"].includes(first.reason), first.reason);
    signedIn = true;
    await browsers[name].run("document.title = ''");
    await open(browsers[name], "/events?again", RETRY);
    await told(browsers[name], (all) => messages(all) === 1);
    await stop();
    await told(browsers[name], (all) => all.length > 4);
    await listen(t, port, { headers, events });
    assert.deepEqual(finals(await told(browsers[name], (all) => messages(all) === 2)), []);
  });

  test(`${name}: what the policy blocks elsewhere is no evidence against a server that is not there yet`, async (t) => {
    const [port, other] = [await freePort(), await freePort()];
    const allowed = `http://127.0.0.1:${other}`;
    await listen(t, port, { headers: { "content-security-policy": `connect-src 'self' ${allowed}` } });
    await browsers[name].goto(`http://127.0.0.1:${port}/page`);
    await browsers[name].run(
      "setInterval(() => fetch(arguments[0]).catch(() => {}), 20)",
      `http://localhost:${other}/events`,
    );
    await open(browsers[name], `${allowed}/events`, RETRY);
    await told(browsers[name], (events) => events.length > 1 || finals(events).length > 0);
    await pause(200);
    await listen(t, other);
    assert.deepEqual(finals(await told(browsers[name], (events) => messages(events) === 1)), []);
  });
}
