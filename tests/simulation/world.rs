//! Drives a session through a scenario in virtual time: the network, the page and the browser's timer around it.

use std::collections::{BTreeMap, VecDeque};

use eventsource_wasm::session::{Input, Millis, Output, ResponseHead, Session, SleepAwareClock};

use super::judge::Judge;
use super::scenario::{Attempt, Ending, Happening, Preparation, Response, Resumption, Scenario};
use super::story::Story;
use super::wire::{Arrival, Wire};

/// A run ends here at the latest; nothing that is alive needs as many steps.
const MOST_STEPS: u32 = 200_000;
/// After all faults are over, waits of up to this length are sat out.
const PATIENCE: u64 = 48 * 3_600_000;
/// The longest timer that browsers know.
const LONGEST_TIMER: u64 = i32::MAX as u64;

/// Runs a scenario to its end; the error says what went wrong.
pub(crate) fn run(scenario: &Scenario, story: &mut Story) -> Result<(), String> {
    World::new(scenario, story).run()
}

struct World<'s> {
    scenario: &'s Scenario,
    story: &'s mut Story,
    session: Session,
    judge: Judge<'s>,
    now: u64,
    clock: SleepAwareClock,
    /// What the monotonic clock has missed, and how far the wall clock is off.
    unseen: u64,
    wall_offset: i64,
    /// The deadline that the timer was set for, and when it fires.
    timer: Option<(Millis, u64)>,
    timers_set: usize,
    due: BTreeMap<(u64, u32), Due>,
    order: u32,
    told: VecDeque<Input<'static>>,
    published: usize,
    wires: Vec<Wire>,
    /// The attempt whose answers the driver waits for.
    current: Option<u32>,
    callbacks: u32,
    /// The caller has just closed, from inside a callback.
    closes: bool,
    /// The application has not taken what it was given: what comes meanwhile waits here.
    held: Option<VecDeque<Due>>,
    given: usize,
    /// The attempt whose stream will never be heard of again.
    deaf: Option<u32>,
    /// All faults are over.
    healed: bool,
}

/// What is going to happen.
#[derive(Clone, Copy)]
enum Due {
    Happening(Happening),
    Publish,
    Heal,
    Beat(u32),
    Prepared(u32, Preparation),
    Response(u32, Response),
    Bytes(u32, usize, usize),
    Ended(u32, Ending),
    Probed(u32, bool),
    Refreshed(u32, Option<bool>),
    Taken,
}

impl<'s> World<'s> {
    fn new(scenario: &'s Scenario, story: &'s mut Story) -> Self {
        let mut world = Self {
            scenario,
            story,
            session: Session::new(scenario.config.clone()),
            judge: Judge::new(&scenario.config, scenario.server.resumption),
            now: 0,
            clock: SleepAwareClock::default(),
            unseen: 0,
            wall_offset: 1_000_000_000,
            timer: None,
            timers_set: 0,
            due: BTreeMap::new(),
            order: 0,
            told: VecDeque::new(),
            published: 0,
            wires: Vec::new(),
            current: None,
            callbacks: 0,
            closes: false,
            held: None,
            given: 0,
            deaf: None,
            healed: false,
        };
        for (at, happening) in &scenario.happenings {
            world.plan(*at, Due::Happening(*happening));
        }
        for at in &scenario.server.published {
            world.plan(*at, Due::Publish);
        }
        let last = world.due.last_key_value().map_or(0, |((at, _), _)| *at);
        world.plan(last + 1, Due::Heal);
        world
    }

    fn run(mut self) -> Result<(), String> {
        self.tell(Input::Start)?;
        let mut steps = 0;
        while let Some(at) = self.next() {
            steps += 1;
            if steps > MOST_STEPS {
                return Err("the run does not come to an end".into());
            }
            if self.healed && (self.all_is_delivered() || at.saturating_sub(self.now) > PATIENCE) {
                break;
            }
            self.step()?;
        }
        if self.scenario.server.resumption == Resumption::Honours
            && !self.all_is_delivered()
            && !self.judge.is_closed()
            && self.next().is_none()
        {
            return Err("events are missing, and nothing more will happen".into());
        }
        self.tell(Input::Close)?;
        self.tell(Input::PageShow)?;
        self.tell(Input::Wakeup)
    }

    fn all_is_delivered(&self) -> bool {
        self.judge.is_closed()
            || self.scenario.server.resumption != Resumption::Honours
            || self.judge.delivered() >= self.scenario.server.published.len()
    }

