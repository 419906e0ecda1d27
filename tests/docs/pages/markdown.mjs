// The project's pages, their code blocks, headings and links.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** All but what docs/storm.md is made from. */
const EXAMPLES = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "storm")
  .map(({ name }) => `examples/${name}`);
const FOLDERS = [
  "",
  "docs",
  "tests",
  "tests/browser/conformance",
  "tests/browser/hostile",
  "tests/support/scenario-server",
  "www",
  "examples",
  ...EXAMPLES,
];

/** Every page for people, by its path from the root. */
export const pages = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md") && !name.startsWith("NOTES-"))
    .map((name) => join(folder, name)),
);

const textOf = (page) => readFileSync(join(root, page), "utf8");

/** The pages whose code is for users of the package. */
const forUsers = (page) => page === "README.md" || page.startsWith("docs/");

/**
 * The code blocks in one of these languages. After the language may stand `worker`, where the code is to run, or the name
 * of the file that the reader is to write.
 */
export function blocks(...languages) {
  return pages.filter(forUsers).flatMap((page) =>
    [...textOf(page).matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)]
      .filter(([, language]) => languages.includes(language))
      .map(({ 1: language, 2: info, 3: code, input, index }) => {
        const line = input.slice(0, index).split("\n").length + 1;
        return { page, line, language, info, code };
      }),
  );
}

/** The commands of this project that pages name, in blocks and in lines, but for those of the reader's own app. */
export function commands() {
  const own =
    /(?<=`|^)(?:node (?:--test )?(?:scripts|tests|benches)\/\S+?(?=[` \n])|npm (?:start|test|run [\w-]+)(?=[` \n]))/gm;
  return pages.flatMap((page) => [...new Set(textOf(page).match(own))].map((command) => ({ page, command })));
}

/** Pages beside the files where the repository is hosted: how the tests went, and where to report a vulnerability. */
const HOSTED = /^\.\.\/\.\.\/(actions|security)\//;

/** The links of a page to files of the project that lead nowhere. A link's title must be words of its target. */
export function brokenLinks(page) {
  const links = withoutCode(textOf(page)).matchAll(/\]\((?![a-z]+:)([^)#\s]*)(?:#([^)\s]*))?(?: "([^"]*)")?\)/g);
  return [...links]
    .filter(([, path]) => !HOSTED.test(path))
    .filter(([, path, heading, title]) => !leads(path === "" ? page : join(page, "..", path), heading, title))
    .map(([link]) => link.slice(1));
}

function leads(target, heading, title) {
  return (
    existsSync(join(root, target)) &&
    (heading === undefined || anchors(textOf(target)).includes(heading)) &&
    (title === undefined || textOf(target).includes(title))
  );
}

/** The tables of a page, as lists of rows of cells, without their heads. */
export function tables(page) {
  return [...textOf(page).matchAll(/^\| ?-.*\n((?:\|.*\n)*)/gm)].map(([, rows]) =>
    rows
      .trim()
      .split("\n")
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

/** Headings as GitHub makes anchors of them. */
function anchors(text) {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}
