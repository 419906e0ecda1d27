// Without Node's option for modules: Jest makes CommonJS of them, of the package too, which it would not do by itself.

export default {
  transform: { "\\.js$": ["babel-jest", { plugins: ["@babel/plugin-transform-modules-commonjs"] }] },
  transformIgnorePatterns: ["/node_modules/(?!eventsource-wasm/)"],
};
