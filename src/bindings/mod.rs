//! What TypeScript calls: pure state machines, which are fed and polled. Each is a WebAssembly of its own.
//!
//! They import nothing and call nobody. So no code of a page ever runs while one of them is on the stack: no exception
//! crosses their frames, and nobody re-enters them. TypeScript copies what it needs before it calls again.
//! Private to the package: no user sees these names.
#![allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]

#[cfg(feature = "npm-stream")]
mod parser_stream;
#[cfg(feature = "npm")]
mod session;
#[cfg(feature = "npm-shared")]
mod sharing;
