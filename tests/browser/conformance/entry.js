// All checks, and both classes.

import { EventSource, isTransient } from "../../../dist/index.js";
import "./checks/all.js";
import "./options/all.js";
import { runChecks } from "./harness.js";

const CLASSES = { ours: EventSource, native: globalThis.EventSource };

/** `setting` is `{ suite, which, scope, grep }`; `null` if the engine has no such class in this scope. */
export async function run(setting) {
  const tested = CLASSES[setting.which];
  const origin = new URL(import.meta.url).origin;
  return tested ? runChecks({ ...setting, EventSource: tested, isTransient, origin }) : null;
}
