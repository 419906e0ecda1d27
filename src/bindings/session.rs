//! The sessions of all sources, by handle.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::mem;
use std::thread::LocalKey;

use slab::Slab;
use wasm_bindgen::prelude::*;

use crate::event_stream::decoded;
use crate::session::{Failure, Input, Millis, Output, ResponseHead, Session, SleepAwareClock};
use crate::wire::{Command, FRAME_LENGTH, InputKind, config, failure_numbers};

/// The segment size in bytes of UTF-8: a string that the caller keeps keeps about this much of its chunk alive. Each segment
/// is decoded by a separate call, whose cost is measurable when segments are smaller.
const SEGMENT: usize = 8192;

/// The numbers of one command. `ts/core/session-core.ts` reads them by index.
type Frame = [f64; FRAME_LENGTH];

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
    static FRAME: Cell<Frame> = const { Cell::new([0.0; FRAME_LENGTH]) };
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

/// Opens a session that has not started, and returns its handle. The input has `options_length` bytes of numbers in the
/// order of `ts/core/wire.ts`, then `id_length` bytes of the initial last event ID.
#[wasm_bindgen]
pub fn open(options_length: usize, id_length: usize) -> usize {
    let input = INPUT.take();
    let (options, rest) = input.split_at_checked(options_length).unwrap_or_default();
    let numbers = options.chunks_exact(8).map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap_or_default()));
    let source = Source {
        session: Session::new(config(numbers, decoded(rest.get(..id_length).unwrap_or_default()))),
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
    let is_true = value > 0.0;
    let answer = (value >= 0.0).then_some(is_true);
    let input = match InputKind::from_code(kind) {
        Some(InputKind::Start) => Input::Start,
        Some(InputKind::Prepared) => Input::Prepared { attempt, custom_headers: is_true },
        Some(InputKind::PreparationFailed) => Input::PreparationFailed { attempt },
        Some(InputKind::End) => Input::End { attempt },
        Some(InputKind::NetworkError) => Input::NetworkError { attempt, blocked: is_true },
        Some(InputKind::ReadingStopped) => Input::ReadingStopped,
        Some(InputKind::ReadingResumed) => Input::ReadingResumed,
        Some(InputKind::Probed) => Input::Probed { attempt, reachable: is_true },
        Some(InputKind::CredentialsRefreshed) => Input::CredentialsRefreshed { attempt, renewed: answer },
        Some(InputKind::RetryDecided) => Input::RetryDecided { attempt, retry: answer },
        Some(InputKind::Wakeup) => Input::Wakeup,
        Some(InputKind::Hidden) => Input::Hidden,
        Some(InputKind::Visible) => Input::Visible,
        Some(InputKind::Freeze) => Input::Freeze,
        Some(InputKind::Resume) => Input::Resume,
        Some(InputKind::PageHide) => Input::PageHide,
        Some(InputKind::PageShow) => Input::PageShow,
        Some(InputKind::Offline) => Input::Offline,
        Some(InputKind::Online) => Input::Online,
        Some(InputKind::Leaving) => Input::Leaving,
        Some(InputKind::ErrorBodyRead) => Input::ErrorBodyRead { attempt },
        Some(InputKind::CredentialsOutdated) => Input::CredentialsOutdated { attempt },
        Some(InputKind::TakeOver) => Input::TakeOver,
        Some(InputKind::Reconnect) => Input::Reconnect,
        Some(InputKind::Bytes) => {
            let input = INPUT.take();
            let chunk = input.get(..value as usize).unwrap_or_default();
            let command = handle_input(handle, monotonic, wall, Input::Bytes { attempt, chunk });
            give_back(&INPUT, input);
            return command;
        }
        Some(InputKind::Next) | None => return with_source(handle, |source| source.poll()),
    };
    handle_input(handle, monotonic, wall, input)
}

/// Feeds the head of a response. The input buffer holds the content type; a negative length means that there is none.
/// `redirect` is 1 for a redirect that was not followed, 2 for a response that came through one. `retry_after` is in
/// milliseconds, negative if there is none.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments)]
pub fn respond(
    handle: usize,
    monotonic: f64,
    wall: f64,
    attempt: u32,
    status: u16,
    content_type_length: i32,
    redirect: u32,
    retry_after: f64,
) -> u32 {
    let input = INPUT.take();
    let content_type =
        usize::try_from(content_type_length).ok().map(|length| decoded(input.get(..length).unwrap_or_default()));
    give_back(&INPUT, input);
    let head = ResponseHead {
        status,
        content_type: content_type.as_deref(),
        redirect: redirect == 1,
        redirected: redirect == 2,
        retry_after: (retry_after >= 0.0).then_some(Millis(retry_after as u64)),
    };
    handle_input(handle, monotonic, wall, Input::Response { attempt, head })
}

