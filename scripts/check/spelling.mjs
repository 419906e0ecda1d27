// The words and the style of what people read: `npm test -- --only spelling`. cspell knows English and
// scripts/check/spelling/words.txt; the phrases to avoid, and what to write instead, are in scripts/check/spelling/style.json.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "../support/files.mjs";
import { root, say, show } from "../support/run.mjs";

const folder = join(root, "scripts/check/spelling");
/** A reader loses the beginning of a longer one. */
const MOST_WORDS = 45;

const inDocs = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
const PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md", "CHANGELOG.md"];
const inExamples = filesUnder("examples").filter((name) => name.endsWith(".md") && !name.includes("node_modules"));
const FILES = [
  ...PAGES,
  ...inDocs.map((name) => `docs/${name}`),
  ...inExamples,
  "www/README.md",
  "ts/errors/messages.ts",
];

const avoided = Object.entries(JSON.parse(readFileSync(join(folder, "style.json"), "utf8"))).map(
  ([phrase, instead]) => ({
    pattern: new RegExp(`\\b(${phrase})\\b`, "i"),
    instead,
  }),
);

const findings = FILES.flatMap(findingsOf);
findings.forEach(say);

if (!existsSync(join(folder, "node_modules"))) {
  show("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });
}
show(join(folder, "node_modules/.bin/cspell"), [
  "lint",
  "-c",
  join(folder, "cspell.json"),
  "--no-progress",
  "--relative",
]);
process.exit(findings.length === 0 ? 0 : 1);

function findingsOf(file) {
  return sentencesOf(file).flatMap(({ line, text }) => {
    const words = text.split(/\s+/).filter((word) => /\w/.test(word)).length;
    return [
      ...avoided
        .filter(({ pattern }) => pattern.test(text))
        .map(({ pattern, instead }) => {
          return `"${pattern.exec(text)[0]}": write ${instead}`;
        }),
      words > MOST_WORDS && `a sentence of ${words} words: ${text.slice(0, 60)}`,
      /^Who(ever)? (?!.*\?)|^What(ever)? (?!.*\?)\S+ \S+ \S+/.test(text) &&
        `"${text.slice(0, 40)}" has no real subject`,
    ]
      .filter(Boolean)
      .map((finding) => `${file}:${line}: ${finding}`);
  });
}

/** Without code, links' targets, headings and the names of checks; a cell of a table is text of its own. */
function sentencesOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  const prose = file.endsWith(".ts")
    ? stringsOf(text)
    : text.replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/.*/g, ""));
  return prose
    .split("\n")
    .flatMap((line, index) =>
      (/^#|^- \[/.test(line) ? [] : line.split(" | "))
        .flatMap((cell) => plain(cell).split(/(?<=[.!?:;])\s+/))
        .map((sentence) => ({ line: index + 1, text: sentence.trim() })),
    );
}

function plain(text) {
  return text
    .replace(/`[^`]*`/g, "code")
    .replace(/\]\([^)]*\)/g, "")
    .replace(/^(\s*[-*|\d.]+)+\s/, "")
    .replace(/[[\]*|]/g, "");
}

/** The strings of a script, each on its line. */
function stringsOf(text) {
  return text
    .split("\n")
    .map((line) => [...line.matchAll(/"([^"]*)"|`([^`]*)`/g)].map(([, double, back]) => double ?? back).join(". "))
    .join("\n");
}
