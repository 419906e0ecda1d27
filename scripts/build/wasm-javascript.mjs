// A core as plain JavaScript, for pages that cannot compile WebAssembly.

import { readFileSync, writeFileSync } from "node:fs";
import { show } from "../support/run.mjs";

const TYPE = "export declare const instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports;\n";

/** Writes `script`, which instantiates when it is called and not when it is imported. */
export function toJavaScript(wasm, script) {
  show("node_modules/.bin/wasm2js", ["-Oz", wasm, "-o", script]);
  const code = readFileSync(script, "utf8").replace(/^import .*$/gm, "");
  const [definition, instance] = code.split("var retasmFunc = ");
  if (!instance) {
    throw new Error("wasm2js writes its modules in another way than it used to.");
  }
  writeFileSync(script, `${definition}export { asmFunc as instantiate };\n`);
  writeFileSync(script.replace(/js$/, "d.ts"), TYPE);
}
