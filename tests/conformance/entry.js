// All checks, and both classes.

import { EventSource } from "../../dist/index.js";
import "./checks/interface.js";
import "./checks/handlers.js";
import "./checks/url.js";
import "./checks/request.js";
import "./checks/response.js";
import "./checks/format.js";
import "./checks/events.js";
import "./checks/state.js";
import "./checks/reconnection.js";
import "./checks/lifetime.js";
import { runChecks } from "./harness.js";

const CLASSES = { ours: EventSource, native: globalThis.EventSource };

/** `setting` is `{ which, scope, grep }`; `null` if the engine has no such class in this scope. */
export async function run(setting) {
  const tested = CLASSES[setting.which];
  return tested ? runChecks({ ...setting, EventSource: tested, origin: new URL(import.meta.url).origin }) : null;
}
