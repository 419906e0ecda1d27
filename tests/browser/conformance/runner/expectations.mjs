// The checks that the class is known to fail, and why: every other failure is news, and so is one that passes after all.

import { readFileSync } from "node:fs";

const FILE = new URL("../expectations.json", import.meta.url);

/** `[{ reason, checks, browsers?, scopes?, sometimes? }]` */
const EXPECTED = JSON.parse(readFileSync(FILE, "utf8"));

/** What a run shows that was not expected: `[{ what, message }]`. Only the class's own runs are judged. */
export function surprises({ browser, scope, which, results, error }, suite) {
  if (which !== "ours") {
    return [];
  }
  if (error) {
    return [{ what: "the whole run", message: error }];
  }
  return (results ?? []).flatMap(({ group, name, passed, message }) => {
    const what = `${group}: ${name}`;
    const expected = suite === "standard" && expectation({ browser, scope, what });
    if (passed) {
      return expected && !expected.sometimes ? [{ what, message: "passes, though it is expected to fail" }] : [];
    }
    return expected ? [] : [{ what, message }];
  });
}

/** The expectation that a check fails there, if there is one. */
export function expectation({ browser, scope, what }) {
  return EXPECTED.find(
    ({ checks, browsers, scopes }) =>
      checks.includes(what) && (browsers?.includes(browser) ?? true) && (scopes?.includes(scope) ?? true),
  );
}
