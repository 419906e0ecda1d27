//! Properties of the event-stream parser: what holds for every stream, however it is cut.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking, and its helpers are no product code"
)]

#[path = "../support/session.rs"]
mod session;
#[path = "../support/mod.rs"]
mod support;

use std::{fs, path::Path};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use support::check::check;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_cut_of_any_stream_gives_the_events_of_the_reference(stream in stream(), sizes in sizes()) {
        check(&stream, &sizes);
    }

    #[test]
    fn a_session_keeps_its_contract_whatever_it_is_told(script in prop::collection::vec(any::<u8>(), 0..600)) {
        session::check(&script);
    }
}

/// A failing case leaves its seed beside this file, to be committed with the cure.
fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 2_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    }
}

/// A stream of what parsers stumble over.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(token(), 0..40).prop_map(|tokens| tokens.concat())
}

fn token() -> impl Strategy<Value = Vec<u8>> {
    let fixed = |tokens: &'static [&'static [u8]]| prop::sample::select(tokens).prop_map(<[u8]>::to_vec);
    prop_oneof![
        4 => fixed(&[b"data", b"event", b"id", b"retry", b"foo", b"Data", b"i", b"da", b"ev"]),
        6 => fixed(&[b"data:", b"data: ", b"event: ", b"id: ", b"retry: ", b":", b": "]),
        8 => fixed(&[b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b"\r\n\r\n", b"\n\r"]),
        3 => fixed(&[b"a", b"b", b"tick", b" ", b"  ", b"\t", b"0", b"1", b"1000", b"-1", b"\0"]),
        2 => prop::sample::select(vec!["é", "漢", "🦀", "\u{FFFD}", "１"]).prop_map(|text| text.as_bytes().to_vec()),
        2 => fixed(&[b"\xEF\xBB\xBF", b"\xEF\xBB", b"\xEF", b"\xBB\xBF", b"\xBF"]),
        2 => fixed(&[b"\x80", b"\xC3", b"\xE0\x80", b"\xE2\x82", b"\xED\xA0", b"\xF0\x9F\xA6", b"\xF4\x90", b"\xFF"]),
        1 => fixed(&[b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", b"18446744073709551615", b"99999999999999999999999"]),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ]
}

/// Sizes of chunks; some are empty, not all.
fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0_usize..12, 1..8).prop_filter("all empty", |sizes| sizes.iter().any(|size| *size > 0))
}

/// The fuzzer's seeds are streams as a server might send them, and what the fuzzer has once stumbled over.
#[test]
fn every_seed_of_the_fuzzer_agrees_with_the_reference() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/event_stream");
    let mut streams = 0;
    for file in fs::read_dir(seeds).unwrap() {
        let stream = fs::read(file.unwrap().path()).unwrap();
        for size in 1..=stream.len().clamp(1, 64) {
            check(&stream, &[size]);
        }
        streams += 1;
    }
    assert!(streams > 0, "the seeds are there");
}
