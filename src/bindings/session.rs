//! The sessions of all sources, by handle.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::mem;
use std::thread::LocalKey;

use slab::Slab;
use wasm_bindgen::prelude::*;

use crate::event_stream::{Batch, Comments, decoded};
use crate::session::{Failure, Input, Millis, Output, ResponseHead, Session, SleepAwareClock};
use crate::wire::{Command, FRAME_LENGTH, HEAD_LENGTH, HeadNumber, InputKind, config, failure_numbers};

/// The segment size in bytes of UTF-8: a string that the caller keeps keeps about this much of its chunk alive. Each segment
/// is decoded by a separate call, whose cost is measurable when segments are smaller.
const SEGMENT: usize = 8192;

/// A session, with the data of its last command.
struct Source {
    session: Session,
    clock: SleepAwareClock,
    now: Millis,
    /// Kept until the next call, because TypeScript reads its text.
    output: Option<Output>,
}

/// Where the events of a chunk lie in its text, and the segments of the text.
#[derive(Default)]
struct Places {
    table: Vec<u32>,
    segments: Vec<u32>,
}

// Nothing is borrowed while a session works: the parts in use are taken out. So a call that is aborted for lack of memory
// loses its own source only.
thread_local! {
    static SOURCES: RefCell<Slab<Option<Box<Source>>>> = const { RefCell::new(Slab::new()) };
    /// Written by TypeScript before a call.
    static INPUT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    /// Read by TypeScript after a call. Of all sources together, for a page may have a hundred, each with a flood behind it.
    static PLACES: Cell<Places> = const { Cell::new(Places { table: Vec::new(), segments: Vec::new() }) };
    /// The numbers of one command. `ts/core/session-core.ts` reads them by index.
    static FRAME: [Cell<f64>; FRAME_LENGTH] = const { [const { Cell::new(0.0) }; FRAME_LENGTH] };
}

/// Returns the address of the frame.
#[wasm_bindgen]
pub fn frame() -> usize {
    FRAME.with(|frame| frame.as_ptr().addr())
}

/// Returns the address of an input buffer of at least `length` bytes.
#[wasm_bindgen]
pub fn input(length: usize) -> usize {
    let mut input = INPUT.take();
    if input.len() < length {
        input = vec![0; length];
    }
    let address = input.as_ptr().addr();
    give_back(&INPUT, input);
    address
}

/// Opens a session that has not started, and returns its handle. In the input are `length` bytes: first `options_length` bytes
/// of numbers in the order of `ts/core/wire.ts`, then the initial last event ID.
#[wasm_bindgen]
pub fn open(options_length: usize, length: usize) -> usize {
    let input = INPUT.take();
    let (options, id) = numbers_and_text(&input, options_length, length);
    let source = Source {
        session: Session::new(config(options, decoded(id))),
        clock: SleepAwareClock::default(),
        now: Millis::ZERO,
        output: None,
    };
    give_back(&INPUT, input);
    SOURCES.with_borrow_mut(|sources| sources.insert(Some(Box::new(source))))
}

/// Feeds an input and returns the first command. After the last command the frame holds when to wake the session, `Infinity`
/// for never.
#[wasm_bindgen]
pub fn feed(handle: usize, monotonic: f64, wall: f64, kind: u32, attempt: u32, value: f64) -> u32 {
    let source = SOURCES.with_borrow_mut(|sources| sources.get_mut(handle).and_then(Option::take));
    let Some(mut source) = source else {
        write(&[f64::INFINITY]);
        return Command::None as u32;
    };
    let bytes = INPUT.take();
    let mut content_type = String::new();
    if let Some(input) = input_of(kind, attempt, value, &bytes, &mut content_type) {
        // `as` saturates: a clock before its epoch reads zero.
        source.now = source.clock.sample(Millis(monotonic as u64), Millis(wall as u64));
        source.session.handle(source.now, input);
    }
    give_back(&INPUT, bytes);
    let command = source.poll();
    SOURCES.with_borrow_mut(|sources| sources.get_mut(handle).map(|place| place.replace(source)));
    command as u32
}

/// `None` requests the next command only.
#[inline]
fn input_of<'a>(
    kind: u32,
    attempt: u32,
    value: f64,
    bytes: &'a [u8],
    content_type: &'a mut String,
) -> Option<Input<'a>> {
    let is_true = value > 0.0;
    let answer = (value >= 0.0).then_some(is_true);
    Some(match InputKind::from_code(kind)? {
        InputKind::Start => Input::Start,
        InputKind::Prepared => Input::Prepared { attempt, custom_headers: is_true },
        InputKind::PreparationFailed => Input::PreparationFailed { attempt },
        InputKind::Response => Input::Response { attempt, head: head_of(value as usize, bytes, content_type) },
        InputKind::End => Input::End { attempt },
        InputKind::NetworkError => Input::NetworkError { attempt, blocked: is_true },
        InputKind::ReadingStopped => Input::ReadingStopped,
        InputKind::ReadingResumed => Input::ReadingResumed,
        InputKind::Probed => Input::Probed { attempt, reachable: is_true },
        InputKind::CredentialsRefreshed => Input::CredentialsRefreshed { attempt, renewed: answer },
        InputKind::RetryDecided => Input::RetryDecided { attempt, retry: answer },
        InputKind::Wakeup => Input::Wakeup,
        InputKind::Hidden => Input::Hidden,
        InputKind::Visible => Input::Visible,
        InputKind::Freeze => Input::Freeze,
        InputKind::Resume => Input::Resume,
        InputKind::PageHide => Input::PageHide,
        InputKind::PageShow => Input::PageShow,
        InputKind::Offline => Input::Offline,
        InputKind::Online => Input::Online,
        InputKind::Leaving => Input::Leaving,
        InputKind::ErrorBodyRead => Input::ErrorBodyRead { attempt },
        InputKind::CredentialsOutdated => Input::CredentialsOutdated { attempt },
        InputKind::TakeOver => Input::TakeOver,
        InputKind::Reconnect => Input::Reconnect,
        InputKind::Bytes => Input::Bytes { attempt, chunk: bytes.get(..value as usize).unwrap_or_default() },
        InputKind::Next => return None,
    })
}

