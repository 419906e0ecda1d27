//! The tests of `browser.rs` in a dedicated worker.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking, and its helpers are no product code"
)]

extern crate alloc;

#[path = "mod.rs"]
mod browser;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
