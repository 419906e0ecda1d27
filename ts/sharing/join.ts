// The option `shared` as the default entry calls it.

import type { Join } from "../extension.ts";
import { loadInlineShared } from "../load/inline-shared.ts";
import { warnOnce } from "./fallback.ts";
import { checkName } from "./key.ts";
import { Member } from "./member.ts";

export const join: Join = (face, url, options, connect) => {
  checkName(options);
  if (navigator.locks && globalThis.BroadcastChannel) {
    loadInlineShared();
    return new Member(face, url, options, connect);
  }
  warnOnce();
  return connect(face, options.initialLastEventId ?? "");
};
