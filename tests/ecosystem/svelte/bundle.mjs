// Components and runes, by Svelte's compiler.

import { readFileSync } from "node:fs";
import { compile, compileModule } from "svelte/compiler";

const svelte = {
  name: "svelte",
  setup({ onLoad }) {
    const load = (compiler) => (file) => ({
      contents: compiler(readFileSync(file.path, "utf8"), { filename: file.path, generate: "client" }).js.code,
    });
    onLoad({ filter: /\.svelte$/ }, load(compile));
    onLoad({ filter: /[\\/]messages\.svelte\.js$/ }, load(compileModule));
  },
};

export default { plugins: [svelte], conditions: ["svelte", "browser"] };
