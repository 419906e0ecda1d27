// A page that is being left tells no error, however long the next one takes; a page that stays after all goes on.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pause, until } from "../../support/until.mjs";
import { NAMES, run, startBrowsers, startPages } from "./browsers.mjs";

let browsers;
let end;

before(async () => {
  ({ browsers, end } = await startBrowsers());
});

after(() => end?.());

const link = (to) => `Object.assign(document.createElement("a"), ${JSON.stringify(to)})`;
const click = (to) => `document.body.appendChild(${link(to)}).click();`;
const submit = (method) =>
  `const form = document.createElement("form"); form.method = "${method}"; form.action = "/next";
   document.body.appendChild(form).submit();`;

const LEAVES = {
  "a link": click({ href: "/next" }),
  "a form": submit("get"),
  "a form that posts": submit("post"),
  "location.replace": "location.replace('/next');",
  "a link, with a question whether to leave": `addEventListener("beforeunload", () => {}); ${click({ href: "/next" })}`,
  "a link after a download": `${click({ href: "/file" })} setTimeout(() => { ${click({ href: "/next" })} }, 500);`,
};

const STAYS = {
  "a download": click({ href: "/file" }),
  "an address that has nothing": "location.assign('/nothing');",
  "an app of the system": "location.assign('mailto:someone@example.invalid');",
  "a download by its attribute": click({ href: "/file", download: "file" }),
};

/** Answers for the pages that come next, in their time, and streams. */
function answer(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/next") {
    setTimeout(() => response.setHeader("content-type", "text/html").end("<!doctype html><title>next</title>"), 2000);
  } else if (pathname === "/file") {
    response.writeHead(200, { "content-disposition": "attachment; filename=file.txt" }).end("text");
  } else if (pathname === "/nothing") {
    response.writeHead(204).end();
  } else {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const beating = setInterval(() => response.write("data: beat\n\n"), 300);
    response.on("close", () => clearInterval(beating));
  }
}

/** A page with an open source. What it tells is kept beyond the page. */
async function openSource(t, browser) {
  await browser.goto(`${await startPages(t, answer)}/page`);
  await run(
    browser,
    `import("/index.js").then(({ EventSource }) => {
       const source = new EventSource("/events");
       const add = (name) => sessionStorage.setItem(name, 1 + Number(sessionStorage.getItem(name) ?? 0));
       for (const type of ["open", "message", "error"]) {
         source.addEventListener(type, () => add(type));
       }
     });`,
  );
  await until(async () => (await tell(browser)).message > 1);
}

const tell = (browser) => browser.run("return { ...sessionStorage }");

for (const name of NAMES) {
  for (const [how, code] of Object.entries(LEAVES)) {
    test(`${name}, left by ${how}: no error`, async (t) => {
      const browser = browsers[name];
      await openSource(t, browser);
      await run(browser, `setTimeout(() => { ${code} });`);
      await until(async () => (await browser.run("return document.title")) === "next");
      assert.equal((await tell(browser)).error, undefined);
    });
  }

  for (const [how, code] of Object.entries(STAYS)) {
    test(`${name}, not left by ${how}: the stream goes on without an error`, async (t) => {
      const browser = browsers[name];
      await openSource(t, browser);
      await run(browser, `setTimeout(() => { ${code} });`);
      await pause(1000);
      const before_ = Number((await tell(browser)).message);
      // A page that has lost its connection is sure after 3 s that it stays.
      await until(async () => Number((await tell(browser)).message) > before_ + 3);
      assert.equal((await tell(browser)).error, undefined);
    });
  }
}
