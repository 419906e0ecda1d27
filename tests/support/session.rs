//! Feeds a session arbitrary inputs from bytes, in any order and for any attempt, and checks its contract.

use eventsource_wasm::session::{
    Config, FollowRedirects, Heartbeat, Input, Millis, Next, Output, Reconnect, ResponseHead, RetryConfig, Session,
};

/// Panics if the contract of `src/session/mod.rs` is broken.
pub(crate) fn check(bytes: &[u8]) {
    let mut script = Script(bytes);
    let config = config(&mut script);
    let mut harness = Harness {
        reopenable: config.reopenable,
        session: Session::new(config),
        now: Millis::ZERO,
        attempt: 0,
        withheld: None,
        stands: Stands::Idle,
    };
    while let Some(step) = script.next() {
        harness.now = harness.now + Millis(SPANS[usize::from(step >> 5)]);
        // Usually the current attempt, otherwise an earlier one or one that never existed.
        let attempt = match script.byte() {
            0..=199 => harness.attempt,
            200..=239 => harness.attempt.saturating_sub(1),
            _ => u32::MAX,
        };
        let rest = script.0;
        let chunk = rest.get(..usize::from(step).min(rest.len())).unwrap_or_default();
        harness.tell(input(step & 31, attempt, script.byte(), chunk));
    }
    harness.tell(Input::Close);
    assert_eq!(harness.session.next_wakeup(), None, "a timer after the end");
}

/// The possible times between two steps; the last is the maximum.
const SPANS: [u64; 8] = [0, 1, 50, 2_000, 9_000, 40_000, 86_400_000, u64::MAX];

fn config(script: &mut Script<'_>) -> Config {
    let flags = script.byte();
    let is = |bit: u8| flags & bit != 0;
    Config {
        retry: RetryConfig {
            initial_delay: Millis(u64::from(script.byte()) * 100),
            max_retries: is(1).then_some(3),
            ..RetryConfig::default()
        },
        reconnect: if is(2) { Reconnect::OnError } else { Reconnect::Always },
        refreshes_credentials: is(4),
        unauthorized_statuses: vec![401],
        reopenable: is(64),
        asks_should_retry: is(8),
        idempotent: !is(16),
        probes_cors: is(32),
        looks_for_redirects: !is(32),
        reads_error_body: is(16),
        follows_redirects: FollowRedirects::UnlessCustomHeaders,
        heartbeat: if is(64) { Heartbeat::Auto } else { Heartbeat::Fixed(Millis(5_000)) },
        grace_period: is(16).then_some(Millis(4_000)),
        connect_timeout: is(1).then_some(Millis(5_000)),
        hidden_grace: is(128).then_some(Millis(1_000)),
        freezes_are_announced: !is(2),
        max_buffer_size: 64,
        seed: u64::from(flags),
        ..Config::default()
    }
}

fn input(kind: u8, attempt: u32, byte: u8, chunk: &[u8]) -> Input<'_> {
    let stream = ResponseHead { status: 200, content_type: Some("text/event-stream"), ..ResponseHead::default() };
    match kind {
        0 if byte & 7 == 7 => Input::TakeOver,
        0 => Input::Start,
        1 | 2 => Input::Prepared { attempt, custom_headers: byte & 1 == 0 },
        3 => Input::PreparationFailed { attempt },
        4..=6 => Input::Response { attempt, head: stream },
        7 => Input::Response { attempt, head: ResponseHead { status: 400 + u16::from(byte), ..stream } },
        8 => Input::Response {
            attempt,
            head: ResponseHead { status: 503, retry_after: Some(Millis(u64::MAX)), ..ResponseHead::default() },
        },
        9..=15 => Input::Bytes { attempt, chunk },
        16 => Input::End { attempt },
        17 => Input::NetworkError { attempt, blocked: byte == 0 },
        18 => Input::Probed { attempt, reachable: byte & 1 == 0 },
        19 if byte & 3 == 3 => Input::CredentialsOutdated { attempt },
        19 => Input::CredentialsRefreshed { attempt, renewed: [None, Some(true), Some(false)][usize::from(byte % 3)] },
        20 => Input::RetryDecided { attempt, retry: [None, Some(true), Some(false)][usize::from(byte % 3)] },
        21 => Input::Hidden,
        22 => Input::Visible,
        23 => Input::Freeze,
        24 => Input::Resume,
        25 => Input::PageHide,
        26 => Input::PageShow,
        27 => Input::Offline,
        28 => Input::Online,
        29 => Input::ReadingStopped,
        30 => Input::ReadingResumed,
        31 => match byte {
            0 => Input::Close,
            1..32 => Input::ErrorBodyRead { attempt },
            32..64 => Input::Leaving,
            96..112 => Input::Reconnect,
            64..96 => Input::Response { attempt, head: ResponseHead { redirect: true, ..ResponseHead::default() } },
            _ => Input::Wakeup,
        },
        _ => Input::Wakeup,
    }
}

