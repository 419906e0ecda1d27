//! A driver: feeds the session, executes its outputs, and sets one timer.

use std::collections::VecDeque;

use eventsource_wasm::session::{Input, Millis, Output};

use super::scenario::Refresh;
use super::wire::Arrival;
use super::world::{Due, World};

/// The longest timer that browsers support.
const LONGEST_TIMER: u64 = i32::MAX as u64;

impl World<'_> {
    pub(crate) fn listens(&self, attempt: u32) -> bool {
        self.scenario.late_answers || self.current == Some(attempt)
    }

    pub(crate) fn tell_of(&mut self, attempt: u32, input: Input<'_>) -> Result<(), String> {
        if self.listens(attempt) { self.tell(input) } else { Ok(()) }
    }

    pub(crate) fn tell(&mut self, input: Input<'_>) -> Result<(), String> {
        self.told_with(input, Arrival::default())?;
        self.turn()
    }

    pub(crate) fn turn(&mut self) -> Result<(), String> {
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

    pub(crate) fn told_with(&mut self, input: Input<'_>, arrival: Arrival) -> Result<(), String> {
        let now = self.session_time();
        self.story.input(now, &input);
        self.oracle.set_world_time(self.now);
        self.oracle.before(now, &input, arrival);
        self.session.handle(now, input);
        while let Some(output) = self.session.poll() {
            self.story.output(&output);
            self.oracle.output(now, &output)?;
            self.execute(output);
            if std::mem::take(&mut self.closes) {
                self.story.input(now, &Input::Close);
                self.oracle.before(now, &Input::Close, Arrival::default());
                self.session.handle(now, Input::Close);
            }
        }
        self.oracle.after(now, &self.session)
    }

    fn execute(&mut self, output: Output) {
        match output {
            Output::Prepare { attempt, .. } => {
                self.current = Some(attempt);
                let (after, preparation) = self.fate(attempt).preparation;
                self.answer(after, Due::Prepared(attempt, preparation));
                self.callback();
            }
            Output::Fetch { attempt, last_event_id, follow_redirects } => {
                self.request(attempt, &last_event_id, follow_redirects);
            }
            Output::ReadErrorBody { attempt } => {
                let after = self.fate(attempt).error_body;
                self.answer(after, Due::ErrorBodyRead(attempt));
            }
            Output::Abort => self.current = None,
            Output::ProbeCors { attempt } => self.probe(attempt),
            Output::RefreshCredentials(failure) => {
                self.current = Some(failure.attempt);
                let (after, refresh) = self.fate(failure.attempt).refresh;
                if refresh == Refresh::IsOutdated {
                    self.told.push_back(Input::CredentialsOutdated { attempt: failure.attempt });
                } else {
                    self.answer(after, Due::Refreshed(failure.attempt, refresh.renewed()));
                    self.callback();
                }
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
}
