//! The functions that TypeScript calls: pure state machines, which are fed and polled. Each is compiled to a separate
//! WebAssembly module.
//!
//! They import nothing, so no code of a page ever runs while one of them is on the stack: no exception crosses their frames,
//! and they are never re-entered. TypeScript copies the data that it needs before the next call. These names are private to
//! the package.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(feature = "npm-stream")]
mod parser_stream;
#[cfg(feature = "npm")]
mod session;
#[cfg(feature = "npm-shared")]
mod sharing;
