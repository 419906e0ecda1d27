// docs/bundlers.md, and what README.md tells of it, from what the runs have shown.

import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { PAGES } from "./apps.mjs";
import { VERSIONS } from "./typescript.mjs";

const DOCS = new URL("../../../docs/bundlers.md", import.meta.url);
const README = new URL("../../../README.md", import.meta.url);
const MARKED = /(?<=<!-- matrix: [^>]*-->\n)[\s\S]*?(?=\n<!-- end of matrix -->)/;

export function writeTables(rows, chromium) {
  writeDocs(rows, chromium);
  writeFileSync(
    README,
    readFileSync(README, "utf8").replace(MARKED, () => summaryOf(rows)),
  );
}

function writeDocs(rows, chromium) {
  writeFileSync(
    DOCS,
    `# Bundlers, frameworks and runtimes

How to use \`eventsource-wasm\` with your bundler or framework: import it. No setting is needed for Vite, webpack, esbuild, Rollup, Parcel, Next.js or SvelteKit. The exceptions are under [Where WebAssembly is missing](#where-webassembly-is-missing) and [Notes](#notes). For code with React, Vue, Angular or Svelte, see [frameworks](frameworks.md).

## What was tested

Each row is a small app in [tests/packaging/bundlers](../tests/packaging/bundlers). A script installs the packed package, builds and serves the app, and opens its pages in Chromium ${chromium}. A page passes if it shows the events of a stream that ends and resumes with the last event ID, and if nothing on it throws or logs an error. The page of the parser stream reads one stream to its end. No app configures anything for the package, except where the table says so; esbuild runs with the option for splitting.

\`\`\`sh
npm run matrix                      # all apps, publint, Are The Types Wrong and TypeScript; about ten minutes
npm run matrix -- --only vite,next  # some apps; does not write this file
\`\`\`

${tableOf(rows)}

The columns are the entries, then the kinds of workers with the default entry in them. The last three show the pages of the default entry, of the parser stream and of the dedicated worker in a Chromium without WebAssembly (\`--jitless\`). The test counts what a page has loaded: with WebAssembly the JavaScript core is not loaded, without it once, and no page loads a core twice. An empty cell was not tested.

## Where WebAssembly is missing

The entries \`eventsource-wasm\`, \`/external\` and \`/stream\` import their [JavaScript core](guide.md#set-a-content-security-policy) by \`import()\`, only where they need it. Bundlers make a chunk of it. Tools that write a single file cannot:

| tool | what it does | what you can do |
| --- | --- | --- |
| esbuild without \`--splitting\` | puts the JavaScript core into the bundle, which grows by ${sizeOf("javascript-core")} (brotli) | use \`--splitting --format=esm\`, or leave it out: \`--external:*/javascript-*.js\` |
| Rollup with \`output.file\`, or with the format \`iife\` or \`umd\` | refuses: "when building multiple chunks", "not supported for code-splitting builds" | set \`output.dir\`, or put it in: \`output.inlineDynamicImports: true\`, or leave it out: \`external: [/javascript-.*core\\.js$/]\` |
| Vite before 8, for the default entry in workers | refuses in the same way | set \`worker: { format: "es" }\` |
| Parcel, for the default entry in service workers | refuses: "import() is not allowed in service workers" | import \`eventsource-wasm/no-wasm\` there |
| Vite 8, for the default entry in workers | puts it into the worker's file | set \`worker: { format: "es" }\` |

If you leave it out, copy \`node_modules/eventsource-wasm/dist/javascript-core.js\` (of the parser: \`javascript-parser-core.js\`) next to the script, or browsers without WebAssembly get an error that says what is missing. \`eventsource-wasm/no-wasm\` imports nothing.

## Notes

- **esbuild, Rollup**: these tools do not copy files that a script refers to. For \`eventsource-wasm/external\`, copy \`node_modules/eventsource-wasm/dist/eventsource_wasm.wasm\` next to the script, or pass its URL to \`init\`. Rollup needs its plugin \`node-resolve\` to find packages.
- **Parcel** does not read \`exports\`, so the package has a folder for each entry. The test builds one page at a time: Parcel 2.16.4 drops a library that two workers of one build share.
- **Vite** does not build service workers; its plugins do.
- **Next.js, SvelteKit**: the server renders each page first and imports the entry too.
- **No bundler**: workers have no import map. They import the file by its URL.
- **Extensions** must not compile WebAssembly unless \`content_security_policy\` in the manifest allows \`'wasm-unsafe-eval'\`. Allow it, or import \`eventsource-wasm/no-wasm\`; without either, pages use the JavaScript core. An extension's service worker cannot load it.
- **TypeScript** ${VERSIONS.join(", ")}: tested with \`strict\`, without \`skipLibCheck\`, with \`moduleResolution\` node10 (before 7.0), node16 and bundler, and with the types of a page and of a worker. \`eventsource-wasm/stream\` is also tested with Node's types, and JavaScript with \`checkJs\`. publint and Are The Types Wrong report one thing: \`require\` returns an ES module.
- **Node, Deno, Bun** run the same scripts without a page. The class is made for browsers; see [servers and the edge](versions.md#servers-and-the-edge). Node's \`fetch\` does not read files, which \`eventsource-wasm/external\` would need.
`,
  );
}

function sizeOf(name) {
  const file = readFileSync(new URL(`../../../dist/${name}.js`, import.meta.url));
  return `${(brotliCompressSync(file).length / 1000).toFixed(1)} kB`;
}

function tableOf(rows) {
  const lines = rows.map(({ name, mode, cells }) => [name, mode, ...PAGES.map((page) => textOf(cells[page]))]);
  return table(["app", "mode", ...PAGES], lines);
}

/** What other tests of the project run. */
const ELSEWHERE = [
  ["components", "[React, Vue, Angular, Svelte](docs/frameworks.md)"],
  ["libraries", "[RxJS, VueUse, htmx, tRPC, SignalR and others](docs/ecosystem.md)"],
  ["test tools", "[Vitest, Jest, node:test, Playwright](docs/testing.md)"],
];

/** A line for each kind of app, without configuration. */
function summaryOf(rows) {
  const lines = grouped(rows, "kind").map(([kind, ofKind]) => {
    const apps = grouped(ofKind, "label").map(([label, modes]) => label + verdictOn(modes));
    return [kind === "bundlers" ? "[bundlers](docs/bundlers.md)" : kind, apps.join(", ")];
  });
  return table(["kind", "tested"], [...lines, ...ELSEWHERE]);
}

function grouped(rows, key) {
  const values = [...new Set(rows.map((row) => row[key]))];
  return values.map((value) => [value, rows.filter((row) => row[key] === value)]);
}

function verdictOn(modes) {
  const cells = modes.flatMap((row) => Object.entries(row.cells));
  const failing = new Set(cells.filter(([, { problem }]) => problem).map(([page]) => page));
  return failing.size > 0 ? ` (**fails**: ${[...failing].join(", ")})` : "";
}

function table(head, lines) {
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function textOf(cell) {
  if (!cell) {
    return "";
  }
  return cell.problem ? "**fails**" : ["works", cell.note].filter(Boolean).join(", ");
}
