// Every page of the folder; of the package, that its workers may be more than one file each.

import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

const pages = readdirSync(".").filter((name) => name.endsWith(".html"));

export default defineConfig({ build: { rollupOptions: { input: pages } }, worker: { format: "es" } });
