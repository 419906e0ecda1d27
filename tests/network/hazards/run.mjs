// Runs each client against each hazard in Chromium and prints what happened: `node tests/network/hazards/run.mjs`. It fails if
// one of ours is wrong; `--write-docs` writes docs/peers-under-faults.md.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "../../browser/e2e/chromium.mjs";
import { startScenarioServer } from "../../support/scenario-server/server.mjs";
import { HAZARDS } from "./hazards.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const OURS = "eventsource-wasm";
/** In ms: longer than our longest way to a second retry, 3.6 s and then 12 s. */
const DURATION = 17_000;

const script = await bundle();
const server = await startScenarioServer({ pages: serve });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ARGUMENTS });
const versions = installedVersions();
const rows = [];
for (const hazard of HAZARDS) {
  const cells = await Promise.all(Object.keys(versions).map((client) => measure(client, hazard)));
  rows.push({ hazard, cells });
  console.log(hazard.name);
  for (const { client, text, right } of cells) {
    console.log(`  ${right ? "right" : "WRONG"}  ${client}: ${text}`);
  }
}
await browser.close();
await server.close();
if (process.argv.includes("--write-docs")) {
  writeFileSync(here("../../../docs/peers-under-faults.md"), document());
}
const wrong = rows.filter(({ cells }) => cells.some(({ client, right }) => client === OURS && !right)).length;
console.log(`# pass ${rows.length - wrong}\n# fail ${wrong}`);
process.exit(wrong === 0 ? 0 : 1);

/** In a page and a browser context of its own: connections that one client leaks must not starve another. */
async function measure(client, { scenario, verdict, given }) {
  const made = await server.create(scenario);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/hazards.html`);
  const heard = await page.evaluate(
    async (args) => (await globalThis.runClient(...args))?.heard,
    [client, made.url, DURATION, given],
  );
  const log = await made.log();
  await context.close();
  const [text, right] = heard ? verdict(log, heard) : ["no such option", true];
  return { client, text, right };
}

async function bundle() {
  if (!existsSync(here("node_modules"))) {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--prefix", here(".")], { stdio: "inherit" });
  }
  const esbuild = await import("esbuild");
  const options = { entryPoints: [here("page.js")], bundle: true, write: false, format: "iife", logLevel: "error" };
  const { outputFiles } = await esbuild.build(options);
  return outputFiles[0].text;
}

/** The server's `pages`. */
function serve({ url }, response) {
  if (url !== "/hazards.html") {
    return false;
  }
  const html = `<!doctype html><script>${script.replaceAll("</script", "<\\/script")}</script>`;
  response.writeHead(200, { "content-type": "text/html;charset=utf-8" }).end(html);
  return true;
}

/** By the clients' names here. */
function installedVersions() {
  const packages = [
    "eventsource",
    "event-source-polyfill",
    "@microsoft/fetch-event-source",
    "eventsource-client",
    "sse.js",
  ];
  const versionOf = (path) => JSON.parse(readFileSync(here(path), "utf8")).version;
  return {
    [OURS]: versionOf("../../../package.json"),
    native: `Chromium ${browser.version()}`,
    ...Object.fromEntries(
      packages.map((name) => [name.replace("@microsoft/", ""), versionOf(`node_modules/${name}/package.json`)]),
    ),
  };
}

function document() {
  const names = Object.keys(versions);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const table = [
    line(["fault", ...names.map((name) => `${name} ${versions[name]}`)]),
    line(["---", ...names.map(() => "---")]),
    ...rows.map(({ hazard, cells }) =>
      line([hazard.name, ...cells.map(({ text, right }) => (right ? text : `**${text}**`))]),
    ),
  ];
  return `# EventSource clients under faults, measured

How the native EventSource and six other clients behave when a server or a gateway misbehaves. Each test runs for ${DURATION / 1000} s in Chromium and checks the requests that the server received and the events that the page received. Results in **bold** are wrong, or not what users want. Every client has its default options, with two exceptions: eventsource-wasm has \`retry: { shouldRetry: isTransient }\`, and \`sse.js\` has \`autoReconnect\`. This page is written by

\`\`\`sh
node tests/network/hazards/run.mjs --write-docs
\`\`\`

${table.join("\n")}

## Why each fault matters

${rows.map(({ hazard }) => `- ${hazard.name}: ${hazard.why}`).join("\n")}
`;
}
