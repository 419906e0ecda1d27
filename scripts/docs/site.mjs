// Builds the site from README.md and docs/: pages with a search, the demo, the API reference if it exists, llms.txt and one
// page with all texts. `npm run docs` runs it after the reference; `node scripts/docs/site.mjs` runs it alone.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMain } from "../support/files.mjs";
import { root, say, show } from "../support/run.mjs";

const generator = join(root, "scripts/docs/site");
const pages = join(root, "build/site-pages");
export const site = join(root, "build/site");
/** The repository's address, when a workflow publishes the site. Links to its files lead there, otherwise nowhere. */
const { GITHUB_SERVER_URL, GITHUB_REPOSITORY } = process.env;
const repository = GITHUB_SERVER_URL && GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/main`;

/** Pages from the root folder, by their names on the site. */
const ROOT_PAGES = {
  "CHANGELOG.md": "changelog",
  "CONTRIBUTING.md": "contributing",
  "SECURITY.md": "security",
  "ARCHITECTURE.md": "architecture",
  "README.md": "readme",
};

const read = (path) => readFileSync(join(root, path), "utf8");

/** Requires the package in dist/, and the demo's page in www/dist/. */
export function buildSite() {
  rmSync(pages, { recursive: true, force: true });
  rmSync(site, { recursive: true, force: true });
  mkdirSync(join(pages, "public"), { recursive: true });
  cpSync(generator, pages, { recursive: true, filter: (path) => !/node_modules|package(-lock)?\.json/.test(path) });
  const docs = readdirSync(join(root, "docs"));
  for (const name of docs) {
    if (name.endsWith(".md")) {
      writeFileSync(join(pages, name), forSite(read(`docs/${name}`), "docs"));
    } else {
      cpSync(join(root, "docs", name), join(pages, name), { recursive: true });
    }
  }
  for (const [file, name] of Object.entries(ROOT_PAGES)) {
    writeFileSync(join(pages, `${name}.md`), forSite(read(file), ""));
  }
  writeForAssistants(docs.filter((name) => name.endsWith(".md")));
  if (!existsSync(join(generator, "node_modules"))) {
    show("npm", ["ci", "--no-audit", "--no-fund"], { cwd: generator });
  }
  symlinkSync(join(generator, "node_modules"), join(pages, "node_modules"));
  show(join(generator, "node_modules/.bin/vitepress"), ["build", pages, "--outDir", site]);
  cpSync(join(root, "www/dist"), join(site, "demo"), { recursive: true });
  const reference = join(root, "build/reference");
  if (existsSync(reference)) {
    cpSync(reference, join(site, "reference"), { recursive: true });
  }
  say("The site: build/site/index.html");
}

/**
 * Changes links to pages into the site's, and links to other files into the repository's, if its address is known. Badges
 * are removed, because the site makes no requests to other hosts.
 */
function forSite(text, folder) {
  return outsideCode(text.replace(/^\[!\[.*$/gm, ""), (prose) =>
    prose.replace(/(!?\[(?:[^\][]|\[[^\]]*\])*\])\(((?!https?:|#)[^)\s]+)( "[^"]*")?\)/g, (_link, label, target) => {
      const [path, heading] = target.split("#");
      const anchor = heading ? `#${heading}` : "";
      const file = join(folder, path);
      if (file.startsWith("docs/") && (path.endsWith(".md") || /\.(png|svg)$/.test(path))) {
        return `${label}(./${file.slice("docs/".length)}${anchor})`;
      }
      if (file in ROOT_PAGES) {
        return `${label}(./${ROOT_PAGES[file]}.md${anchor})`;
      }
      if (label.startsWith("!")) {
        return "";
      }
      return repository ? `${label}(${repository}/${file})` : label.slice(1, -1);
    }),
  );
}

/** Applies a change outside of code blocks: Vue would interpret the rest of a page as a template. */
function outsideCode(text, change) {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) => (index % 2 === 1 ? part : change(part)))
    .join("");
}

/** Follows the proposal of llmstxt.org: an index of the pages, and one file with all of them. */
function writeForAssistants(docs) {
  const order = ["guide.md", "options.md", "errors.md"];
  const sorted = [...order, ...docs.filter((name) => !order.includes(name))];
  const title = (text) => /^# (.*)$/m.exec(text)[1];
  const summary = (text) => text.split("\n\n").find((part) => !/^(#|```|\||-|<)/.test(part)) ?? "";
  const lines = sorted.map((name) => {
    const text = read(`docs/${name}`);
    return `- [${title(text)}](${name.replace(".md", ".html")}): ${
      summary(text)
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .split("\n")[0]
    }`;
  });
  const readme = read("README.md");
  const [, sentence] = /^(An `EventSource`[\s\S]*?)\n\n/m.exec(readme);
  const index = `# eventsource-wasm\n\n> ${sentence.replaceAll("\n", " ")}\n\n## Docs\n\n${lines.join("\n")}\n\n## Everything\n\n- [All pages in one file](llms-full.txt)\n`;
  writeFileSync(join(pages, "public/llms.txt"), index);
  const all = [readme, ...sorted.map((name) => read(`docs/${name}`))].join("\n\n---\n\n");
  writeFileSync(join(pages, "public/llms-full.txt"), all);
}

if (isMain(import.meta.url)) {
  buildSite();
}
