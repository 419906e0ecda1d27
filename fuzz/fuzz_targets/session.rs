//! A session keeps its contract whatever it is told, in any order.
//!
//! `npm run fuzz` runs it.

#![no_main]

#[path = "../../tests/support/session.rs"]
mod session;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|script: &[u8]| session::check(script));
