//! Runs one scenario: a clock, a network that does what the fates say, a page, and the session between them.

use std::collections::BTreeMap;

use eventsource_wasm::session::{FollowRedirects, Input, Millis, Output, ResponseHead, Session};
use fastrand::Rng;

use super::judge::{Judge, ensure};
use super::scenario::{Fate, Refresh, Scenario, Signal};
use super::server;

/// What came of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    pub(crate) attempts: u64,
    pub(crate) events: u64,
}

/// What will happen at some moment.
#[derive(Debug)]
enum Coming {
    Start,
    Wakeup,
    Signal(Signal),
    Prepared(u32),
    PreparationFailed(u32),
    Respond(u32),
    Bytes(u32, Vec<u8>),
    End(u32),
    NetworkError(u32, bool),
    Probed(u32, bool),
    Refreshed(u32, Option<bool>),
}

/// A network that loses a connection without a word gives it up after this.
const TCP_PATIENCE: u64 = 900_000;
/// Steps in a run; one that needs more goes round in circles.
const MOST_STEPS: usize = 20_000;

pub(crate) struct World<'a> {
    scenario: &'a Scenario,
    rng: Rng,
    now: Millis,
    /// By time, then in the order in which they were planned.
    coming: BTreeMap<(Millis, u64), Coming>,
    planned: u64,
    timer: Option<(Millis, u64)>,
    session: Session,
    judge: Judge,
    /// The attempt whose request, body, probe or question is out.
    out: Option<u32>,
    /// Where the attempt's request goes on.
    last_event_id: String,
    story: Option<Vec<String>>,
}

/// Runs it to its end: the tally, or what is wrong and, if asked for, the story until then.
pub(crate) fn run(scenario: &Scenario, tells_story: bool) -> Result<Tally, String> {
    let mut world = World {
        scenario,
        rng: Rng::with_seed(scenario.seed ^ 0x5eed),
        now: Millis::ZERO,
        coming: BTreeMap::new(),
        planned: 0,
        timer: None,
        session: Session::new(scenario.config.clone()),
        judge: Judge::new(&scenario.config, &scenario.server),
        out: None,
        last_event_id: String::new(),
        story: tells_story.then(Vec::new),
    };
    if let Err(fault) = world.live() {
        return Err(format!("{fault}\n\n{}", world.story.unwrap_or_default().join("\n")));
    }
    Ok(Tally { attempts: world.judge.attempts.into(), events: world.judge.delivered.len() as u64 })
}

