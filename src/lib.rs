//! The EventSource (Server-Sent Events) client for browsers: `fetch` underneath, the standard's rules on top.
//!
//! Rooms, from the cellar up; a room uses only those before it:
//!
//! - [`event_stream`]: bytes become events. Pure; knows no time.
//! - [`session`]: the life of one EventSource, all rules, no senses and no hands. Pure.
//! - [`sharing`]: one connection for many tabs: what each of them knows, says and does. Pure.
//! - `browser`: the Rust API's I/O driver. It holds no rules. Compiled for the browser, with the feature `stream`.
//! - `event_source`: the Rust API, for front ends written in Rust. Compiled for the browser, with the feature `stream`.
//! - `wire`: the numbers that cross between the npm package's WebAssembly and its TypeScript. Pure.
//! - `bindings`: what the npm package's TypeScript calls: the session as a machine that is fed and polled. Compiled with the
//!   feature `npm`.
//! - `js_stream`: what the package's parser stream calls, likewise, with the feature `npm-stream`.
//! - `js_shared`: what the package's sharing calls, likewise, with the feature `npm-shared`.

// The browser's rooms need the standard library, the pure ones do not: the parser runs on anything that can allocate.
#![cfg_attr(not(any(test, target_arch = "wasm32")), no_std)]

extern crate alloc;

pub mod event_stream;
// Not for applications: public because the simulations, the benchmarks and the fuzzers are crates of their own, and hidden,
// not behind a feature, because a plain `cargo test` must run them.
#[doc(hidden)]
pub mod session;
#[doc(hidden)]
pub mod sharing;

#[cfg(all(target_arch = "wasm32", feature = "npm"))]
mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
mod browser;
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
mod event_source;
#[cfg(all(target_arch = "wasm32", feature = "npm-shared"))]
mod js_shared;
#[cfg(all(target_arch = "wasm32", feature = "npm-stream"))]
mod js_stream;
// Tested natively, where nothing but its tests uses it.
#[cfg(any(test, all(target_arch = "wasm32", feature = "npm")))]
#[cfg_attr(test, allow(dead_code, unused_imports))]
mod wire;

#[cfg(all(target_arch = "wasm32", any(feature = "npm", feature = "npm-stream", feature = "npm-shared")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(all(target_arch = "wasm32", feature = "stream"))]
pub use event_source::{
    Builder, Error, Event, EventSource, Heartbeat, InvalidRequest, JsonError, Next, Priority, ReadyState, RetryConfig,
    is_transient,
};
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
#[doc(inline)]
pub use session::{DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Reason, Reconnect};
// What the builder's methods take of other crates, in the versions that it takes.
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
#[doc(no_inline)]
pub use {
    wasm_bindgen::JsValue,
    web_sys::{ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Response},
};
