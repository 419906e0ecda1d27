// The core as plain JavaScript, for pages whose Content-Security-Policy forbids WebAssembly.

import { readFileSync, writeFileSync } from "node:fs";
import { show } from "../support/run.mjs";

const TYPE =
  "declare const instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports;\nexport default instantiate;\n";

/** Writes `script`, which instantiates when it is called and not when it is imported, and adapts the glue. */
export function toJavaScript(wasm, glue, script) {
  show("node_modules/.bin/wasm2js", ["-Oz", wasm, "-o", script]);
  const code = readFileSync(script, "utf8").replace(/^import .*$/gm, "");
  const [definition, instance] = code.split("var retasmFunc = ");
  if (!instance) {
    throw new Error("wasm2js writes its modules in another way than it used to.");
  }
  writeFileSync(script, `${definition}export default asmFunc;\n`);
  writeFileSync(script.replace(/js$/, "d.ts"), TYPE);
  writeFileSync(glue, withoutDetaching(readFileSync(glue, "utf8")));
}

/** The glue detects growth of the memory by its detached buffer; here the old buffer is not detached. */
function withoutDetaching(glue) {
  const [buffer] = glue.match(/wasm\.\w+\.buffer/);
  const mended = glue
    .replace(/(cached\w+)\.byteLength === 0/g, `$1.buffer !== ${buffer}`)
    .replace(/(cached\w+)\.buffer\.detached === true \|\| \(.*?\)\) \{/g, `$1.buffer !== ${buffer}) {`);
  if (/\.detached|byteLength === 0/.test(mended)) {
    throw new Error("The glue notices grown memory in another way than it used to.");
  }
  return mended;
}
