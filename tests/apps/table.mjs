// docs/bundlers.md, and what README.md tells of it, from what the runs have shown.

import { readFileSync, writeFileSync } from "node:fs";
import { kindsOf, PAGES } from "./apps.mjs";
import { VERSIONS } from "./typescript.mjs";

const DOCS = new URL("../../docs/bundlers.md", import.meta.url);
const README = new URL("../../README.md", import.meta.url);
const MARKED = /(?<=<!-- matrix: [^>]*-->\n\n)[\s\S]*?(?=\n\n<!-- end of matrix -->)/;

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

Each row is a small app in [tests/apps](../tests/apps). The packed package is installed into it, it is built and served, and its pages are opened in Chromium ${chromium}. A page works if it shows the events of a stream that ends and is resumed with the last event ID (the parser stream: of one that ends), and if nothing on it throws or logs an error. No app has a setting for the package.

\`\`\`sh
npm run matrix                      # all apps, publint, Are The Types Wrong and TypeScript; some ten minutes
npm run matrix -- --only vite,next  # some apps, and this file stays as it is
\`\`\`

${tableOf(rows)}

The columns are the entries, and kinds of workers with the default entry in them. What is empty is not claimed.

- **esbuild, Rollup**: they do not look for files in scripts. For \`eventsource-wasm/external\` copy \`node_modules/eventsource-wasm/dist/eventsource_wasm.wasm\` beside the script, as these apps do, or tell \`init\` where it is. Rollup finds packages by its plugin \`node-resolve\`.
- **Parcel**: it does not read \`exports\`, so the package has a folder for each entry. The app is built one page at a time: when two workers of one build share a library, any library, Parcel 2.16.4 leaves it out of both.
- **Vite** has no service workers of its own; its plugins do.
- **Next.js, SvelteKit**: each page comes rendered by the server, which imports the entry too.
- **no bundler**: workers have no import map and import the file by its address.
- **extensions**: they may not compile WebAssembly unless \`content_security_policy\` in the manifest allows \`'wasm-unsafe-eval'\`: allow it, or use \`eventsource-wasm/no-wasm\`.
- **TypeScript** ${VERSIONS.join(", ")}: strict, without \`skipLibCheck\`, by \`moduleResolution\` node10 (before 7.0), node16 and bundler, with the types of a page, of a worker and, for \`eventsource-wasm/stream\`, of Node; JavaScript by \`checkJs\`. publint and Are The Types Wrong have no complaints, but that \`require\` gets a module.
- **Node, Deno, Bun**: the pages' scripts, without a page. The class is made for browsers; there, only this much is tested. Node fetches no files, which \`eventsource-wasm/external\` would need.
`,
  );
}

function tableOf(rows) {
  const lines = rows.map(({ name, mode, cells }) => [name, mode, ...PAGES.map((page) => textOf(cells[page]))]);
  return table(["", "", ...PAGES], lines);
}

/** A line for each app. */
function summaryOf(rows) {
  const lines = [...new Set(rows.map(({ name }) => name))].map((name) => {
    const modes = rows.filter((row) => row.name === name);
    const { entries, workers } = kindsOf(Object.keys(modes[0].cells));
    const pages = [count(entries, "entry", "entries"), workers && count(workers, "kind of worker", "kinds of workers")];
    const inMode = (asked) => verdictOn(modes.find(({ mode }) => mode === asked || mode === ""));
    return [name, pages.filter(Boolean).join(", "), inMode("development"), inMode("production")];
  });
  return table(["", "", "development", "production"], lines);
}

function verdictOn(row) {
  const failing = Object.entries(row?.cells ?? {}).filter(([, { problem }]) => problem);
  const verdict = failing.length > 0 ? `**fails**: ${failing.map(([page]) => page).join(", ")}` : "works";
  return row ? verdict : "";
}

function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
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
