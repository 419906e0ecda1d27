// `node scripts/build/encodings.mjs`: the size of the WebAssembly in a script, by text encoding, after brotli.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { root, say } from "../support/run.mjs";
import { toText } from "./wasm-text.mjs";

const bytes = readFileSync(join(root, "dist/eventsource_wasm.wasm"));
const encodings = {
  "ours, ASCII": toText(bytes),
  hex: bytes.toString("hex"),
  base64: bytes.toString("base64"),
  "the bytes themselves, no script": bytes,
};
for (const [name, text] of Object.entries(encodings)) {
  say(`${name}: ${text.length} bytes, brotli ${brotliCompressSync(text).length}`);
}
