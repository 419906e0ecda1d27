// The bundler's settings: esbuild's.

// docs
export default {
  alias: { "eventsource-parser/stream": "eventsource-wasm/stream" },
};
// end
