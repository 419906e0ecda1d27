//! The face's options, already converted and checked there, as the session's [`Config`].

use wasm_bindgen::prelude::*;

use crate::browser::seed;
use crate::session::Config;

#[wasm_bindgen]
extern "C" {
    /// An object of the face's own making.
    pub type Options;

    #[wasm_bindgen(method, getter, structural, js_name = probesCors)]
    fn probes_cors(this: &Options) -> bool;
}

pub(super) fn config(options: &Options) -> Config {
    Config { probes_cors: options.probes_cors(), seed: seed(), ..Config::default() }
}
