// docs
export default {
  alias: { "eventsource-wasm": "eventsource-wasm/no-wasm" },
};
// end
