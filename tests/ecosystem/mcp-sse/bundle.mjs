// The bundler's settings: esbuild's.

// docs
export default {
  alias: { eventsource: "eventsource-wasm" },
};
// end
