// Shortens the names of properties that no other file sees, as minifiers do with the names of variables. They cannot know
// which these are, so they are listed.
//
// Not listed: what users see; what the platform names; what an entry gives to another one, which may be of another version of
// the package (`ts/event-source/extension.ts`, `ts/event-source/observers.ts`).

import { readFileSync } from "node:fs";
import { join } from "node:path";
// Terser does not export it: the names of the platform.
import { domprops } from "../../node_modules/terser/tools/domprops.js";
import { filesUnder } from "../support/files.mjs";
import { root } from "../support/run.mjs";

const INTERNAL = [
  "areFound",
  "awaitFirstEvent",
  "customHeaders",
  "dispatchChunk",
  "followRedirects",
  "followsRedirects",
  "generation",
  "hasBeenOpen",
  "hasNext",
  "hasOwnFetch",
  "isAtEnd",
  "isCrossOrigin",
  "isDone",
  "isEmpty",
  "isFromNetwork",
  "isGet",
  "isIdempotent",
  "isLoaded",
  "isRedirect",
  "isRedirected",
  "isReleased",
  "isRunning",
  "isWanted",
  "iterate",
  "nextParsed",
  "nextPiece",
  "nextWanted",
  "prepared",
  "renewals",
  "retryAfter",
  "startAside",
  "startBy",
  "startNow",
  "takesOver",
  "toNumbers",
  "unwatchPage",
  "wakeAt",
  "warnOfOthers",
];

/** The option of esbuild. Throws if a name is not only ours, or is not used. */
export function mangleProps() {
  const [types, ours] = ["ts/types", "ts"].map((folder) =>
    filesUnder(folder)
      .map((file) => readFileSync(join(root, file), "utf8"))
      .join("\n"),
  );
  for (const name of INTERNAL) {
    if (domprops.includes(name) || new RegExp(`\\b${name}\\b`).test(types) || !ours.includes(name)) {
      throw new Error(`scripts/build/short-names.mjs: ${name} is public, of the platform, or unused`);
    }
  }
  return new RegExp(`^(?:${INTERNAL.join("|")})$`);
}
