// What the runs say, for the terminal and for the docs.

import { writeFileSync } from "node:fs";
import { expectation } from "./expectations.mjs";

const DOCS = new URL("../../../../docs/conformance.md", import.meta.url);

export function printFailures(runs) {
  for (const { browser, scope, which, results } of runs) {
    for (const { group, name, message } of failuresOf(results)) {
      const what = `${group}: ${name}`;
      const known = which === "ours" && expectation({ browser, scope, what }) ? " (expected)" : "";
      console.log(`${browser}, ${scope}, ${which}${known}: ${what}\n    ${message}`);
    }
  }
}

/** One row for each kind of scope, two columns for each browser. */
export function table(runs) {
  const browsers = unique(runs.map(({ browser }) => browser));
  const scopes = unique(runs.map(({ scope }) => scope));
  const score = (browser, scope, which) => {
    const run = runs.find((each) => each.browser === browser && each.scope === scope && each.which === which);
    if (run?.error) {
      return "failed";
    }
    return run?.results ? `${run.results.length - failuresOf(run.results).length}/${run.results.length}` : "";
  };
  const rows = [
    ["scope", ...browsers.flatMap((name) => [`${name}: ours`, `${name}: native`])],
    ...scopes.map((scope) => [
      scope,
      ...browsers.flatMap((name) => [score(name, scope, "ours"), score(name, scope, "native")]),
    ]),
  ];
  const widths = rows[0].map((_head, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(rows[0]), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join("\n");
}

/** Writes the table, and what is not as the standard has it. */
export function writeDocs(runs) {
  const versions = unique(runs.map(({ browser, version }) => `${browser} ${version}`)).join(", ");
  writeFileSync(
    DOCS,
    `# Conformance with the EventSource standard

How many checks of the standard pass for the class of this package, and for the browser's own \`EventSource\`. The checks were written from the text of the standards ([HTML](https://html.spec.whatwg.org/multipage/server-sent-events.html), [Web IDL](https://webidl.spec.whatwg.org/), [DOM](https://dom.spec.whatwg.org/), [Fetch](https://fetch.spec.whatwg.org/)) and are the same for both classes. An empty cell means that the browser has no \`EventSource\` there.

${table(runs)}

${versions}. This page is written by

\`\`\`sh
node tests/browser/conformance/run.mjs --write-docs
\`\`\`

## Where this class deviates from the standard

${deviations(runs)}

A reconnection after a redirect requests the original URL, as Chromium does, so that the redirect may lead elsewhere. By the standard it re-uses the redirected request. No check tells the two apart.

## Where the browsers deviate from the standard

${nativeDeviations(runs)}
`,
  );
}

function deviations(runs) {
  const byReason = new Map();
  for (const { browser, scope, which, results } of runs) {
    for (const { group, name, section } of which === "ours" ? failuresOf(results) : []) {
      const what = `${group}: ${name}`;
      const reason = expectation({ browser, scope, what })?.reason ?? "Not understood yet.";
      const checks = byReason.get(reason) ?? byReason.set(reason, new Map()).get(reason);
      const entry = checks.get(what) ?? checks.set(what, { section, where: new Map() }).get(what);
      note(entry.where, browser, scope);
    }
  }
  return [...byReason].map(([reason, checks]) => `${reason}\n\n${bullets(checks)}`).join("\n\n");
}

function nativeDeviations(runs) {
  const checks = new Map();
  for (const { browser, scope, which, results } of runs) {
    for (const { group, name, section } of which === "native" ? failuresOf(results) : []) {
      const what = `${group}: ${name}`;
      const entry = checks.get(what) ?? checks.set(what, { section, where: new Map() }).get(what);
      note(entry.where, browser, scope);
    }
  }
  return bullets(checks);
}

function note(where, browser, scope) {
  where.set(browser, [...(where.get(browser) ?? []), scope]);
}

function bullets(checks) {
  return [...checks]
    .map(([what, { section, where }]) => `- [${escaped(what)}](${section}) (${[...where.keys()].join(", ")})`)
    .join("\n");
}

function escaped(text) {
  return text.replace(/[[\]<>*_`\\]/g, "\\$&");
}

function failuresOf(results) {
  return (results ?? []).filter(({ passed }) => !passed);
}

function unique(values) {
  return [...new Set(values)];
}
