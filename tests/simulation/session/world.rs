//! Runs a session through a scenario in virtual time.

use std::collections::{BTreeMap, VecDeque};

use eventsource_wasm::session::{Failure, Input, Millis, Session, SleepAwareClock};

use super::oracle::Oracle;
use super::scenario::{Ending, Happening, Preparation, Response, Resumption, Scenario};
use super::story::Story;
use super::weather::Weather;
use super::wire::Wire;

/// The maximum number of steps of a run. A working session needs fewer.
const MOST_STEPS: u32 = 200_000;
/// After the faults, waits of up to this length in ms are awaited.
const LONGEST_WAIT: u64 = 48 * 3_600_000;

/// The result of a run when all faults are over.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The reported failures, in order.
    pub(crate) failures: Vec<Failure>,
    /// The number of requests, including probes.
    pub(crate) requests: u32,
}

/// Runs a scenario to its end; the error is the violation.
pub(crate) fn run(scenario: &Scenario, story: &mut Story) -> Result<Outcome, String> {
    World::new(scenario, story).run()
}

pub(crate) struct World<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) story: &'s mut Story,
    pub(crate) session: Session,
    pub(crate) oracle: Oracle<'s>,
    pub(crate) now: u64,
    pub(crate) clock: SleepAwareClock,
    /// The time that the monotonic clock has missed, and the error of the wall clock.
    pub(crate) unseen: u64,
    pub(crate) wall_offset: i64,
    /// The deadline of the timer, and the time at which it fires.
    pub(crate) timer: Option<(Millis, u64)>,
    pub(crate) timers_set: usize,
    pub(crate) due: BTreeMap<(u64, u32), Due>,
    order: u32,
    pub(crate) told: VecDeque<Input<'static>>,
    pub(crate) published: usize,
    pub(crate) wires: Vec<Wire>,
    /// The current attempt of the driver.
    pub(crate) current: Option<u32>,
    /// The number of requests.
    pub(crate) requests: u32,
    pub(crate) callbacks: u32,
    /// The caller has just closed the source, in a callback.
    pub(crate) closes: bool,
    /// The application has not taken all events: further inputs wait here.
    pub(crate) held: Option<VecDeque<Due>>,
    pub(crate) given: usize,
    /// The attempt whose stream is stuck forever.
    pub(crate) deaf: Option<u32>,
    /// All faults are over.
    pub(crate) healed: bool,
    pub(crate) outcome: Outcome,
}

/// A scheduled event.
#[derive(Clone, Copy)]
pub(crate) enum Due {
    Happening(Happening),
    Weather(Weather),
    Publish,
    Heal,
    Beat(u32),
    Prepared(u32, Preparation),
    Response(u32, Response),
    /// A redirect that was not followed.
    Redirect(u32),
    /// A request is lost; whether the browser has blocked it.
    Lost(u32, bool),
    ErrorBodyRead(u32),
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
            oracle: Oracle::new(scenario),
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
            requests: 0,
            callbacks: 0,
            closes: false,
            held: None,
            given: 0,
            deaf: None,
            healed: false,
            outcome: Outcome::default(),
        };
        for (at, happening) in &scenario.happenings {
            world.plan(*at, Due::Happening(*happening));
        }
        for (at, weather) in &scenario.weather {
            world.plan(*at, Due::Weather(*weather));
        }
        for at in &scenario.server.published {
            world.plan(*at, Due::Publish);
        }
        world.plan(scenario.heals_at(), Due::Heal);
        world
    }

    fn run(mut self) -> Result<Outcome, String> {
        self.tell(if self.scenario.takes_over { Input::TakeOver } else { Input::Start })?;
        let mut steps = 0;
        while let Some(at) = self.next() {
            steps += 1;
            if steps > MOST_STEPS {
                return Err("the run does not come to an end".into());
            }
            let waits_long = at.saturating_sub(self.now) > LONGEST_WAIT;
            if self.healed && (self.all_is_delivered() || waits_long || self.is_deaf_for_good()) {
                break;
            }
            self.step()?;
        }
        if self.scenario.server.resumption == Resumption::Honours
            && !self.all_is_delivered()
            && !self.oracle.is_closed()
            && self.next().is_none()
        {
            return Err("events are missing, and nothing more will happen".into());
        }
        self.tell(Input::Close)?;
        self.tell(Input::PageShow)?;
        self.tell(Input::Wakeup)?;
        Ok(self.outcome)
    }

    fn all_is_delivered(&self) -> bool {
        self.oracle.is_closed()
            || self.scenario.server.resumption != Resumption::Honours
            || self.oracle.delivered() >= self.scenario.server.published.len()
    }

    /// Whether a worker was frozen, and must not give up its stream on suspicion.
    fn is_deaf_for_good(&self) -> bool {
        self.deaf.is_some() && self.deaf == self.current && self.oracle.keeps_its_connection()
    }

    /// The time of the next event.
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

    pub(crate) fn plan(&mut self, at: u64, due: Due) {
        self.order += 1;
        self.due.insert((at, self.order), due);
    }

    pub(crate) fn answer(&mut self, after: Option<u64>, due: Due) {
        if let Some(after) = after {
            self.plan(self.now + after, due);
        }
    }

    // --- Events -------------------------------------------------------------------------------------------------

    pub(crate) fn happen(&mut self, due: Due) -> Result<(), String> {
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
            Due::Weather(weather) => self.change(weather),
            Due::Publish => {
                self.publish();
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
            Due::Redirect(attempt) => self.redirect(attempt),
            Due::Lost(attempt, is_blocked) => {
                let blocked = is_blocked || self.scenario.suspects_blocking && self.oracle.was_answered();
                self.tell_of(attempt, Input::NetworkError { attempt, blocked })
            }
            Due::ErrorBodyRead(attempt) => self.tell_of(attempt, Input::ErrorBodyRead { attempt }),
            Due::Bytes(attempt, start, end) => self.bytes(attempt, start, end),
            Due::Ended(attempt, Ending::Clean) => self.tell_of(attempt, Input::End { attempt }),
            Due::Ended(attempt, Ending::Reset) => self.lose(attempt),
            Due::Ended(_, Ending::Silence) => Ok(()),
            Due::Probed(attempt, reachable) => self.tell_of(attempt, Input::Probed { attempt, reachable }),
            Due::Refreshed(attempt, renewed) => self.tell_of(attempt, Input::CredentialsRefreshed { attempt, renewed }),
            Due::Taken => self.taken(),
        }
    }
}
