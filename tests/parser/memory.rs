//! What a giant event takes of memory while it comes: a small multiple of its text, or next to nothing if its data is
//! handed over as it comes; whatever its bytes are, and however it is made of lines.
//!
//! WebAssembly's memory never shrinks, so the highest moment counts. While a buffer grows, the old one and the new one
//! are counted, for the package's allocator does not extend in place.

#![cfg(not(target_arch = "wasm32"))]

use eventsource_wasm::event_stream::{Batch, Parser, TooLarge};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;
const CHUNK: usize = 64 << 10;
const RECEIVED: usize = 60 * MIB;

/// As the package does.
const HANDED_OVER: usize = 256 << 10;

/// Chunks, and what is held of data until it is handed over, while it grows and moves.
const BESIDES: usize = 3 * MIB;

/// Bytes that a value repeats, and how many bytes of text each becomes.
const VALUES: [(&[u8], usize); 3] = [(b"x", 1), ("漢".as_bytes(), 1), (b"\xFF", 3)];

#[derive(Clone, Copy, Debug)]
struct Event {
    field: &'static str,
    value: &'static [u8],
    /// The bytes of the value that each line has; together 60 MiB.
    line: usize,
}

/// What the parser took at most, and the bytes of text that came out.
fn read(event: Event, limit: usize, handed_over: usize) -> (usize, Result<usize, TooLarge>) {
    let mut parser = Parser::new(limit);
    let mut batch = Batch::new();
    let mut table = Vec::new();
    let mut text = 0;
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = write(event, |chunk| {
        batch.clear();
        parser.push(chunk, &mut batch)?;
        parser.hand_over(handed_over, &mut batch);
        table.clear();
        batch.write_table(&mut table);
        text += batch.text().len();
        Ok(())
    });
    (MEMORY.peak_usage() - before, result.map(|()| text))
}

/// Writes the event in chunks.
fn write<E>(Event { field, value, line }: Event, mut push: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let values = value.repeat(CHUNK);
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut write = |mut bytes: &[u8]| {
        while let Some((now, later)) = bytes.split_at_checked(CHUNK - chunk.len()) {
            chunk.extend_from_slice(now);
            push(&chunk)?;
            chunk.clear();
            bytes = later;
        }
        chunk.extend_from_slice(bytes);
        Ok(())
    };
    for _ in 0..RECEIVED / line {
        write(field.as_bytes())?;
        for start in (0..line).step_by(values.len()) {
            write(values.get(..line - start).unwrap_or(&values))?;
        }
        write(b"\n")?;
    }
    // The last chunk is full.
    write(&b"data\n\n".repeat(CHUNK / 6 + 1))
}

/// All in one test, for the memory of all threads is counted together.
#[test]
fn a_giant_event_takes_a_small_multiple_of_its_text_or_next_to_nothing() {
    let check = |event: Event, limit, handed_over, most: usize| {
        let (peak, result) = read(event, limit, handed_over);
        let case = format!("{event:?}, limit {limit}, handed over from {handed_over}");
        assert!(peak <= most + BESIDES, "{case}: {peak}");
        result
    };
    for (value, factor) in VALUES {
        for line in [RECEIVED, 900] {
            let event = Event { field: "data: ", value, line };
            let text = factor * RECEIVED;
            // A buffer doubles when it is full: the old one, no larger than the text, and one of up to twice that.
            for (handed_over, most) in [(usize::MAX, 3 * text), (HANDED_OVER, 0)] {
                let result = check(event, usize::MAX, handed_over, most);
                assert!(result.is_ok_and(|bytes| bytes >= text));
            }
            // What is kept is what is counted.
            assert_eq!(check(event, RECEIVED, usize::MAX, 3 * RECEIVED), Err(TooLarge));
        }
    }
    // The value, which doubles when it is full, and then is copied to the batch. An ID stays and is copied to each.
    for (field, most) in [("event: ", 3), ("id: ", 5)] {
        let event = Event { field, value: b"x", line: RECEIVED };
        assert!(check(event, usize::MAX, HANDED_OVER, most * RECEIVED).is_ok());
    }
}
