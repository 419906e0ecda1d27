//! The life of one EventSource, without senses and without hands: it is told things and answers with wishes.
//!
//! It is not a client by itself: it has no clock, no network and no randomness of its own. A driver tells it what
//! happened ([`Input`]) and obeys what it wishes ([`Output`]).
//!
//! # The contract
//!
//! 1. **One input, then drain.** [`handle`](Session::handle), then [`poll`](Session::poll) until `None`, then the next
//!    input. [`next_wakeup`](Session::next_wakeup) is read after the drain.
//! 2. **Time and chance are arguments.** `now` comes with every input; it may jump forwards, and never goes back. The
//!    seed of the jitter is part of [`Config`].
//! 3. **Every attempt has a number.** An input from an attempt that is not the current one is ignored.
//! 4. **One deadline.** However late a wake-up comes, `now` tells how late; no case is special.
//! 5. **Closed is final.** After [`Input::Close`] there is one [`Output::Abort`], of a connection or of none, and nothing else.
//! 6. **No text.** Reasons are enums; sentences for people are made at the face.
//!
//! The rules are those of the HTML standard, section "server-sent events"; where a comment says so they go beyond. What is done
//! with an input stands in `attempt` (its course), `aftermath` (of a failure), `deadlines` (that have passed) and `page` (its
//! life); the other files know one thing each, and nothing of the session.

mod absence;
mod aftermath;
mod attempt;
mod clock;
mod config;
mod deadlines;
mod failure;
mod input;
mod liveness;
mod output;
mod page;
mod response;
mod retry;
mod timers;

use alloc::collections::VecDeque;

pub use clock::{Millis, SleepAwareClock};
pub use config::{Config, DEFAULT_MAX_BUFFER_SIZE, FollowRedirects, Heartbeat, Reconnect, RetryConfig};
pub use failure::{Failure, Next, Reason};
pub use input::Input;
pub use output::{Output, Why};
pub use response::ResponseHead;
pub use timers::Timer;

use crate::event_stream::Parser;
use absence::Absence;
use liveness::Liveness;
use retry::Retry;
use timers::Timers;

/// One EventSource's whole life.
#[derive(Debug)]
pub struct Session {
    config: Config,
    state: State,
    attempt: u32,
    why: Why,
    /// The credentials were refreshed, and no response has been accepted since.
    refreshed: bool,
    /// A probe of this attempt was answered.
    server_answers: bool,
    /// Whether this attempt follows redirects.
    follows_redirects: bool,
    /// How long the server asked to wait with the next attempt.
    asked_wait: Millis,
    /// The connection of a request that must not be repeated was given up while the page was away.
    in_doubt: bool,
    /// The current wait has been lengthened because the browser is offline.
    lengthened: bool,
    /// The browser went offline during the current wait.
    offline_in_wait: bool,
    /// When the pulse is to be felt.
    pulse_at: Millis,
    /// Time stood still, and no byte has come since.
    stood_still: bool,
    parser: Parser,
    retry: Retry,
    liveness: Liveness,
    absence: Absence,
    offline: bool,
    timers: Timers,
    outputs: VecDeque<Output>,
}

/// Where the session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Not started.
    Idle,
    /// The request is being prepared; the caller may have been asked for headers.
    Preparing,
    /// The request is out.
    Requesting,
    /// The fetch failed; whether the server refuses this origin is being found out.
    Probing,
    /// The server refused the credentials; the caller was asked to refresh them.
    Refreshing { status: u16 },
    /// Events may come.
    Open,
    /// An attempt failed; the caller was asked whether to come back.
    Deciding { reason: Reason, status: u16 },
    /// The next attempt has its time.
    Waiting,
    /// The page may not be connected now.
    Suspended,
    /// For good.
    Closed,
}

/// How long the caller's `headers` and `onUnauthorized` may take: 30 s.
const PROVIDER_PATIENCE: Millis = Millis::from_secs(30);
/// A silence that seems too long is judged this much later, after what had queued up while the page slept.
const VERDICT_GRACE: Millis = Millis(100);
/// How often a session that nobody tells of a freeze feels its pulse.
const PULSE: Millis = Millis::from_secs(5);
/// Beyond this no moment is: so each deadline lies after the moment at which it is set.
const END_OF_TIME: Millis = Millis(u64::MAX / 2);

