// Builds the demo's page: `npx vite build www`. It imports the package by its name, as its users do, and gets the
// built one.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  resolve: { alias: [{ find: /^eventsource-wasm$/, replacement: here("../dist/index.js") }] },
  build: { outDir: here("dist"), emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
});
