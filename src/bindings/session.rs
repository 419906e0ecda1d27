//! One source's session.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::session::{Failure, Input, Millis, Output, ResponseHead, Session, SleepAwareClock};
use crate::wire::{Command, InputKind, config, failure_numbers};

/// The numbers of one command. `ts/core/session-core.ts` reads them at these places.
const FRAME_LENGTH: usize = 5;

/// A kept string keeps no more of its chunk than about this, in bytes of UTF-8. Each segment is decoded by a call of its own,
/// whose cost shows where they are smaller.
const SEGMENT: usize = 8192;

/// A session, with the data of the command that it gave last.
#[wasm_bindgen]
pub struct SessionCore {
    session: Session,
    clock: SleepAwareClock,
    now: Millis,
    /// Kept until the next call, for TypeScript reads its text.
    output: Option<Output>,
    table: Vec<u32>,
    segments: Vec<u32>,
    /// Boxed, so that its address stays.
    frame: Box<[f64; FRAME_LENGTH]>,
}

/// The moment of a call, by both clocks of the browser, in milliseconds.
type Clocks = (f64, f64);

#[wasm_bindgen]
impl SessionCore {
    /// A session that has not started; `options` in the order of `ts/core/wire.ts`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &[f64], initial_last_event_id: String) -> Self {
        Self {
            session: Session::new(config(options, initial_last_event_id)),
            clock: SleepAwareClock::default(),
            now: Millis::ZERO,
            output: None,
            table: Vec::new(),
            segments: Vec::new(),
            frame: Box::new([0.0; FRAME_LENGTH]),
        }
    }

    /// The address of the numbers of a command.
    pub fn frame(&self) -> u32 {
        self.frame.as_ptr() as u32
    }

    /// Feeds an input without data of its own; gives the first command.
    pub fn input(&mut self, monotonic: f64, wall: f64, kind: u32, attempt: u32, value: f64) -> u32 {
        let is_so = value > 0.0;
        let answer = (value >= 0.0).then_some(is_so);
        let input = match InputKind::from_code(kind) {
            Some(InputKind::Start) => Input::Start,
            Some(InputKind::Prepared) => Input::Prepared { attempt, custom_headers: is_so },
            Some(InputKind::PreparationFailed) => Input::PreparationFailed { attempt },
            Some(InputKind::End) => Input::End { attempt },
            Some(InputKind::NetworkError) => Input::NetworkError { attempt, blocked: is_so },
            Some(InputKind::ReadingStopped) => Input::ReadingStopped,
            Some(InputKind::ReadingResumed) => Input::ReadingResumed,
            Some(InputKind::Probed) => Input::Probed { attempt, reachable: is_so },
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
            Some(InputKind::TakeOver) => Input::TakeOver,
            Some(InputKind::CredentialsOutdated) => Input::CredentialsOutdated { attempt },
            None => return self.next(),
        };
        self.handle((monotonic, wall), input)
    }

    /// Feeds the head of a response; `retry_after` in milliseconds, negative if the server does not ask to wait.
    #[allow(clippy::too_many_arguments)]
    pub fn response(
        &mut self,
        monotonic: f64,
        wall: f64,
        attempt: u32,
        status: u16,
        content_type: Option<String>,
        redirect: bool,
        redirected: bool,
        retry_after: f64,
    ) -> u32 {
        let retry_after = (retry_after >= 0.0).then_some(Millis(retry_after as u64));
        let content_type = content_type.as_deref();
        let head = ResponseHead { status, content_type, redirect, redirected, retry_after };
        self.handle((monotonic, wall), Input::Response { attempt, head })
    }

    /// Feeds a piece of the body.
    pub fn bytes(&mut self, monotonic: f64, wall: f64, attempt: u32, chunk: &[u8]) -> u32 {
        self.handle((monotonic, wall), Input::Bytes { attempt, chunk })
    }

    /// The next command. After the last one the frame holds when to wake the session: `Infinity` for never.
    pub fn next(&mut self) -> u32 {
        self.output = self.session.poll();
        self.table.clear();
        self.segments.clear();
        let (command, numbers) = match &self.output {
            None => {
                let at = self.session.next_wakeup().map_or(f64::INFINITY, |at| at.0 as f64);
                (Command::None, numbers(&[at, self.now.0 as f64]))
            }
            Some(Output::Prepare { attempt, why }) => {
                (Command::Prepare, numbers(&[f64::from(*attempt), f64::from(*why as u32)]))
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
                batch.write_segmented_table(&mut self.table, SEGMENT, &mut self.segments);
                let ([text, _], [table, rows], [segments, pairs]) =
                    (place(batch.text().as_bytes()), place(&self.table), place(&self.segments));
                (Command::Dispatch, numbers(&[text, table, rows, segments, pairs]))
            }
            Some(Output::Pause) => (Command::Pause, numbers(&[])),
            Some(Output::Fail(failure)) => (Command::Fail, of_failure(*failure)),
        };
        *self.frame = numbers;
        command as u32
    }
}

impl SessionCore {
    fn handle(&mut self, (monotonic, wall): Clocks, input: Input<'_>) -> u32 {
        // `as` saturates; a clock before its epoch reads zero.
        self.now = self.clock.sample(Millis(monotonic as u64), Millis(wall as u64));
        self.session.handle(self.now, input);
        self.next()
    }
}

/// Where a slice lies in memory, and how many items it has.
fn place<T>(slice: &[T]) -> [f64; 2] {
    [slice.as_ptr() as usize as f64, slice.len() as f64]
}

fn of_failure(failure: Failure) -> [f64; FRAME_LENGTH] {
    numbers(&failure_numbers(failure))
}

fn numbers(given: &[f64]) -> [f64; FRAME_LENGTH] {
    let mut frame = [0.0; FRAME_LENGTH];
    frame.iter_mut().zip(given).for_each(|(place, number)| *place = *number);
    frame
}
