//! Both sides of the boundary have the same lists.

use super::failure::{NEXTS, REASONS, failure_numbers};
use super::{Command, FRAME_LENGTH, HeadNumber, InputKind, options};
use crate::event_stream::{Batch, Parser};
use crate::session::{AttemptCause, Failure};

const TYPESCRIPT: &str = include_str!("../../ts/core/wire.ts");
const CHUNK_READER: &str = include_str!("../../ts/core/chunk-reader.ts");
const SESSION_CORE: &str = include_str!("../../ts/core/session-core.ts");
const EVENT_CHUNK: &str = include_str!("../../ts/core/event-chunk.ts");

/// The names of an array that `wire.ts` exports.
fn names(list: &str) -> Vec<&'static str> {
    let start = format!("export const {list} = [");
    let (_, after) = TYPESCRIPT.split_once(&start).unwrap_or_else(|| panic!("wire.ts has no {list}"));
    let (body, _) = after.split_once(']').unwrap_or_else(|| panic!("{list} has no end"));
    body.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
}

/// The names of an object of codes that `wire.ts` exports, and the codes.
fn codes(object: &str) -> Vec<(&'static str, u32)> {
    let start = format!("export const {object} = {{");
    let (_, after) = TYPESCRIPT.split_once(&start).unwrap_or_else(|| panic!("wire.ts has no {object}"));
    let (body, _) = after.split_once('}').unwrap_or_else(|| panic!("{object} has no end"));
    let entry = |line: &'static str| {
        let (name, code) = line.split_once(": ").unwrap_or_else(|| panic!("{object} has the line {line}"));
        (name.trim(), code.parse().unwrap_or_else(|_| panic!("{object} has the code {code}")))
    };
    body.split(',').filter(|line| !line.trim().is_empty()).map(entry).collect()
}

/// The value of a number that a file of TypeScript declares.
fn number(typescript: &str, name: &str) -> usize {
    let (_, after) = typescript.split_once(&format!("const {name} = ")).unwrap_or_else(|| panic!("no {name}"));
    let (value, _) = after.split_once(';').unwrap_or_else(|| panic!("{name} has no end"));
    value.parse().unwrap_or_else(|_| panic!("{name} is {value}"))
}

#[test]
fn a_frame_has_the_numbers_of_a_chunk() {
    assert_eq!(number(CHUNK_READER, "HELD_UNITS") + 1, number(SESSION_CORE, "COMMENTS"));
    assert_eq!(number(SESSION_CORE, "COMMENTS") + 2, FRAME_LENGTH);
}

#[test]
fn the_table_of_events_has_the_same_columns() {
    let (mut batch, mut table) = (Batch::new(), Vec::new());
    Parser::new(100).push(b"event: type\nid: the id\ndata: some data\n\n", &mut batch).unwrap();
    batch.write_table(&mut table);
    assert_eq!(table.len(), number(EVENT_CHUNK, "EVENT_STRIDE"));
    for (column, value) in [("TYPE", "type"), ("LAST_EVENT_ID", "the id"), ("DATA", "some data")] {
        let start = number(EVENT_CHUNK, column);
        assert_eq!(&batch.text()[table[start] as usize..table[start + 1] as usize], value);
    }
}

#[test]
fn commands_have_the_same_codes() {
    assert_eq!(codes("COMMAND"), Command::CODES);
}

#[test]
fn inputs_have_the_same_codes() {
    assert_eq!(codes("INPUT"), InputKind::CODES);
}

#[test]
fn the_head_of_a_response_has_the_same_numbers() {
    let (_, after) = SESSION_CORE.split_once("Float64Array.of(").expect("the head is written");
    let (names, _) = after.split_once(')').expect("the list has an end");
    let numbers: Vec<_> = names.split(", ").zip(0..).collect();
    assert_eq!(numbers, HeadNumber::CODES);
}

#[test]
fn options_have_the_same_order() {
    assert_eq!(codes("OPTION"), options::CODES);
}

#[test]
fn causes_of_attempts_have_the_same_codes() {
    use AttemptCause::{First, Reconnect, Retry, Return, Unauthorized};
    let causes = names("ATTEMPT_CAUSES");
    let named = [
        (First, "first"),
        (Retry, "retry"),
        (Unauthorized, "unauthorized"),
        (Return, "return"),
        (Reconnect, "reconnect"),
    ];
    assert_eq!(causes.len(), named.len());
    for (cause, name) in named {
        assert_eq!(causes.get(cause as usize), Some(&name));
    }
}

#[test]
fn reasons_and_what_comes_next_have_the_same_codes() {
    let code = |number: f64| number as usize;
    let (reasons, nexts) = (names("REASONS"), names("NEXTS"));
    assert_eq!((reasons.len(), nexts.len()), (REASONS.len(), NEXTS.len()));
    for &(reason, name) in REASONS {
        let numbers = failure_numbers(Failure { reason, status: 0, attempt: 1, next: NEXTS[0].0 });
        assert_eq!(reasons.get(code(numbers[0])), Some(&name));
    }
    for &(next, name) in NEXTS {
        let numbers = failure_numbers(Failure { reason: REASONS[0].0, status: 0, attempt: 1, next });
        assert_eq!(nexts.get(code(numbers[3])), Some(&name));
    }
}