/// Frees a session.
#[wasm_bindgen]
pub fn close(handle: usize) {
    let source = SOURCES.with_borrow_mut(|sources| sources.try_remove(handle));
    drop(source);
}

fn handle_input(handle: usize, monotonic: f64, wall: f64, input: Input<'_>) -> u32 {
    with_source(handle, |source| {
        // `as` saturates: a clock before its epoch reads zero.
        source.now = source.clock.sample(Millis(monotonic as u64), Millis(wall as u64));
        source.session.handle(source.now, input);
        source.poll()
    })
}

#[inline]
fn with_source(handle: usize, work: impl FnOnce(&mut Source) -> (Command, Frame)) -> u32 {
    let source = SOURCES.with_borrow_mut(|sources| sources.get_mut(handle).and_then(Option::take));
    let Some(mut source) = source else {
        FRAME.set(numbers(&[f64::INFINITY]));
        return Command::None as u32;
    };
    let (command, frame) = work(&mut source);
    FRAME.set(frame);
    SOURCES.with_borrow_mut(|sources| sources.get_mut(handle).map(|place| place.replace(source)));
    command as u32
}

impl Source {
    #[inline(never)]
    fn poll(&mut self) -> (Command, Frame) {
        self.output = self.session.poll();
        match &self.output {
            None => {
                let at = self.session.next_wakeup().map_or(f64::INFINITY, |at| at.0 as f64);
                (Command::None, numbers(&[at, self.now.0 as f64]))
            }
            Some(Output::Prepare { attempt, cause }) => {
                let [start, length] = place(self.session.last_event_id().as_bytes());
                (Command::Prepare, numbers(&[f64::from(*attempt), f64::from(*cause as u32), start, length]))
            }
            Some(Output::Fetch { attempt, last_event_id, follow_redirects }) => {
                let [start, length] = place(last_event_id.as_bytes());
                (Command::Fetch, numbers(&[f64::from(*attempt), f64::from(*follow_redirects), start, length]))
            }
            Some(Output::ReadErrorBody { attempt }) => (Command::ReadErrorBody, numbers(&[f64::from(*attempt)])),
            Some(Output::Abort) => (Command::Abort, numbers(&[])),
            Some(Output::ProbeCors { attempt }) => (Command::ProbeCors, numbers(&[f64::from(*attempt)])),
            Some(Output::RefreshCredentials(failure)) => (Command::RefreshCredentials, of_failure(*failure)),
            Some(Output::AskShouldRetry(failure)) => (Command::AskShouldRetry, of_failure(*failure)),
            Some(Output::Announce) => (Command::Announce, numbers(&[])),
            Some(Output::Dispatch(batch)) => {
                let Places { mut table, mut segments } = PLACES.take();
                table.clear();
                segments.clear();
                batch.write_segmented_table(&mut table, SEGMENT, &mut segments);
                let ([text, length], [rows, numbers], [pairs, ends]) =
                    (place(batch.text().as_bytes()), place(&table), place(&segments));
                give_back(&PLACES, Places { table, segments });
                let [comments, size] = place(batch.notes().text().as_bytes());
                let units = batch.handed_over() as f64;
                (Command::Dispatch, [text, length, rows, numbers, pairs, ends, units, comments, size])
            }
            Some(Output::Pause) => (Command::Pause, numbers(&[])),
            Some(Output::Withhold(failure)) => (Command::Withhold, of_failure(*failure)),
            Some(Output::Fail(failure)) => (Command::Fail, of_failure(*failure)),
        }
    }
}

/// Puts a buffer back. In its place is an empty one, which needs no code that frees it.
fn give_back<T: Default>(place: &'static LocalKey<Cell<T>>, buffer: T) {
    mem::forget(place.replace(buffer));
}

/// The address of a slice, and its number of items.
fn place<T>(slice: &[T]) -> [f64; 2] {
    [slice.as_ptr().addr() as f64, slice.len() as f64]
}

fn of_failure(failure: Failure) -> Frame {
    numbers(&failure_numbers(failure))
}

fn numbers(given: &[f64]) -> Frame {
    let mut frame = Frame::default();
    frame.iter_mut().zip(given).for_each(|(place, number)| *place = *number);
    frame
}
