//! Each transition, in virtual time.

mod coming_back;
mod credentials;
mod grace;
mod page;
mod reconnecting;
mod silence;
mod standard;
mod verdicts;

use super::*;

/// A session, its clock, and its outputs as text.
struct Story {
    session: Session,
    now: Millis,
    /// Whether the test answers `Prepare` itself; otherwise it is answered at once and not listed.
    prepares: bool,
}

const STREAM: ResponseHead<'static> = ResponseHead {
    status: 200,
    content_type: Some("text/event-stream"),
    redirect: false,
    redirected: false,
    retry_after: None,
};

/// A redirect that was not followed.
const REDIRECT: ResponseHead<'static> =
    ResponseHead { status: 0, content_type: None, redirect: true, redirected: false, retry_after: None };

impl Story {
    /// A session that has not started.
    fn new(config: Config) -> Self {
        let mut story = Self::before_start(config);
        story.now = Millis(1000);
        story
    }

    fn before_start(config: Config) -> Self {
        let retry = RetryConfig { jitter_ratio: Some(0.0), ..config.retry };
        Self { session: Session::new(Config { retry, ..config }), now: Millis::ZERO, prepares: false }
    }

    /// A session for which the test answers `Prepare`.
    fn preparing(config: Config) -> Self {
        Self { prepares: true, ..Self::new(config) }
    }

    /// A session that has sent its first request.
    fn started(config: Config) -> Self {
        let mut story = Self::new(config);
        assert_eq!(story.tell(Input::Start), ["fetch 1"]);
        story
    }

    /// A session whose first attempt is open.
    fn open(config: Config) -> Self {
        let mut story = Self::started(config);
        assert_eq!(story.respond(1, STREAM), ["announce"]);
        story
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "every other output is told as it is")]
    fn tell(&mut self, input: Input<'_>) -> Vec<String> {
        self.session.handle(self.now, input);
        let mut told = Vec::new();
        while let Some(output) = self.session.poll() {
            match output {
                Output::Prepare { attempt, .. } if !self.prepares => {
                    assert!(self.session.poll().is_none(), "nothing follows a question");
                    told.extend(self.tell(Input::Prepared { attempt, custom_headers: false }));
                }
                output => told.push(words(&output)),
            }
        }
        told
    }

    fn respond(&mut self, attempt: u32, head: ResponseHead<'_>) -> Vec<String> {
        self.tell(Input::Response { attempt, head })
    }

    fn bytes(&mut self, attempt: u32, text: &str) -> Vec<String> {
        self.tell(Input::Bytes { attempt, chunk: text.as_bytes() })
    }

    /// The request, or the stream, is lost.
    fn lose(&mut self, attempt: u32) -> Vec<String> {
        self.tell(Input::NetworkError { attempt, blocked: false })
    }

    /// Advances time without a wake-up.
    fn pass(&mut self, span: u64) {
        self.now = self.now + Millis(span);
    }

    /// Advances to the next deadline, which must be this far away, and wakes the session.
    fn wake_after(&mut self, wait: u64) -> Vec<String> {
        assert_eq!(self.wait(), Some(wait));
        self.pass(wait);
        self.tell(Input::Wakeup)
    }

    /// Advances to a deadline that is this far away, and past the time in which queued data may arrive.
    fn time_out_after(&mut self, wait: u64) -> Vec<String> {
        assert!(self.wake_after(wait).is_empty(), "what has queued up meanwhile is heard first");
        self.wake_after(100)
    }

    fn wait(&self) -> Option<u64> {
        self.session.next_wakeup().map(|at| (at - self.now).0)
    }

    fn assert_closed(&mut self) {
        assert_eq!(self.session.next_wakeup(), None, "a closed session has no timer");
        for input in [Input::Start, Input::Wakeup, Input::PageShow, Input::Online, Input::End { attempt: 1 }] {
            assert!(self.tell(input).is_empty(), "a closed session wants nothing");
        }
    }
}

fn words(output: &Output) -> String {
    match output {
        Output::Prepare { attempt, cause } => format!("prepare {attempt} {cause:?}"),
        Output::Fetch { attempt, last_event_id, follow_redirects } => {
            let id = if last_event_id.is_empty() { String::new() } else { format!(" from {last_event_id}") };
            format!("fetch {attempt}{id}{}", if *follow_redirects { "" } else { " no redirects" })
        }
        Output::ReadErrorBody { attempt } => format!("read error body {attempt}"),
        Output::Abort => "abort".into(),
        Output::ProbeCors { attempt } => format!("probe {attempt}"),
        Output::RefreshCredentials(failure) => format!("refresh {}", failure.attempt),
        Output::AskShouldRetry(failure) => format!("should retry {:?} {}", failure.reason, failure.status),
        Output::Announce => "announce".into(),
        Output::Dispatch(batch) => {
            let events = batch.events().map(|event| format!("{}@{}", event.data, event.last_event_id));
            format!("dispatch {}", events.collect::<Vec<_>>().join(" "))
        }
        Output::Pause => "pause".into(),
        Output::Withhold(failure) => format!("withhold {}", words_of(failure)),
        Output::Fail(failure) => format!("fail {}", words_of(failure)),
    }
}

fn words_of(failure: &Failure) -> String {
    let next = match failure.next {
        Next::Retry(wait) => format!("retry in {}", wait.0),
        Next::Fatal | Next::GaveUp | Next::NotRepeatable => format!("{:?}", failure.next),
    };
    format!("{:?} {} {next}", failure.reason, failure.status)
}

fn lead_to_request(story: &mut Story) {
    story.tell(Input::Start);
    story.tell(Input::Prepared { attempt: 1, custom_headers: false });
}

fn status(status: u16) -> ResponseHead<'static> {
    ResponseHead { status, ..STREAM }
}

/// In a worker, for which the browser announces no freeze.
fn worker() -> Config {
    Config { freezes_are_announced: false, ..Config::default() }
}

/// For requests that must not be repeated.
fn post() -> Config {
    Config { idempotent: false, ..Config::default() }
}