/// Bytes as random choices; zeros after their end.
struct Script<'a>(&'a [u8]);

impl Script<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn byte(&mut self) -> u8 {
        self.next().unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands {
    Idle,
    /// An attempt is under way, up to its response.
    Trying,
    Open,
    /// The caller is refreshing the credentials.
    Refreshing,
    /// The connection was dropped, and its failure is not reported yet.
    Dropped,
    /// The caller may open it again.
    Failed,
    Closed,
}

struct Harness {
    session: Session,
    reopenable: bool,
    now: Millis,
    attempt: u32,
    /// The attempt whose failure is not told yet.
    withheld: Option<u32>,
    stands: Stands,
}

impl Harness {
    fn tell(&mut self, input: Input<'_>) {
        let was_closed = self.stands == Stands::Closed;
        self.session.handle(self.now, input);
        for wishes in 0.. {
            let Some(output) = self.session.poll() else { break };
            assert!(wishes < 1_000, "wishes without end");
            assert!(!was_closed, "{output:?} after the end");
            // Closing aborts even without a connection.
            if !matches!((&input, &output), (Input::Close, Output::Abort)) {
                self.hear(&output);
            }
        }
        if matches!(input, Input::Close) {
            self.stands = Stands::Closed;
        }
    }

    fn hear(&mut self, output: &Output) {
        let stands = self.stands;
        match output {
            Output::Prepare { attempt, .. } => {
                assert_eq!(*attempt, self.attempt + 1, "attempts are counted one by one");
                assert!(
                    !matches!(stands, Stands::Trying | Stands::Open | Stands::Failed | Stands::Closed),
                    "an attempt while {stands:?}"
                );
                self.attempt = *attempt;
                self.stands = Stands::Trying;
            }
            Output::Fetch { attempt, .. } | Output::ProbeCors { attempt } | Output::ReadErrorBody { attempt } => {
                assert_eq!((*attempt, stands), (self.attempt, Stands::Trying), "a request out of place");
            }
            Output::Announce => {
                assert_eq!(stands, Stands::Trying, "open out of nothing");
                self.stands = Stands::Open;
            }
            Output::Dispatch(batch) => {
                assert_eq!(stands, Stands::Open, "events while not open");
                assert!(!batch.is_empty(), "no events at all");
            }
            Output::Abort => {
                assert!(
                    matches!(stands, Stands::Trying | Stands::Open | Stands::Refreshing),
                    "an abort while {stands:?}"
                );
                self.stands = Stands::Dropped;
            }
            Output::RefreshCredentials(failure) => {
                assert_eq!(failure.attempt, self.attempt);
                self.stands = Stands::Refreshing;
            }
            Output::AskShouldRetry(failure) => assert_eq!(failure.attempt, self.attempt),
            Output::Pause if stands == Stands::Failed => self.stands = Stands::Dropped,
            Output::Pause => assert_eq!(stands, Stands::Dropped, "a pause of what is not dropped"),
            Output::Withhold(failure) => {
                assert_eq!(failure.attempt, self.attempt, "a failure of another attempt");
                assert!(matches!(failure.next, Next::Retry(_)), "a final failure that is not told");
                (self.stands, self.withheld) = (Stands::Dropped, Some(failure.attempt));
            }
            Output::Fail(failure) if self.withheld == Some(failure.attempt) => {
                assert!(matches!(failure.next, Next::Retry(_)), "the end, late");
                self.withheld = None;
            }
            Output::Fail(failure) => {
                assert_eq!(failure.attempt, self.attempt, "a failure of another attempt");
                self.stands = match failure.next {
                    Next::Retry(_) => Stands::Dropped,
                    Next::Fatal | Next::GaveUp | Next::NotRepeatable if self.reopenable => Stands::Failed,
                    Next::Fatal | Next::GaveUp | Next::NotRepeatable => Stands::Closed,
                };
            }
        }
    }
}
