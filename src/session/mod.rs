//! The EventSource state machine. It does no I/O: feed it [`Input`]s, execute its [`Output`]s.
//!
//! It is not a complete client: it has no clock, no network and no source of randomness.
//!
//! # The contract
//!
//! 1. **One input, then drain.** [`handle`](Session::handle), then [`poll`](Session::poll) until `None`, then the next
//!    input. [`next_wakeup`](Session::next_wakeup) is read after the drain.
//! 2. **Time and randomness are arguments.** `now` comes with every input; it may jump forwards, and never goes back. The
//!    seed of the jitter is part of [`Config`].
//! 3. **Every attempt has a number.** An input from an attempt that is not the current one is ignored.
//! 4. **One deadline.** A wake-up may come late by any time: `now` shows by how much, and no case is special.
//! 5. **Closed is final.** After [`Input::Close`] there is one [`Output::Abort`], even without a connection, and nothing
//!    else. After a final failure there is nothing either, unless [`Config::reopenable`] lets [`Input::Reconnect`] begin again.
//! 6. **No text.** Reasons are enums; the APIs write the messages for people.
//!
//! # When a source closes for good
//!
//! A source closes for good only on evidence that nothing else can explain, and never where the browser's own EventSource
//! would reconnect, unless the caller's options demand it. `evidence` holds the observations, and
//! `tests/simulation/session/law.rs` checks this rule.
//!
//! The rules are those of the HTML standard, section "server-sent events"; comments mark those that go beyond it. The files
//! `on_*` handle the inputs; the others have one job each and do not know the session.

mod clock;
mod config;
mod evidence;
mod failure;
mod freeze;
mod grace;
mod input;
mod liveness;
mod on_attempt;
mod on_credentials;
mod on_failure;
mod on_page;
mod on_timeout;
mod output;
mod response;
mod retry;
mod state;
mod suspension;
mod timers;

use alloc::vec::Vec;

pub use clock::{Millis, SleepAwareClock};
pub use config::{Config, DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Heartbeat, Reconnect, RetryConfig};
pub use failure::{Failure, Next, Reason};
pub use input::Input;
pub use output::{AttemptCause, Output};
pub use response::ResponseHead;
pub use timers::Timer;

use crate::event_stream::Parser;
use evidence::Evidence;
use grace::Grace;
use liveness::Liveness;
use retry::Retry;
use state::State;
use suspension::Suspension;
use timers::Timers;

/// The state of one EventSource from start to close.
#[derive(Debug)]
pub struct Session {
    config: Config,
    state: State,
    attempt: u32,
    cause: AttemptCause,
    evidence: Evidence,
    /// The credentials were refreshed for the attempt whose cause is `Unauthorized`.
    refreshed: bool,
    /// The wait that the last response has requested before the next attempt.
    retry_after: Millis,
    parser: Parser,
    retry: Retry,
    liveness: Liveness,
    grace: Grace,
    suspension: Suspension,
    offline: bool,
    /// When the user last seemed to leave the page. The page may stay.
    leaving: Option<Millis>,
    timers: Timers,
    outputs: Vec<Output>,
}

/// Timestamps are clamped here, so that `now + delay` cannot overflow.
const END_OF_TIME: Millis = Millis(u64::MAX / 2);

impl Session {
    /// Creates a session that has not started.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut parser = Parser::new(config.max_buffer_size);
        parser.set_last_event_id(&config.initial_last_event_id);
        Self {
            state: State::Idle,
            attempt: 0,
            cause: AttemptCause::First,
            evidence: Evidence::default(),
            refreshed: false,
            retry_after: Millis::ZERO,
            parser,
            retry: Retry::new(config.retry.clone(), config.seed),
            liveness: Liveness::new(config.heartbeat),
            grace: Grace::default(),
            suspension: Suspension::NONE,
            offline: false,
            leaving: None,
            timers: Timers::default(),
            outputs: Vec::new(),
            config,
        }
    }

    /// Handles one input.
    pub fn handle(&mut self, now: Millis, input: Input<'_>) {
        if matches!(self.state, State::Closed) {
            return;
        }
        let now = now.min(END_OF_TIME);
        match input {
            Input::Start => self.start(now),
            Input::TakeOver => self.take_over(now),
            Input::Prepared { attempt, custom_headers } => self.prepared(now, attempt, custom_headers),
            Input::PreparationFailed { attempt } => self.preparation_failed(now, attempt),
            Input::Response { attempt, head } => self.response(now, attempt, head),
            Input::ErrorBodyRead { attempt } => self.error_body_read(now, attempt),
            Input::Bytes { attempt, chunk } => self.bytes(now, attempt, chunk),
            Input::End { attempt } => self.end(now, attempt),
            Input::NetworkError { attempt, blocked } => self.network_error(now, attempt, blocked),
            Input::ReadingStopped => self.reading_stopped(),
            Input::ReadingResumed => self.reading_resumed(now),
            Input::Probed { attempt, reachable } => self.probed(now, attempt, reachable),
            Input::CredentialsRefreshed { attempt, renewed } => self.credentials_refreshed(now, attempt, renewed),
            Input::CredentialsOutdated { attempt } => self.credentials_outdated(now, attempt),
            Input::RetryDecided { attempt, retry } => self.retry_decided(now, attempt, retry),
            Input::Reconnect => self.connect_anew(now),
            Input::Wakeup => self.wakeup(now),
            Input::Hidden => self.hidden(now),
            Input::Freeze => self.suspend(now, Suspension::FROZEN),
            Input::PageHide => self.suspend(now, Suspension::LEFT),
            Input::Visible => self.visible(now),
            Input::Resume => self.resume(now, Suspension::FROZEN),
            // A page that is shown is running: a missing `resume` must not keep the source disconnected.
            Input::PageShow => self.resume(now, Suspension::SHOWN_AGAIN),
            Input::Leaving => self.leaving = Some(now),
            Input::Offline => self.offline(),
            Input::Online => self.online(now),
            Input::Close => self.close(),
        }
    }

    /// The next output, if there is one.
    pub fn poll(&mut self) -> Option<Output> {
        if self.outputs.is_empty() { None } else { Some(self.outputs.remove(0)) }
    }

    /// When to feed [`Input::Wakeup`], unless another input comes before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Millis> {
        self.timers.next()
    }

    /// The last event ID, which the next request sends.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    // --- The end ------------------------------------------------------------------------------------------------

    /// Like [`Input::Close`], but also valid during a drain: it drops the remaining outputs.
    pub(crate) fn close(&mut self) {
        self.outputs.clear();
        // Sent even without a connection: an `Abort` may be among the dropped outputs.
        self.put(Output::Abort);
        self.timers.stop_all();
        self.state = State::Closed;
    }

    /// Releases the resources of the current attempt.
    fn drop_connection(&mut self) {
        self.timers.stop_those_of_attempt();
        if self.state.is_attempt() {
            self.put(Output::Abort);
        }
    }

    #[inline(never)]
    fn put(&mut self, output: Output) {
        self.outputs.push(output);
    }

    const fn is_current(&self, attempt: u32) -> bool {
        attempt == self.attempt
    }
}

#[cfg(test)]
mod tests;
