//! The EventSource (Server-Sent Events) client for browsers. It uses `fetch` and follows the HTML standard.
//!
//! - With the feature `stream`, for `wasm32-unknown-unknown`: `EventSource`, a stream of events that reconnects
//!   automatically, in windows and workers.
//! - Without features, for every target and without the standard library: [`event_stream`], the parser.
//! - The features `npm`, `npm-stream` and `npm-shared` build the npm package. They are of no use to Rust.
#![cfg_attr(
    all(target_arch = "wasm32", feature = "stream"),
    doc = r#"
# A source of events

```no_run
use eventsource_wasm::EventSource;
use futures_util::StreamExt;

#[derive(serde::Deserialize)]
struct Departure {
    gate: u32,
}

# async fn token() -> Result<String, String> { Ok("t".into()) }
# fn show(_: &str) {}
# async fn listen() -> Result<(), Box<dyn std::error::Error>> {
let mut source = EventSource::builder("/departures")
    .headers_fn(async || Ok::<_, String>([("Authorization", format!("Bearer {}", token().await?))]))
    .open()?;
while let Some(item) = source.next().await {
    match item {
        Ok(event) => show(&event.json::<Departure>()?.gate.to_string()),
        Err(error) if error.will_retry() => show(&error.to_string()),
        Err(error) => return Err(error.into()),
    }
}
# Ok(())
# }
```

[`Builder`] has the options. Components end a source by dropping it.

# No `shared`

The npm package's option `shared`, one connection for all tabs, is not offered in Rust: what runs it between tabs (Web Locks,
a `BroadcastChannel`, the watch on a tab that falls silent) is TypeScript. An application in Rust that needs it can keep its
`EventSource` in a `SharedWorker`, and pass the events on.
"#
)]
// The modules, from the bottom up. A module uses only those above it in this list; `scripts/check/layers.mjs` checks this.
//
// event_stream  bytes become events. Pure; it has no clock.
// session       the life of one EventSource, all rules, no I/O. Pure.
// sharing       one connection for many tabs: the protocol between them. Pure.
// browser       the Rust API's I/O driver. It holds no rules.
// api           the Rust API.
// wire          the numbers that cross between the npm package's WebAssembly and its TypeScript. Pure.
// bindings      the functions that the npm package's TypeScript calls: session, parser and sharing as state machines.

// Only the browser's modules need the standard library. The parser runs on every target that can allocate.
#![cfg_attr(not(any(test, target_arch = "wasm32")), no_std)]

extern crate alloc;

pub mod event_stream;
// Not for applications. They are public because the simulations, the benchmarks and the fuzzers are separate crates, and
// hidden instead of behind a feature because a plain `cargo test` must run them.
#[doc(hidden)]
pub mod session;
#[doc(hidden)]
pub mod sharing;

#[cfg(all(target_arch = "wasm32", feature = "stream"))]
mod api;
#[cfg(all(target_arch = "wasm32", any(feature = "npm", feature = "npm-stream", feature = "npm-shared")))]
mod bindings;
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
mod browser;
// Compiled natively for its tests only.
#[cfg(any(test, all(target_arch = "wasm32", feature = "npm")))]
#[cfg_attr(test, allow(dead_code, unused_imports))]
mod wire;

#[cfg(all(target_arch = "wasm32", any(feature = "npm", feature = "npm-stream", feature = "npm-shared")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(all(target_arch = "wasm32", feature = "stream"))]
pub use api::{
    Builder, Error, Event, EventSource, Heartbeat, InvalidRequest, JsonError, Next, Priority, ReadyState, RetryConfig,
    is_transient,
};
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
#[doc(inline)]
pub use session::{DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Reason, Reconnect};
// The types of other crates in the builder's methods, in the versions that it accepts.
#[cfg(all(target_arch = "wasm32", feature = "stream"))]
#[doc(no_inline)]
pub use {
    wasm_bindgen::JsValue,
    web_sys::{ReferrerPolicy, RequestCredentials, RequestInit, RequestMode, Response},
};
