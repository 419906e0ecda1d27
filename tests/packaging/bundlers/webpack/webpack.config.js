// Every page of the folder; of the package, nothing.

import { readdirSync } from "node:fs";
import HtmlWebpackPlugin from "html-webpack-plugin";

const pages = readdirSync(".")
  .filter((name) => name.endsWith(".html"))
  .map((name) => name.replace(".html", ""));

export default {
  entry: Object.fromEntries(pages.map((name) => [name, `./${name}.js`])),
  output: { filename: "[name].bundle.js" },
  plugins: pages.map(
    (name) => new HtmlWebpackPlugin({ filename: `${name}.html`, templateContent: "<output></output>", chunks: [name] }),
  ),
};