impl World<'_> {
    fn live(&mut self) -> Result<(), String> {
        self.plan(0, Coming::Start);
        for (at, signal) in &self.scenario.signals {
            self.plan_at(*at, Coming::Signal(*signal));
        }
        // A page that somebody still wants to see is visible in the end.
        let last = self.scenario.signals.last().map_or(Millis::ZERO, |(at, _)| *at);
        for signal in [Signal::Online, Signal::PageShow, Signal::Visible] {
            self.plan_at(last, Coming::Signal(signal));
        }
        for _ in 0..MOST_STEPS {
            let Some(((at, _), coming)) = self.coming.pop_first() else { break };
            self.now = self.now.max(at);
            self.step(coming)?;
            if self.has_all() {
                break;
            }
        }
        ensure(
            self.judge.is_closed() || !self.scenario.server.resumes || self.has_all(),
            &format!("only {} events of {} came", self.judge.delivered.len(), self.scenario.server.events),
        )
    }

    fn has_all(&self) -> bool {
        self.judge.delivered.len() as u32 >= self.scenario.server.events && self.now >= self.last_signal()
    }

    fn last_signal(&self) -> Millis {
        self.scenario.signals.last().map_or(Millis::ZERO, |(at, _)| *at)
    }

    fn step(&mut self, coming: Coming) -> Result<(), String> {
        match coming {
            Coming::Start => self.tell(Input::Start),
            Coming::Wakeup => self.tell(Input::Wakeup),
            Coming::Signal(signal) => self.signal(signal),
            Coming::Prepared(attempt) => self.tell(Input::Prepared { attempt, custom_headers: attempt % 2 == 0 }),
            Coming::PreparationFailed(attempt) => self.tell(Input::PreparationFailed { attempt }),
            Coming::Respond(attempt) => self.respond(attempt),
            Coming::Bytes(attempt, chunk) => self.tell(Input::Bytes { attempt, chunk: &chunk }),
            Coming::End(attempt) => {
                self.lets_go(attempt);
                self.tell(Input::End { attempt })
            }
            Coming::NetworkError(attempt, blocked) => {
                self.lets_go(attempt);
                self.tell(Input::NetworkError { attempt, blocked })
            }
            Coming::Probed(attempt, reachable) => {
                self.lets_go(attempt);
                self.tell(Input::Probed { attempt, reachable })
            }
            Coming::Refreshed(attempt, renewed) => {
                self.lets_go(attempt);
                self.tell(Input::CredentialsRefreshed { attempt, renewed })
            }
        }
    }

    /// Nothing of the attempt is out any more: it ended by itself.
    fn lets_go(&mut self, attempt: u32) {
        if self.out == Some(attempt) {
            self.out = None;
            self.judge.busy = false;
        }
    }

    fn signal(&mut self, signal: Signal) -> Result<(), String> {
        let input = match signal {
            Signal::Hidden => Input::Hidden,
            Signal::Visible => Input::Visible,
            Signal::Freeze => Input::Freeze,
            Signal::Resume => Input::Resume,
            Signal::PageHide => Input::PageHide,
            Signal::PageShow => Input::PageShow,
            Signal::Offline => Input::Offline,
            Signal::Online => Input::Online,
            Signal::Close => Input::Close,
            Signal::Sleep(span) => {
                self.note("->", &signal);
                self.now = self.now + Millis(span);
                return Ok(());
            }
        };
        self.tell(input)
    }

    // --- The session ----------------------------------------------------------------------------------------------

    fn tell(&mut self, input: Input<'_>) -> Result<(), String> {
        self.note("->", &input);
        self.judge.told(&input);
        let was_closed = self.judge.is_closed() && !matches!(input, Input::Close);
        self.session.handle(self.now, input);
        while let Some(output) = self.session.poll() {
            self.note("  ", &output);
            ensure(!was_closed, "a wish after the end")?;
            self.obey(output)?;
        }
        let wakeup = self.session.next_wakeup();
        self.judge.rests(wakeup, self.out.is_some())?;
        self.set_timer(wakeup);
        Ok(())
    }

    /// There is one timer: setting it anew forgets the old one.
    fn set_timer(&mut self, wakeup: Option<Millis>) {
        if let Some(old) = self.timer.take() {
            self.coming.remove(&old);
        }
        if let Some(at) = wakeup {
            let late = Millis(self.rng.u64(0..=self.scenario.lateness.0));
            self.plan_at(at + late, Coming::Wakeup);
            self.timer = Some((at + late, self.planned));
        }
    }

    fn obey(&mut self, output: Output) -> Result<(), String> {
        match output {
            Output::Prepare { attempt, .. } => {
                self.judge.prepares(self.now, attempt)?;
                self.out = Some(attempt);
                self.prepare(attempt);
            }
            Output::Fetch { attempt, last_event_id, .. } => {
                self.out = Some(attempt);
                self.judge.busy = true;
                self.last_event_id = last_event_id;
                self.fetch(attempt);
            }
            Output::Abort => {
                self.out = None;
                self.judge.busy = false;
            }
            Output::ProbeCors { attempt } => {
                self.out = Some(attempt);
                self.judge.busy = true;
                let reachable = self.rng.u8(0..4) == 0;
                self.plan(50, Coming::Probed(attempt, reachable));
            }
            Output::RefreshCredentials(failure) => {
                self.out = Some(failure.attempt);
                self.judge.busy = true;
                self.refresh(failure.attempt);
            }
            Output::AskShouldRetry(failure) => {
                let retry = [None, Some(true), Some(true), Some(false)][self.rng.usize(0..4)];
                self.session.handle(self.now, Input::RetryDecided { attempt: failure.attempt, retry });
            }
            Output::Announce => self.judge.announces()?,
            Output::Dispatch(batch) => self.judge.dispatches(&batch)?,
            Output::Pause => self.judge.pauses()?,
            Output::Fail(failure) => self.judge.fails(self.now, &failure)?,
        }
        Ok(())
    }

    // --- The caller, the network and the server -------------------------------------------------------------------

    fn fate(&self, attempt: u32) -> Fate {
        self.scenario.attempts.get(attempt as usize - 1).copied().unwrap_or(Fate::Good)
    }

    fn prepare(&mut self, attempt: u32) {
        match self.fate(attempt) {
            Fate::HeadersFail => self.plan(5, Coming::PreparationFailed(attempt)),
            Fate::HeadersHang => {}
            _ => self.plan(5, Coming::Prepared(attempt)),
        }
    }

    fn refresh(&mut self, attempt: u32) {
        let renewed = match self.fate(attempt) {
            Fate::Unauthorized(Refresh::Hangs) => return,
            Fate::Unauthorized(Refresh::Refused) => Some(false),
            Fate::Unauthorized(Refresh::Failed) => None,
            _ => Some(true),
        };
        self.plan(200, Coming::Refreshed(attempt, renewed));
    }

    fn fetch(&mut self, attempt: u32) {
        match self.fate(attempt) {
            Fate::Lost => self.plan(30, Coming::NetworkError(attempt, false)),
            Fate::Blocked => self.plan(1, Coming::NetworkError(attempt, true)),
            Fate::NoAnswer => self.plan(TCP_PATIENCE, Coming::NetworkError(attempt, false)),
            _ => self.plan(40, Coming::Respond(attempt)),
        }
    }

    fn respond(&mut self, attempt: u32) -> Result<(), String> {
        let stream = ResponseHead { status: 200, content_type: Some("text/event-stream"), ..ResponseHead::default() };
        let fate = self.fate(attempt);
        let head = match fate {
            Fate::Status(status, seconds) => {
                ResponseHead { status, retry_after: seconds.map(Millis), ..ResponseHead::default() }
            }
            Fate::WrongType => ResponseHead { content_type: Some("text/html"), ..stream },
            Fate::Redirected if self.scenario.config.follows_redirects == FollowRedirects::UnlessCustomHeaders => {
                ResponseHead { redirect: true, ..ResponseHead::default() }
            }
            Fate::Unauthorized(_) => ResponseHead { status: 401, ..stream },
            _ => stream,
        };
        let is_current = self.out == Some(attempt);
        self.tell(Input::Response { attempt, head })?;
        if is_current && self.out == Some(attempt) {
            self.send(attempt, fate);
        }
        Ok(())
    }

    /// Plans the body: what the server sends, as far as the network lets it through.
    fn send(&mut self, attempt: u32, fate: Fate) {
        let now = self.now.0;
        let mut left = match fate {
            Fate::Cut(bytes) | Fate::End(bytes) | Fate::Mute(bytes) => bytes,
            _ => usize::MAX,
        };
        let mut at = now;
        for (sent, mut bytes) in server::body(&self.scenario.server, &self.last_event_id, now) {
            bytes.truncate(left);
            left -= bytes.len();
            at = at.max(sent);
            while !bytes.is_empty() {
                let length = if fate == Fate::Drip { 1 } else { self.rng.usize(1..=bytes.len()) };
                let rest = bytes.split_off(length);
                self.plan_at(Millis(at), Coming::Bytes(attempt, bytes));
                bytes = rest;
                at += if fate == Fate::Drip { 20 } else { 0 };
            }
            if left == 0 {
                break;
            }
        }
        match fate {
            Fate::Cut(_) => self.plan_at(Millis(at), Coming::NetworkError(attempt, false)),
            Fate::End(_) => self.plan_at(Millis(at), Coming::End(attempt)),
            Fate::Mute(_) => self.plan_at(Millis(at + TCP_PATIENCE), Coming::NetworkError(attempt, false)),
            // A good server lets its streams go now and then, like a gateway.
            _ => self.plan_at(Millis(at + TCP_PATIENCE), Coming::End(attempt)),
        }
    }

    // --- Time -----------------------------------------------------------------------------------------------------

    fn plan(&mut self, wait: u64, coming: Coming) {
        self.plan_at(self.now + Millis(wait), coming);
    }

    fn plan_at(&mut self, at: Millis, coming: Coming) {
        self.planned += 1;
        self.coming.insert((at, self.planned), coming);
    }

    fn note(&mut self, mark: &str, what: &impl std::fmt::Debug) {
        if let Some(story) = &mut self.story {
            let line = format!("{:>10} {mark} {what:?}", self.now.0);
            story.push(line.chars().take(160).collect());
        }
    }
}