    /// When the next thing happens.
    fn next(&self) -> Option<u64> {
        let due = self.due.first_key_value().map(|((at, _), _)| *at);
        let timer = self.timer.map(|(_, at)| at);
        [due, timer].into_iter().flatten().min()
    }

    fn step(&mut self) -> Result<(), String> {
        let timer = self.timer.map(|(_, at)| at);
        let due = self.due.first_key_value().map(|((at, _), _)| *at);
        if let Some(at) = timer
            && due.is_none_or(|due| at <= due)
        {
            self.now = self.now.max(at);
            self.timer = None;
            return self.tell(Input::Wakeup);
        }
        let Some(((at, _), due)) = self.due.pop_first() else { return Ok(()) };
        self.now = self.now.max(at);
        self.happen(due)
    }

    fn plan(&mut self, at: u64, due: Due) {
        self.order += 1;
        self.due.insert((at, self.order), due);
    }

    fn answer(&mut self, after: Option<u64>, due: Due) {
        if let Some(after) = after {
            self.plan(self.now + after, due);
        }
    }

    // --- What happens -------------------------------------------------------------------------------------------

    fn happen(&mut self, due: Due) -> Result<(), String> {
        if let Due::Bytes(attempt, ..) | Due::Ended(attempt, _) = due {
            if self.deaf == Some(attempt) {
                return Ok(());
            }
            if let Some(held) = &mut self.held {
                held.push_back(due);
                return Ok(());
            }
        }
        match due {
            Due::Happening(happening) => self.befall(happening),
            Due::Publish => {
                self.published += 1;
                self.each_open_wire(|wire, scenario, published| wire.publish(&scenario.server, published));
                Ok(())
            }
            Due::Heal => self.heal(),
            Due::Beat(attempt) => {
                self.beat(attempt);
                Ok(())
            }
            Due::Prepared(attempt, Preparation::Ready { custom_headers }) => {
                self.tell_of(attempt, Input::Prepared { attempt, custom_headers })
            }
            Due::Prepared(attempt, Preparation::Fails) => self.tell_of(attempt, Input::PreparationFailed { attempt }),
            Due::Response(attempt, response) => self.respond(attempt, response),
            Due::Bytes(attempt, start, end) => self.bytes(attempt, start, end),
            Due::Ended(attempt, Ending::Clean) => self.tell_of(attempt, Input::End { attempt }),
            Due::Ended(attempt, Ending::Reset) => {
                self.tell_of(attempt, Input::NetworkError { attempt, blocked: false })
            }
            Due::Ended(_, Ending::Silence) => Ok(()),
            Due::Probed(attempt, reachable) => self.tell_of(attempt, Input::Probed { attempt, reachable }),
            Due::Refreshed(attempt, renewed) => self.tell_of(attempt, Input::CredentialsRefreshed { attempt, renewed }),
            Due::Taken => self.taken(),
        }
    }

    fn befall(&mut self, happening: Happening) -> Result<(), String> {
        match happening {
            Happening::Hidden => self.tell(Input::Hidden),
            Happening::Visible => self.tell(Input::Visible),
            Happening::Freeze => self.tell(Input::Freeze),
            Happening::Resume => self.tell(Input::Resume),
            Happening::PageHide => self.tell(Input::PageHide),
            Happening::PageShow => self.tell(Input::PageShow),
            Happening::Offline => self.tell(Input::Offline),
            Happening::Online => self.tell(Input::Online),
            Happening::StrayWakeup => self.tell(Input::Wakeup),
            Happening::Close => self.tell(Input::Close),
            Happening::Sleep(span, monotonic_stands_still) => {
                self.now += span;
                if monotonic_stands_still {
                    self.unseen += span;
                }
                Ok(())
            }
            Happening::SilentFreeze(span) => {
                if !self.scenario.config.is_told_of_freezes {
                    self.now += span;
                    if self.held.is_none() && self.judge.is_open() {
                        self.deaf = self.current;
                    }
                }
                Ok(())
            }
            Happening::WallClock(by) => {
                self.wall_offset += by;
                Ok(())
            }
        }
    }