impl Session {
    /// A session that has not started.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut parser = Parser::new(config.max_buffer_size);
        parser.set_last_event_id(&config.initial_last_event_id);
        Self {
            state: State::Idle,
            attempt: 0,
            why: Why::First,
            refreshed: false,
            server_answers: false,
            follows_redirects: false,
            asked_wait: Millis::ZERO,
            in_doubt: false,
            lengthened: false,
            offline_in_wait: false,
            pulse_at: Millis::ZERO,
            stood_still: false,
            parser,
            retry: Retry::new(config.retry.clone(), config.seed),
            liveness: Liveness::new(config.heartbeat),
            absence: Absence::NONE,
            offline: false,
            timers: Timers::default(),
            outputs: VecDeque::new(),
            config,
        }
    }

    /// Tells the session one thing.
    pub fn handle(&mut self, now: Millis, input: Input<'_>) {
        if self.state == State::Closed {
            return;
        }
        let now = now.min(END_OF_TIME);
        match input {
            Input::Start => self.start(now),
            Input::Prepared { attempt, custom_headers } => self.prepared(now, attempt, custom_headers),
            Input::PreparationFailed { attempt } => self.preparation_failed(now, attempt),
            Input::Response { attempt, head } => self.response(now, attempt, head),
            Input::Bytes { attempt, chunk } => self.bytes(now, attempt, chunk),
            Input::End { attempt } => self.end(now, attempt),
            Input::NetworkError { attempt, blocked } => self.network_error(now, attempt, blocked),
            Input::ReadingStopped => self.reading_stopped(),
            Input::ReadingResumed => self.reading_resumed(now),
            Input::Probed { attempt, reachable } => self.probed(now, attempt, reachable),
            Input::CredentialsRefreshed { attempt, renewed } => self.credentials_refreshed(now, attempt, renewed),
            Input::RetryDecided { attempt, retry } => self.retry_decided(now, attempt, retry),
            Input::Wakeup => self.wakeup(now),
            Input::Hidden => self.hidden(now),
            Input::Freeze => self.away(now, Absence::FROZEN),
            Input::PageHide => self.away(now, Absence::LEFT),
            Input::Visible => self.visible(now),
            Input::Resume => self.back(now, Absence::FROZEN),
            // A page that is shown runs: a missing `resume` must not keep it silent.
            Input::PageShow => self.back(now, Absence::LEFT | Absence::FROZEN),
            Input::Offline => self.offline(),
            Input::Online => self.online(now),
            Input::Close => self.close(),
        }
    }

    /// The next wish, if there is one.
    pub fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to say [`Input::Wakeup`], unless something else happens before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Millis> {
        self.timers.next()
    }

    /// The last event ID: what the next request will carry.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        self.parser.last_event_id()
    }

    // --- The end ------------------------------------------------------------------------------------------------

    /// As [`Input::Close`], also in the middle of a drain: what was wished before is not to be obeyed any more.
    pub(crate) fn close(&mut self) {
        self.outputs.clear();
        // Whether or not there is a connection: one that was about to be dropped must not be forgotten.
        self.outputs.push_back(Output::Abort);
        self.timers.stop_all();
        self.state = State::Closed;
    }

    /// Lets go of whatever the current attempt holds.
    fn drop_connection(&mut self) {
        self.timers.stop_those_of_attempt();
        match self.state {
            State::Preparing | State::Requesting | State::Probing | State::Refreshing { .. } | State::Open => {
                self.outputs.push_back(Output::Abort);
            }
            State::Idle | State::Deciding { .. } | State::Waiting | State::Suspended | State::Closed => {}
        }
    }

    fn is_at(&self, attempt: u32, state: State) -> bool {
        attempt == self.attempt && state == self.state
    }
}

#[cfg(test)]
mod tests;
