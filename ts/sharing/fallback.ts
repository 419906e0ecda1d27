// What is said where a page cannot share.

import { notShared } from "../messages.ts";

let said = false;

export function warnOnce(): void {
  if (!said) {
    said = true;
    console.warn(notShared());
  }
}