    /// The faults are over: the page is there, and what hung breaks.
    fn heal(&mut self) -> Result<(), String> {
        self.healed = true;
        self.due.clear();
        self.taken()?;
        for input in [Input::Visible, Input::Online] {
            self.tell(input)?;
        }
        match self.current.filter(|attempt| self.deaf != Some(*attempt)) {
            Some(attempt) => self.tell_of(attempt, Input::NetworkError { attempt, blocked: false }),
            None => Ok(()),
        }
    }

    /// The application has taken what it was given, and what waited comes.
    fn taken(&mut self) -> Result<(), String> {
        let Some(held) = self.held.take() else { return Ok(()) };
        self.tell(Input::ReadingResumed)?;
        for due in held {
            self.happen(due)?;
        }
        Ok(())
    }

    fn respond(&mut self, attempt: u32, response: Response) -> Result<(), String> {
        let stream = Some("text/event-stream");
        let retry_after = self.fate(attempt).retry_after.map(Millis);
        let head = match response {
            Response::Reset => return self.tell_of(attempt, Input::NetworkError { attempt, blocked: false }),
            Response::Blocked => return self.tell_of(attempt, Input::NetworkError { attempt, blocked: true }),
            Response::Stream => ResponseHead { status: 200, content_type: stream, redirect: false, retry_after },
            Response::WrongType => {
                ResponseHead { status: 200, content_type: Some("text/html"), redirect: false, retry_after }
            }
            Response::Status(status) => ResponseHead { status, content_type: stream, redirect: false, retry_after },
            Response::Redirect => ResponseHead { status: 0, content_type: None, redirect: true, retry_after },
        };
        if let Some(wire) = self.wires.iter_mut().find(|wire| wire.attempt == attempt) {
            wire.free_at = Some(self.now);
        }
        self.tell_of(attempt, Input::Response { attempt, head })?;
        if matches!(response, Response::Stream) {
            if let Some((after, ending)) = self.fate(attempt).stream.lifetime {
                self.plan(self.now + after, Due::Ended(attempt, ending));
            }
            self.flush(attempt, 0);
            self.answer(self.scenario.server.beat, Due::Beat(attempt));
        }
        Ok(())
    }

    fn each_open_wire(&mut self, write: impl Fn(&mut Wire, &Scenario, usize)) {
        let (scenario, published) = (self.scenario, self.published);
        for index in 0..self.wires.len() {
            let wire = &mut self.wires[index];
            let (attempt, written) = (wire.attempt, wire.bytes.len());
            if wire.open && Some(attempt) == self.current {
                write(wire, scenario, published);
                if wire.free_at.is_some() {
                    self.flush(attempt, written);
                }
            }
        }
    }

    fn beat(&mut self, attempt: u32) {
        if Some(attempt) == self.current && !self.healed {
            self.each_open_wire(|wire, scenario, _| wire.beat(&scenario.server));
            self.answer(self.scenario.server.beat, Due::Beat(attempt));
        }
    }

