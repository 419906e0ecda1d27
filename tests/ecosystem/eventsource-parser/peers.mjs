// The real parsers, of both versions that people have.

import { fileURLToPath } from "node:url";
import { installLocked } from "../../browser/e2e/package.mjs";

export async function loadPeers() {
  installLocked(fileURLToPath(new URL(".", import.meta.url)));
  return {
    3: { ...(await import("eventsource-parser")), ...(await import("eventsource-parser/stream")) },
    4: { ...(await import("eventsource-parser-4")), ...(await import("eventsource-parser-4/stream")) },
  };
}
