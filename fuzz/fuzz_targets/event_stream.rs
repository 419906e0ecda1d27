//! Any bytes, cut anywhere, mean to the parser what they mean to the reference.
//!
//! The input is the stream itself, so that a seed can be read, written by hand and replayed by
//! `tests/parser/properties.rs`. How it is cut is drawn from its own bytes.
//!
//! `npm run fuzz` runs it. Finds are kept in `corpus`, which is not committed; an input that fails is, in `seeds`.

#![no_main]

#[path = "../../tests/support/mod.rs"]
mod support;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|stream: &[u8]| {
    let sizes = sizes(stream);
    support::check::check(stream, &sizes);
});

/// Eight sizes of chunks below 16, at least one of them above zero.
fn sizes(stream: &[u8]) -> Vec<usize> {
    // FNV-1a.
    let hash = stream.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let mut sizes: Vec<usize> = hash
        .to_be_bytes()
        .iter()
        .map(|byte| usize::from(byte % 16))
        .collect();
    sizes.push(1);
    sizes
}