    /// Sends what was written from `start` on, in chunks, up to the cut.
    fn flush(&mut self, attempt: u32, start: usize) {
        let stream = self.fate(attempt).stream;
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.attempt == attempt && wire.open) else { return };
        let (end, ending) = match stream.cut {
            Some((cut, ending)) if cut <= wire.bytes.len() => (cut, Some(ending)),
            _ => (wire.bytes.len(), None),
        };
        let mut at = wire.free_at.unwrap_or(0).max(self.now);
        let mut pieces = Vec::new();
        let mut from = start;
        while from < end {
            let to = from.saturating_add(stream.chunk).min(end);
            pieces.push((at, Due::Bytes(attempt, from, to)));
            at += stream.drip;
            from = to;
        }
        if let Some(ending) = ending {
            wire.open = false;
            pieces.push((at, Due::Ended(attempt, ending)));
        }
        wire.free_at = Some(at);
        for (at, due) in pieces {
            self.plan(at, due);
        }
    }

    fn bytes(&mut self, attempt: u32, start: usize, end: usize) -> Result<(), String> {
        if !self.listens(attempt) {
            return Ok(());
        }
        let Some(index) = self.wires.iter().position(|wire| wire.attempt == attempt) else { return Ok(()) };
        let arrival = self.wires[index].receive(end - start);
        let chunk = self.wires[index].bytes[start..end].to_vec();
        self.told_with(Input::Bytes { attempt, chunk: &chunk }, arrival)?;
        self.turn()
    }

    // --- The driver ---------------------------------------------------------------------------------------------

    fn listens(&self, attempt: u32) -> bool {
        self.scenario.late_answers || self.current == Some(attempt)
    }

    fn tell_of(&mut self, attempt: u32, input: Input<'_>) -> Result<(), String> {
        if self.listens(attempt) { self.tell(input) } else { Ok(()) }
    }

    fn tell(&mut self, input: Input<'_>) -> Result<(), String> {
        self.told_with(input, Arrival::default())?;
        self.turn()
    }

    fn turn(&mut self) -> Result<(), String> {
        while let Some(input) = self.told.pop_front() {
            self.told_with(input, Arrival::default())?;
        }
        let deadline = self.session.next_wakeup();
        if deadline != self.timer.map(|(deadline, _)| deadline) {
            let now = self.session_time();
            self.timer = deadline.map(|deadline| {
                let lateness = &self.scenario.lateness;
                let late = if self.healed { 0 } else { lateness.get(self.timers_set % 4).copied().unwrap_or(0) };
                self.timers_set += 1;
                (deadline, self.now + (deadline - now).0.min(LONGEST_TIMER) + late)
            });
        }
        Ok(())
    }

    fn session_time(&mut self) -> Millis {
        let wall = self.now.saturating_add_signed(self.wall_offset);
        self.clock.sample(Millis(self.now - self.unseen), Millis(wall))
    }

    fn told_with(&mut self, input: Input<'_>, arrival: Arrival) -> Result<(), String> {
        let now = self.session_time();
        self.story.input(now, &input);
        self.judge.before(now, &input, arrival);
        self.session.handle(now, input);
        while let Some(output) = self.session.poll() {
            self.story.output(&output);
            self.judge.output(now, &output)?;
            self.obey(output);
            if std::mem::take(&mut self.closes) {
                self.story.input(now, &Input::Close);
                self.judge.before(now, &Input::Close, Arrival::default());
                self.session.handle(now, Input::Close);
            }
        }
        self.judge.after(now, &self.session)
    }

    fn obey(&mut self, output: Output) {
        match output {
            Output::Prepare { attempt, .. } => {
                self.current = Some(attempt);
                let (after, preparation) = self.fate(attempt).preparation;
                self.answer(after, Due::Prepared(attempt, preparation));
                self.callback();
            }
            Output::Fetch { attempt, last_event_id, .. } => {
                let fate = self.fate(attempt);
                let again = self.wires.iter().any(|wire| wire.attempt == attempt);
                self.wires.retain(|wire| wire.attempt != attempt);
                let (after, response) = if again { fate.again } else { fate.response };
                let limit = self.scenario.config.max_buffer_size;
                let server = &self.scenario.server;
                self.wires.push(Wire::new(attempt, server, self.published, &last_event_id, &fate.stream, limit));
                self.answer(after, Due::Response(attempt, response));
            }
            Output::Abort => self.current = None,
            Output::ProbeCors { attempt } => {
                let (after, reachable) = self.fate(attempt).probe;
                self.answer(after, Due::Probed(attempt, reachable));
            }
            Output::RefreshCredentials(failure) => {
                self.current = Some(failure.attempt);
                let (after, renewed) = self.fate(failure.attempt).refresh;
                self.answer(after, Due::Refreshed(failure.attempt, renewed));
                self.callback();
            }
            Output::AskShouldRetry(failure) => {
                self.callback();
                let retry = self.fate(failure.attempt).should_retry;
                self.told.push_back(Input::RetryDecided { attempt: failure.attempt, retry });
            }
            Output::Dispatch(_) => {
                self.callback();
                self.given += 1;
                let slowness = &self.scenario.slowness;
                let takes = slowness.get(self.given % 4).copied().filter(|takes| *takes > 0 && !self.healed);
                if takes.is_some() && self.held.is_none() {
                    self.held = Some(VecDeque::new());
                    self.told.push_back(Input::ReadingStopped);
                    self.answer(takes, Due::Taken);
                }
            }
            Output::Announce | Output::Fail(_) => self.callback(),
            Output::Pause => {}
        }
    }

    /// The caller's code runs, and may close the source.
    fn callback(&mut self) {
        if self.scenario.closes_in_callback == Some(self.callbacks) {
            self.closes = true;
        }
        self.callbacks += 1;
    }

    fn fate(&self, attempt: u32) -> Attempt {
        let index = attempt as usize - 1;
        self.scenario.attempts.get(index).filter(|_| !self.healed).cloned().unwrap_or(Attempt::well())
    }
}
