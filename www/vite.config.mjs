// Builds the demo's page: `npx vite build www`. It imports the package by its name, as its users do, and gets the
// built one.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The service worker with the names of all files that the page may ask for. */
const serviceWorker = {
  name: "service worker",
  enforce: "post",
  generateBundle(_options, bundle) {
    const files = ["./", ...Object.keys(bundle).filter((name) => name !== "index.html")];
    const digest = createHash("sha256");
    for (const file of Object.values(bundle)) digest.update(file.type === "chunk" ? file.code : file.source);
    const source = readFileSync(here("offline/service-worker.js"), "utf8")
      .replace("globalThis.__FILES__", JSON.stringify(files))
      .replace("globalThis.__CACHE__", JSON.stringify(`demo ${digest.digest("hex").slice(0, 12)}`));
    this.emitFile({ type: "asset", fileName: "service-worker.js", source });
  },
};

/** Fonts that come with the page's head are there before its text is drawn. */
const earlyFonts = {
  name: "early fonts",
  transformIndexHtml: (_html, { bundle = {} }) =>
    Object.keys(bundle)
      .filter((name) => name.endsWith(".woff2"))
      .map((name) => ({
        tag: "link",
        attrs: { rel: "preload", as: "font", type: "font/woff2", href: `./${name}`, crossorigin: "" },
      })),
};

export default defineConfig({
  root: here("."),
  // Relative, so that it can be published below any path.
  base: "./",
  plugins: [earlyFonts, serviceWorker],
  resolve: {
    alias: [
      { find: /^eventsource-wasm$/, replacement: here("../dist/index.js") },
      { find: /^eventsource-wasm\/(\w+)$/, replacement: here("../dist/$1.js") },
    ],
  },
  build: { outDir: here("dist"), emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
});
