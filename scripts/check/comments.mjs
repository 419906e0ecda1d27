// Checks the comments of the sources: a sentence in them has a real subject. Part of `npm test -- --only spelling`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "../support/files.mjs";
import { root } from "../support/run.mjs";

const FOLDERS = ["src", "scripts", "ts", "tests/support", "tests/simulation"];
/** Their comments are not rewritten yet. */
const LEFT_OUT = /^ts\/(core|driver|event-source|options|types)\/|\/node_modules\//;

/** Without a standard's sentences, which are quoted after ">". */
const COMMENT = /(?:^|\s)(?:\/\/[/!]?|\/\*\*?|\*)\s+(?!>)(.*)/;
const WITHOUT_SUBJECT = /(?:^|[.:!] )((?:What|Who|Whoever|Whatever) .*)/;

/** Returns a line for each sentence that begins with such a word. */
export function commentFindings() {
  return FOLDERS.flatMap(filesUnder)
    .filter((file) => /\.(rs|mjs|ts)$/.test(file) && !LEFT_OUT.test(file))
    .flatMap((file) =>
      findingsIn(readFileSync(join(root, file), "utf8")).map(
        ({ line, text }) => `${file}:${line}: "${text}" has no real subject`,
      ),
    );
}

function findingsIn(source) {
  return source.split("\n").flatMap((code, index) => {
    const [, text] = WITHOUT_SUBJECT.exec(COMMENT.exec(code)?.[1] ?? "") ?? [];
    return text ? [{ line: index + 1, text: text.slice(0, 40) }] : [];
  });
}
