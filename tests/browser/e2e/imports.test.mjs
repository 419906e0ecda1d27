// What tools and runtimes make of the packed package's entries, without a browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { app, importMap, installed } from "./installed.mjs";

test("tools that do not read `exports` find every entry in a folder of its name", () => {
  const folder = join(app, "node_modules", installed.name);
  for (const [name, { types, default: main }] of Object.entries(installed.exports).filter(([, { types }]) => types)) {
    const manifest = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8"));
    const found = [manifest.main, manifest.types].map((path) => join(folder, name, path));
    assert.deepEqual(found, [join(folder, main), join(folder, types)]);
    assert.ok(found.every(existsSync), String(found));
  }
});

test("an import that nothing uses leaves nothing in a bundle, unless it is imported for what it does", async () => {
  for (const name of Object.keys(importMap().imports)) {
    const stdin = { contents: `import * as unused from "${name}";`, resolveDir: app };
    const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: "esm", write: false });
    const { length } = outputFiles[0].contents;
    assert.equal(length === 0, !/polyfill|shared/.test(name), `${name}: ${length} bytes`);
  }
});

test("importing any entry where there is no browser does nothing and throws nothing", () => {
  const names = Object.keys(importMap().imports);
  assert.ok(names.length >= 6, String(names));
  const script = `
    const before = Object.getOwnPropertyNames(globalThis);
    for (const name of ${JSON.stringify(names.filter((name) => !name.includes("polyfill")))}) {
      await import(name);
    }
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
    console.log(added.join());
    await import("eventsource-wasm/polyfill");
    await import("eventsource-wasm/polyfill/force");
    console.log(globalThis.EventSource.name);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app, encoding: "utf8" });
  assert.equal(printed, "\nEventSource\n");
});

test("importing any entry needs nothing that Jest's jsdom lacks: an app's other tests go on", () => {
  const script = `
    for (const name of ["TextDecoder", "TextEncoder", "ReadableStream", "MessageChannel", "Response", "fetch"]) {
      delete globalThis[name];
    }
    for (const name of ${JSON.stringify(Object.keys(importMap().imports))}) {
      await import(name);
    }`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app, stdio: "pipe" });
});

test("entries that are used together have one class and one core", async () => {
  const script = `
    import "eventsource-wasm/polyfill/force";
    import "eventsource-wasm/polyfill";
    import { EventSource } from "eventsource-wasm";
    console.log(globalThis.EventSource === EventSource);`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: app, encoding: "utf8" });
  assert.equal(printed, "true\n");
  const bytes = async (contents) => {
    const options = { stdin: { contents, resolveDir: app }, bundle: true, minify: true, format: "esm", write: false };
    return (await build(options)).outputFiles[0].contents.length;
  };
  const use = 'import { EventSource } from "eventsource-wasm"; new EventSource("/");';
  const together = await bytes(`import "eventsource-wasm/polyfill/force"; import "eventsource-wasm/polyfill"; ${use}`);
  assert.ok(together < (await bytes(use)) + 1000, `${together} bytes`);
});

test("every entry can be got by require", () => {
  const script = `${JSON.stringify(Object.keys(importMap().imports))}.forEach((name) => require(name));
    console.log(typeof require("eventsource-wasm").EventSource);`;
  const node = ["--input-type=commonjs", "-e", script];
  assert.equal(execFileSync(process.execPath, node, { cwd: app, encoding: "utf8", stdio: "pipe" }), "function\n");
});
