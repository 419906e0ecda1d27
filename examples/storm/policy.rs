//! When a client comes back: ours is the session itself, the others are the rules of known clients.

use eventsource_wasm::session::{Config, Input, Millis, Next, Output, ResponseHead, RetryConfig, Session};
use fastrand::Rng;

/// A rule for the waits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Policy {
    /// The session with `isTransient`, and what the server's 503 says of `Retry-After`, in ms.
    Ours { jitter_ratio: Option<f64>, retry_after: Option<u64> },
    /// Always the same wait in ms.
    Fixed(u64),
    /// The same, but a 503 is the end.
    FixedUntilRefused(u64),
    /// From the first wait in ms, doubled up to the last; `jitter` is the part of a wait that chance takes away.
    Doubling { from: u64, to: u64, jitter: f64 },
}

/// From `docs/peers-under-faults.md` and the clients' sources: each with its defaults, or with the options of its guide.
pub(crate) const POLICIES: &[(&str, Policy)] = &[
    ("eventsource-wasm, `isTransient`", Policy::Ours { jitter_ratio: None, retry_after: None }),
    ("the same, `Retry-After: 30`", Policy::Ours { jitter_ratio: None, retry_after: Some(30_000) }),
    ("the same, `jitterRatio: 0.2`", Policy::Ours { jitter_ratio: Some(0.2), retry_after: None }),
    ("the same, `jitterRatio: 1`", Policy::Ours { jitter_ratio: Some(1.0), retry_after: None }),
    ("`jitterRatio: 1` and `Retry-After: 30`", Policy::Ours { jitter_ratio: Some(1.0), retry_after: Some(30_000) }),
    ("native, `eventsource`: 3 s, closed by a 503", Policy::FixedUntilRefused(3000)),
    ("`sse.js`: always 3 s", Policy::Fixed(3000)),
    ("`eventsource-client`: always 2 s", Policy::Fixed(2000)),
    ("`fetch-event-source`: always 1 s", Policy::Fixed(1000)),
    (
        "`event-source-polyfill`, if it retried a 503: 1 to 16 s, no jitter",
        Policy::Doubling { from: 1000, to: 16_000, jitter: 0.0 },
    ),
    ("LaunchDarkly's advice: 1 to 30 s, half of it jitter", Policy::Doubling { from: 1000, to: 30_000, jitter: 0.5 }),
    ("full jitter, 1 to 30 s", Policy::Doubling { from: 1000, to: 30_000, jitter: 1.0 }),
];

/// One client between two connections.
pub(crate) enum Client {
    Ours(Box<Session>, Option<u64>),
    Rule(Policy, u32),
}

impl Client {
    pub(crate) fn new(policy: Policy, seed: u64) -> Self {
        let Policy::Ours { jitter_ratio, retry_after } = policy else { return Self::Rule(policy, 0) };
        let retry = RetryConfig { jitter_ratio, ..RetryConfig::default() };
        let mut session = Session::new(Config { retry, asks_should_retry: true, seed, ..Config::default() });
        session.handle(Millis::ZERO, Input::Start);
        open(&mut session, Millis::ZERO, 1);
        let head = ResponseHead { status: 200, content_type: Some("text/event-stream"), ..ResponseHead::default() };
        session.handle(Millis::ZERO, Input::Response { attempt: 1, head });
        session.handle(Millis::ZERO, Input::Bytes { attempt: 1, chunk: b"data: x\n\n" });
        Self::Ours(Box::new(session), retry_after)
    }

    /// The wait after the drain.
    pub(crate) fn dropped(&mut self, now: u64, rng: &mut Rng) -> Option<u64> {
        match self {
            Self::Ours(session, _) => {
                session.handle(Millis(now), Input::End { attempt: 1 });
                wait(session, Millis(now))
            }
            Self::Rule(policy, refusals) => Some(by_rule(*policy, *refusals, rng)),
        }
    }

    /// The wait after a 503; `None` if the client gives up.
    pub(crate) fn refused(&mut self, now: u64, rng: &mut Rng) -> Option<u64> {
        match self {
            Self::Ours(session, retry_after) => {
                session.handle(Millis(now), Input::Wakeup);
                let attempt = attempt(session);
                open(session, Millis(now), attempt);
                let retry_after = retry_after.map(Millis);
                let head = ResponseHead { status: 503, retry_after, ..ResponseHead::default() };
                session.handle(Millis(now), Input::Response { attempt, head });
                wait(session, Millis(now))
            }
            Self::Rule(Policy::FixedUntilRefused(_), _) => None,
            Self::Rule(policy, refusals) => {
                *refusals += 1;
                Some(by_rule(*policy, *refusals, rng))
            }
        }
    }
}

fn by_rule(policy: Policy, refusals: u32, rng: &mut Rng) -> u64 {
    match policy {
        Policy::Fixed(wait) | Policy::FixedUntilRefused(wait) => wait,
        Policy::Doubling { from, to, jitter } => {
            let wait = from.saturating_mul(1 << refusals.min(20)).min(to) as f64;
            (wait * jitter.mul_add(-rng.f64(), 1.0)) as u64
        }
        Policy::Ours { .. } => 0,
    }
}

fn attempt(session: &mut Session) -> u32 {
    let mut number = 0;
    while let Some(output) = session.poll() {
        if let Output::Prepare { attempt, .. } = output {
            number = attempt;
        }
    }
    number
}

fn open(session: &mut Session, now: Millis, attempt: u32) {
    session.handle(now, Input::Prepared { attempt, custom_headers: false });
}

/// Obeys what the session wishes, until it says how long it waits.
fn wait(session: &mut Session, now: Millis) -> Option<u64> {
    while let Some(output) = session.poll() {
        match output {
            Output::AskShouldRetry(failure) => {
                // As `isTransient`: a 503 is retried, all else is left to the standard.
                let retry = (failure.status == 503).then_some(true);
                session.handle(now, Input::RetryDecided { attempt: failure.attempt, retry });
            }
            Output::Fail(failure) => {
                return if let Next::Retry(wait) = failure.next { Some(wait.0) } else { None };
            }
            _ => {}
        }
    }
    None
}
