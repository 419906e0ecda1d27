//! The EventSource (Server-Sent Events) client for browsers: `fetch` underneath, the standard's rules on top.
//!
//! Rooms, from the cellar up; a room uses only those before it:
//!
//! - [`event_stream`]: bytes become events. Pure; knows no time.
//! - [`session`]: the life of one EventSource, all rules, no senses and no hands. Pure.
//! - `browser`: senses and hands, no rules. Compiled for the browser only.
//! - `js`: what the TypeScript face calls. Compiled for the browser only.

extern crate alloc;

pub mod event_stream;
pub mod session;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod js;
