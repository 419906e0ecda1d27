// docs/errors.md has every message that a console may show, as far as it does not vary.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "esbuild";
import { root } from "./markdown.mjs";

const page = readFileSync(join(root, "docs/errors.md"), "utf8");
const rows = [...page.matchAll(/^\| (\S.*?) \|/gm)].map(([, cell]) => cell);

const html = new Response("", { status: 200, headers: { "Content-Type": "text/html" } });
const http = (status, statusText) => ({ response: new Response(null, { status, statusText }) });

const FAILURES = [
  ["network", { response: http(200, "OK").response }],
  ["network"],
  ["network", { hasOwnFetch: true, cause: new Error("why") }],
  ["end"],
  ["http", http(503, "Service Unavailable")],
  ["no-content"],
  ["content-type", { response: html }],
  ["cors"],
  ["redirect"],
  ["unauthorized", http(401, "Unauthorized")],
  ["headers", { cause: new Error("why") }],
  ["connect-timeout"],
  ["heartbeat-timeout"],
  ["too-large"],
  ["blocked", { url: "http://localhost:6000/" }, "port"],
  ["blocked", {}, "user-info"],
  ["blocked", {}, "mixed-content"],
  ["blocked", {}, "csp"],
  ["blocked", { url: "ftp://localhost/" }],
  ["internal", { cause: new Error("why") }],
];

const OTHERS = [
  "runsOnJavaScript",
  "cannotFallBack",
  "cannotParseAtOnce",
  "cannotLoad",
  "noSuchOption",
  "headersNotSent",
  "notImported",
  "sharingUnnamed",
  "notShared",
  "lacking",
];

let messages;

before(async () => {
  const options = { entryPoints: [join(root, "ts/errors/messages.ts")], bundle: true, write: false, format: "esm" };
  const { outputFiles } = await build(options);
  messages = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
});

for (const [reason, circumstances, blockage] of FAILURES) {
  test(`the message of ${[reason, blockage].filter(Boolean).join(", ")} is on the page`, () => {
    const known = { url: "http://localhost/", hasBeenOpen: false, hasOwnFetch: false, ...circumstances };
    isOnPage(messages.describe({ reason, blockage, next: "undecided" }, known));
  });
}

for (const name of OTHERS) {
  test(`the message ${name} is on the page`, () => isOnPage(messages[name](["x"])));
}

test("every reason of a failure has a row", () => {
  const source = readFileSync(join(root, "ts/errors/messages.ts"), "utf8");
  const reasons = [...source.slice(0, source.indexOf("function whatNext")).matchAll(/case "([\w-]+)":/g)].map(
    ([, reason]) => reason,
  );
  assert.deepEqual(
    reasons.filter((reason) => !FAILURES.some(([tested]) => tested === reason)),
    [],
  );
});

/** In a row of its own, whole or up to the dots. */
function isOnPage(message) {
  const isIts = (row) => row === message || (row.endsWith("…") && message.startsWith(row.slice(0, -1).trimEnd()));
  assert.ok(rows.some(isIts), message);
}
