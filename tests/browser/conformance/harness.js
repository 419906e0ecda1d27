// Runs checks in any global scope and tells what became of each, as plain data.

import { Kit } from "./kit.js";

const checks = [];
let suite = "";
let group = "";

/** The checks that follow belong to this suite. */
export function suiteOf(name) {
  suite = name;
}

/** The checks that follow belong to this group. */
export function groupOf(name) {
  group = name;
}

/**
 * One rule, checked. `section` is where the rule stands.
 *
 * @param {string} name the rule
 * @param {string} section a link into a standard
 * @param {(t: Kit) => unknown} body throws if the rule does not hold
 * @param {{only?: string[], needs?: () => boolean, timeout?: number}} [options] the scopes where it makes sense, what it
 *   needs of the engine, and the ms that it may take
 */
export function check(name, section, body, options = {}) {
  if (checks.some((other) => other.name === name)) {
    throw new Error(`two checks named ${JSON.stringify(name)}`);
  }
  checks.push({ name, section, suite, group, body, timeout: 15_000, ...options });
}

/**
 * Runs all checks that apply; gives `[{ group, name, section, passed, message, ms }]`.
 *
 * @param {{EventSource: Function, suite?: string, which: string, scope: string, origin: string, grep?: string, atOnce?: number}} setting
 */
export async function runChecks({ suite = "standard", grep = "", atOnce = 5, ...setting }) {
  const chosen = checks.filter(
    ({ name, group, only, needs, suite: itsSuite }) =>
      itsSuite === suite &&
      `${group}: ${name}`.includes(grep) &&
      (only?.includes(setting.scope) ?? true) &&
      (needs?.() ?? true),
  );
  const results = [];
  const runAll = async (queue) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      results.push(await runOne(next, setting));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, () => runAll(chosen)));
  return results;
}

async function runOne({ name, group, section, body, timeout }, setting) {
  const kit = new Kit(setting);
  const started = performance.now();
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`after ${timeout} ms it still waited for ${kit.waitsFor}`)), timeout);
  });
  const failures = [];
  const note = (error) => failures.push(String(error?.message ?? error));
  await Promise.race([Promise.resolve(kit).then(body), limit]).catch(note);
  clearTimeout(timer);
  await kit.end().catch(note);
  const [message = ""] = failures;
  return { group, name, section, passed: failures.length === 0, message, ms: Math.round(performance.now() - started) };
}
