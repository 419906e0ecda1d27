//! The time that a stream takes grows with its length and not with the square of it, however it is cut.
//!
//! Most parsers look for the end of a line from its start again with each chunk, so that a long line in small chunks
//! holds the page up for seconds.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "helpers of tests are no product code")]

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use eventsource_wasm::event_stream::{Batch, Parser};

/// A stream sixteen times as long may take 64 times as long: that leaves room for a busy machine, while the square
/// would be 256.
const LONGER: usize = 16;
const SLOWER: u32 = 64;

/// What a busy machine makes of a measurement is seldom the same twice; a square is.
const TRIES: usize = 5;

/// One measurement at a time: tests that run at once would measure each other.
static MEASURING: Mutex<()> = Mutex::new(());

/// Fails if the time grows faster than the length, each time that it is measured.
fn grows_with_the_length(length: usize, chunk: usize, stream: impl Fn(usize) -> Vec<u8>) {
    let _alone = MEASURING.lock().unwrap_or_else(PoisonError::into_inner);
    let (short, long) = (stream(length), stream(length * LONGER));
    let measured: Vec<_> = (0..TRIES)
        .map(|_| (time(&short, chunk), time(&long, chunk)))
        .take_while(|(short, long)| *long >= *short * SLOWER)
        .collect();
    assert!(measured.len() < TRIES, "chunks of {chunk}, {length} bytes and {LONGER} times as many: {measured:?}");
}

/// The shortest of a few tries.
#[expect(clippy::disallowed_methods, reason = "to measure is what this test is for")]
fn time(stream: &[u8], chunk: usize) -> Duration {
    let once = || {
        let mut parser = Parser::new(usize::MAX);
        let mut batch = Batch::new();
        let mut table = Vec::new();
        let start = Instant::now();
        for chunk in stream.chunks(chunk) {
            batch.clear();
            table.clear();
            parser.push(chunk, &mut batch).unwrap();
            batch.write_table(&mut table);
        }
        start.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap()
}

#[test]
fn one_long_line_in_small_chunks() {
    for start in ["data: ", "event: ", "id: ", "retry: ", "foo: ", ":"] {
        for chunk in [1, 64] {
            grows_with_the_length(4096 * chunk.min(4), chunk, |length| {
                format!("{start}{}\n\n", "1".repeat(length)).into()
            });
        }
    }
}

#[test]
fn one_block_of_many_lines_in_small_chunks() {
    for line in ["data\n", "data: é\r\n", "id: 1\r", ":\n"] {
        for chunk in [1, 64] {
            grows_with_the_length(4096 * chunk.min(4), chunk, |length| line.repeat(length / line.len()).into());
        }
    }
}

#[test]
fn many_events_in_one_chunk() {
    for event in ["data\n\n", "\n", "\r", "event: tick\ndata: 漢\nid: 1\n\n", "event: é\ndata: 🦀\r\n\r\n"] {
        grows_with_the_length(16_384, usize::MAX, |length| event.repeat(length / event.len()).into());
    }
}

#[test]
fn many_events_under_one_long_last_event_id() {
    grows_with_the_length(65_536, usize::MAX, |length| {
        let events = "data\n\n".repeat(length / 12);
        format!("id: {}\n{events}", "1".repeat(length / 2)).into()
    });
}
