// Checks the spelling and the style of texts and comments: `npm test -- --only spelling`. cspell knows English and
// scripts/check/spelling/words.txt; the phrases to avoid, and their replacements, are in scripts/check/spelling/style.json.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "../support/files.mjs";
import { root, say, show } from "../support/run.mjs";
import { commentFindings } from "./comments.mjs";

const folder = join(root, "scripts/check/spelling");
/** Longer sentences are hard to follow. */
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

const findings = [...FILES.flatMap(findingsOf), ...commentFindings()];
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

/**
 * Splits a text into sentences, without code, link targets, headings and names of checks. A table's cell is a separate text.
 */
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

/** Returns the strings of a script, each on its line. */
function stringsOf(text) {
  return text
    .split("\n")
    .map((line) => [...line.matchAll(/"([^"]*)"|`([^`]*)`/g)].map(([, double, back]) => double ?? back).join(". "))
    .join("\n");
}