/// The head of a response from `length` bytes of the input: its numbers, then the content type, which is empty if there is
/// none.
#[inline]
fn head_of<'a>(length: usize, bytes: &[u8], content_type: &'a mut String) -> ResponseHead<'a> {
    let (numbers, text) = numbers_and_text(bytes, HEAD_LENGTH * 8, length);
    let number = |index: HeadNumber| numbers.get(index as usize).map_or(-1.0, |bytes| f64::from_le_bytes(*bytes));
    let (redirect, retry_after) = (number(HeadNumber::Redirect), number(HeadNumber::RetryAfter));
    *content_type = decoded(text);
    ResponseHead {
        status: number(HeadNumber::Status) as u16,
        content_type: Some(content_type),
        redirect: redirect == 1.0,
        redirected: redirect == 2.0,
        retry_after: (retry_after >= 0.0).then_some(Millis(retry_after as u64)),
    }
}

/// Splits what was written before a call: `numbers_length` bytes of numbers, then a text, which is not decoded yet.
fn numbers_and_text(input: &[u8], numbers_length: usize, length: usize) -> (&[[u8; 8]], &[u8]) {
    let both = input.get(..length).unwrap_or_default();
    let (numbers, text) = both.split_at_checked(numbers_length).unwrap_or_default();
    (numbers.as_chunks().0, text)
}

/// Frees a session.
#[wasm_bindgen]
pub fn close(handle: usize) {
    let source = SOURCES.with_borrow_mut(|sources| sources.try_remove(handle));
    drop(source);
}

impl Source {
    /// Writes the data of the next command into the frame.
    fn poll(&mut self) -> Command {
        self.output = self.session.poll();
        let Some(output) = &self.output else {
            let at = self.session.next_wakeup().map_or(f64::INFINITY, |at| at.0 as f64);
            write(&[at, self.now.0 as f64]);
            return Command::None;
        };
        match output {
            Output::Prepare { attempt, cause } => {
                let [start, length] = place(self.session.last_event_id().as_bytes());
                write(&[f64::from(*attempt), f64::from(*cause as u32), start, length]);
                Command::Prepare
            }
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                let [start, length] = place(last_event_id.as_bytes());
                write(&[f64::from(*attempt), f64::from(*follow_redirects), start, length]);
                Command::Fetch
            }
            Output::ReadErrorBody { attempt } => of_attempt(Command::ReadErrorBody, *attempt),
            Output::Abort => Command::Abort,
            Output::ProbeCors { attempt } => of_attempt(Command::ProbeCors, *attempt),
            Output::RefreshCredentials(failure) => of_failure(Command::RefreshCredentials, *failure),
            Output::AskShouldRetry(failure) => of_failure(Command::AskShouldRetry, *failure),
            Output::Announce => Command::Announce,
            Output::Dispatch(batch) => {
                write_batch(batch);
                Command::Dispatch
            }
            Output::Pause => Command::Pause,
            Output::Withhold(failure) => of_failure(Command::Withhold, *failure),
            Output::Fail(failure) => of_failure(Command::Fail, *failure),
        }
    }
}

fn write_batch(batch: &Batch<Comments>) {
    let Places { mut table, mut segments } = PLACES.take();
    table.clear();
    segments.clear();
    batch.write_segmented_table(&mut table, SEGMENT, &mut segments);
    let ([text, length], [rows, numbers], [pairs, ends]) =
        (place(batch.text().as_bytes()), place(&table), place(&segments));
    give_back(&PLACES, Places { table, segments });
    let [comments, size] = place(batch.notes().text().as_bytes());
    let units = batch.handed_over() as f64;
    write(&[text, length, rows, numbers, pairs, ends, units, comments, size]);
}

/// Puts a buffer back. In its place is an empty one, which needs no code that frees it.
fn give_back<T: Default>(place: &'static LocalKey<Cell<T>>, buffer: T) {
    mem::forget(place.replace(buffer));
}

/// The address of a slice, and its number of items.
fn place<T>(slice: &[T]) -> [f64; 2] {
    [slice.as_ptr().addr() as f64, slice.len() as f64]
}

fn of_attempt(command: Command, attempt: u32) -> Command {
    write(&[f64::from(attempt)]);
    command
}

fn of_failure(command: Command, failure: Failure) -> Command {
    write(&failure_numbers(failure));
    command
}

/// Writes the beginning of the frame. The rest keeps the numbers of an earlier command.
fn write(numbers: &[f64]) {
    FRAME.with(|frame| frame.iter().zip(numbers).for_each(|(place, number)| place.set(*number)));
}
