//! Checks final failures: a source is closed for good only on evidence that nothing else can explain, and never where a
//! native source in the same world reconnects, except for the reasons of `exception`.

use eventsource_wasm::session::{Failure, FollowRedirects, Next, Reason, Reconnect};

use super::native::comes_back;
use super::scenario::Scenario;
use super::weather::Answer;

/// The real outcome of the first request of the current attempt, which a native source would have sent too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Law {
    attempt: u32,
    asked_at: u64,
    truth: Answer,
}

/// The source's information when it closes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) was_open: bool,
    /// The last stream came through a redirect.
    pub(crate) was_redirected: bool,
    /// The request has headers that must not follow a redirect.
    pub(crate) custom_headers: bool,
    /// `shouldRetry` returned `false`.
    pub(crate) was_told_to_stop: bool,
    pub(crate) reconnection_time: u64,
}

impl Law {
    pub(crate) const fn new() -> Self {
        Self { attempt: 0, asked_at: 0, truth: Answer::Lost }
    }

    /// A request of an attempt was sent.
    pub(crate) fn request(&mut self, now: u64, attempt: u32, truth: Answer) {
        if self.attempt != attempt {
            *self = Self { attempt, asked_at: now, truth };
        }
    }

    /// Checks a failure.
    pub(crate) fn check(self, now: u64, scenario: &Scenario, failure: &Failure, known: Known) -> Result<(), String> {
        if matches!(failure.next, Next::Retry(_)) || exception(scenario, failure, known).is_some() {
            return Ok(());
        }
        // A stream that was open, or an attempt without a request, is lost now.
        let (lost_at, truth) =
            if self.attempt == failure.attempt { (self.asked_at, self.truth) } else { (now, Answer::Lost) };
        let native_is_closed = match truth {
            Answer::Unreadable | Answer::Status(_) | Answer::Redirect | Answer::Opaque | Answer::Blocked => true,
            Answer::Fate => is_readable_answer(failure.reason),
            Answer::Lost | Answer::Nothing => false,
        };
        if native_is_closed || !comes_back(scenario, lost_at, known.reconnection_time) {
            return Ok(());
        }
        Err(format!("closed by {:?}, where native comes back", failure.reason))
    }
}

/// Whether the response itself is the reason: a native source has read the same response.
const fn is_readable_answer(reason: Reason) -> bool {
    matches!(reason, Reason::Http | Reason::NoContent | Reason::ContentType | Reason::Unauthorized)
}

/// The option of the caller's for which a source may be closed though a native one reconnects.
fn exception(scenario: &Scenario, failure: &Failure, known: Known) -> Option<&'static str> {
    let config = &scenario.config;
    let keeps_headers = known.custom_headers && config.follows_redirects != FollowRedirects::Always;
    match (failure.next, failure.reason) {
        (Next::GaveUp, _) => Some("`retry.maxRetries`: they are used up"),
        (Next::NotRepeatable, _) => Some("`method`: native has only GET; this may have been processed"),
        _ if known.was_told_to_stop => Some("`retry.shouldRetry`: it said so"),
        _ if config.reconnect == Reconnect::Never => Some("`reconnect: false`: one connection is wanted"),
        (_, Reason::End) if config.reconnect == Reconnect::OnError => {
            Some("`reconnect: \"on-error\"`: the end is the end")
        }
        (_, Reason::Redirect) if keeps_headers => Some("`headers`: they must not follow a redirect; native has none"),
        (_, Reason::Redirect) if config.looks_for_redirects && !known.was_redirected => Some("`corsProbe`: as `cors`"),
        (_, Reason::Cors) if config.probes_cors && !known.was_open => {
            Some("`corsProbe`: lost and refused look the same")
        }
        _ => None,
    }
}

#[test]
fn the_law_tells_a_verdict_without_evidence() {
    let verdict = |reason, truth, known| {
        let mut law = Law::new();
        law.request(1_000, 2, truth);
        let failure = Failure { reason, status: 0, attempt: 2, next: Next::Fatal };
        law.check(1_020, &Scenario::plain(), &failure, known)
    };
    let known = Known { was_open: true, reconnection_time: 3_000, ..Known::default() };
    for reason in [Reason::Cors, Reason::Blocked, Reason::Redirect, Reason::Http, Reason::Network] {
        assert!(verdict(reason, Answer::Lost, known).is_err(), "{reason:?} of a lost request");
        assert!(verdict(reason, Answer::Unreadable, known).is_ok(), "native is closed by this answer");
    }
    assert!(verdict(Reason::Http, Answer::Fate, known).is_ok(), "native has read the same");
    assert!(verdict(Reason::Cors, Answer::Fate, known).is_err());
    let told = Known { was_told_to_stop: true, ..known };
    assert!(verdict(Reason::Network, Answer::Lost, told).is_ok(), "the caller wants it so");
}
