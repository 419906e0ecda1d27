// A second minifier: Terser saves more than esbuild, which runs first because it shortens private names.

import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { minify } from "terser";

/** @param {import("esbuild").OutputFile[]} files scripts, with their source maps if they have any. They are written to disk. */
export async function shorten(files, { isModule }) {
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  for (const [path, text] of textOf) {
    if (path.endsWith(".js")) {
      const sourceMap = textOf.has(`${path}.map`) && {
        content: textOf.get(`${path}.map`),
        url: `${basename(path)}.map`,
        includeSources: true,
      };
      const { code, map } = await minify(text, {
        module: isModule,
        compress: { hoist_funs: true, unsafe_arrows: true, unsafe_methods: true, inline: 1, passes: 3, ecma: 2022 },
        format: { ecma: 2022 },
        sourceMap,
      });
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, code);
      map && writeFileSync(`${path}.map`, map);
    }
  }
}
