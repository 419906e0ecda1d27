// What is said where a page cannot share.

import { notShared } from "../messages.ts";
import { warn } from "../report.ts";

let said = false;

export function warnOnce(): void {
  if (!said) {
    said = true;
    warn(notShared());
  }
}
