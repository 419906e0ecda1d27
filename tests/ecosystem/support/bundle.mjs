// Bundles an app with esbuild. Its folder may have settings of the bundler: bundle.mjs.

import { existsSync } from "node:fs";
import { build } from "esbuild";
import { here, load } from "./paths.mjs";

/** For a page. An app shows numbers until it is told to stop. */
export function bundleForPage(name) {
  return bundle(name, {
    contents: `import { follow } from "./${name}/app.js"; window.shown = []; window.stop = follow((one) => window.shown.push(one));`,
    format: "iife",
  });
}

/** For a worker of Cloudflare's, which is told where the backend is when it is bundled. */
export function bundleForWorker(name, origin) {
  return bundle(name, {
    contents: `export { default } from "./${name}/app.js";`,
    format: "esm",
    define: { "process.env.ORIGIN": JSON.stringify(origin) },
  });
}

async function bundle(name, { contents, format, define }) {
  const own = existsSync(here(`${name}/bundle.mjs`)) ? (await load(`${name}/bundle.mjs`)).default : {};
  const { outputFiles, metafile } = await build({
    bundle: true,
    write: false,
    metafile: true,
    logLevel: "error",
    ...own,
    stdin: { contents, resolveDir: here(".") },
    format,
    define: {
      "process.env.NODE_ENV": '"production"',
      "process.env.ORIGIN": "undefined",
      ...define,
      ...own.define,
    },
  });
  expectReplaced(own.alias ?? {}, Object.keys(metafile.inputs));
  return outputFiles[0].text;
}

/** What an alias replaces must not be in the bundle. */
function expectReplaced(alias, inputs) {
  const replaced = Object.keys(alias).filter((one) => !one.startsWith("eventsource-wasm"));
  const folders = replaced.map((one) => `node_modules/${one.split("/")[0]}/`);
  const left = inputs.filter((file) => folders.some((folder) => file.includes(folder)));
  if (left.length > 0) {
    throw new Error(`the alias leaves ${left}`);
  }
}
