// docs/ecosystem.md, from the apps that the tests run: the code in it is theirs, between `// docs` and `// end`.

import { readFileSync, writeFileSync } from "node:fs";
import { LIBRARIES } from "./libraries.mjs";

const DOCS = new URL("../../docs/ecosystem.md", import.meta.url);
const { dependencies } = JSON.parse(read("package.json"));

export function writeDocs() {
  writeFileSync(DOCS, page());
}

export function isUpToDate() {
  return readFileSync(DOCS, "utf8") === page();
}

export function tableOf() {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [
    line(["library", "versions", "where it plugs in", "tested in"]),
    line(["---", "---", "---", "---"]),
    ...LIBRARIES.map(({ title, packages, where, runsIn }) =>
      line([`[${title}](#${anchor(title)})`, packages.map(versionOf).join(", "), where, runsIn]),
    ),
  ].join("\n");
}

function page() {
  return `# In libraries

How to use \`eventsource-wasm\` in frameworks, in libraries that read event streams, beside monitoring tools, in tests and in runtimes. Each of these is tested with the packed package and the real library, in [a small app](../tests/ecosystem/) whose token expires after five events and whose connection breaks after three. All events are shown, once and in order, and no connection is left when the app stops. The code below is the code of the apps, without their imports. This file is written by

\`\`\`sh
npm run ecosystem                       # all of them
npm run ecosystem -- --only rxjs,trpc   # some
npm run ecosystem -- --light            # those that need no large download
npm run ecosystem -- --write-docs       # and this file
\`\`\`

${tableOf()}

All of them use this class, or this \`fetch\` where a library makes the requests itself; see [the rule](options.md#set-defaults-for-a-class) for what happens when a library passes options of its own:

${codeOf("support/app-event-source.js")}

${codeOf("support/authorized-fetch.js")}

${LIBRARIES.map(sectionOf).join("\n\n")}
`;
}

function sectionOf({ name, title, where, know, code = "app.js" }) {
  return `## ${title}

Where it plugs in: ${where}. [Test](../tests/ecosystem/${name}/)

${[code]
  .flat()
  .map((file) => codeOf(`${name}/${file}`))
  .join("\n\n")}

${know}`;
}

function codeOf(path) {
  const [, indent, code] = read(path).match(/^( *)\/\/ docs\n([\s\S]*?)^ *\/\/ end$/m);
  return `\`\`\`js\n${code.replaceAll(new RegExp(`^${indent}`, "gm"), "")}\`\`\``;
}

function versionOf(name) {
  return `\`${name}\` ${dependencies[name]}`;
}

function anchor(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

function read(path) {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
