//! One test for each rule of the standard, through the public API. `tests/parser/properties.rs` cuts every stream
//! everywhere.

pub(super) mod batch;
mod chunks;
mod events;
mod last_event_id;
mod limits;
mod retry;
mod streams;

use super::*;

/// The events of a stream that comes in `chunks`, as `type|id|data`.
fn events(chunks: &[&[u8]]) -> Vec<String> {
    let mut parser = Parser::new(usize::MAX);
    let bring = |chunk: &&[u8]| pushed(&mut parser, chunk);
    chunks.iter().flat_map(bring).collect()
}

fn shown(batch: &Batch) -> Vec<String> {
    let show = |event: EventRef<'_>| {
        let event_type = event.event_type.unwrap_or("message");
        format!("{event_type}|{}|{}", event.last_event_id, event.data)
    };
    batch.events().map(show).collect()
}

/// The events that one chunk brings.
fn pushed(parser: &mut Parser, chunk: &[u8]) -> Vec<String> {
    let mut batch = Batch::new();
    parser.push(chunk, &mut batch).unwrap();
    shown(&batch)
}

fn retry(stream: &[u8]) -> Option<u64> {
    let mut batch = Batch::new();
    Parser::new(usize::MAX).push(stream, &mut batch).unwrap();
    batch.retry()
}
