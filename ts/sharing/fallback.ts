// Warns that a page cannot share.

import { notShared } from "../errors/messages.ts";
import { warn } from "../platform/report.ts";

let said = false;

export function warnOnce(): void {
  if (!said) {
    said = true;
    warn(notShared());
  }
}
