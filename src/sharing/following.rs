//! Processes the items of a leader, and the answers to questions.

use alloc::string::String;

use super::log::{Log, Past, Payload};
use super::message::Kind;
use super::position::{Position, Term};
use super::{History, Membership, Output, Participant};

impl<P: Payload> Participant<P> {
    pub(super) fn leader_announced(&mut self, term: Term, base: Option<Position>) {
        self.highest = self.highest.max(term.number);
        let known = self.position().map(|position| position.term);
        let latest = known.max(self.leading.map(|at| at.term)).max(self.announced.map(|(term, _)| term));
        if latest >= Some(term) {
            self.post_leader_behind();
            return;
        }
        self.step_down();
        self.announced = Some((term, base));
        self.pause();
        match base {
            _ if self.membership != Membership::Joined => self.ask(),
            // That leader may have started with another last event ID.
            None if self.history.is_none() => self.ask(),
            None => self.post_leader_behind(),
            Some(base) if self.position().is_some_and(|position| position < base) => self.ask(),
            Some(_) => {}
        }
    }

    pub(super) fn item(&mut self, at: Position, kind: Kind, payload: P) {
        if self.leading.is_some_and(|leading| leading.term < at.term) {
            self.step_down();
        }
        if self.membership != Membership::Joined {
            if at.index == 1 {
                self.ask();
            }
        } else if self.position().is_some_and(|position| at.term < position.term) {
            // From a former leader, or from one that has fewer items.
            self.post_leader_behind();
        } else if self.position().is_some_and(|position| at <= position) {
            // Received already.
        } else if self.follows(at) {
            self.take(at, kind, payload);
        } else if self.leading.is_none() {
            self.ask();
        } else if self.leading.is_some_and(|leading| leading.term == at.term) {
            // The former leader's items came too late: the log does not reach back to the start of this term.
            self.leave();
        }
    }

    /// Whether the item is the next one. The first item of a term enters that term.
    fn follows(&mut self, at: Position) -> bool {
        let Some((term, base)) = self.announced.filter(|(term, _)| *term == at.term && at.index == 1) else {
            return self.position().is_some_and(|position| position.next() == at);
        };
        let start = Position::start_of(term);
        let follows = match (&self.history, base) {
            (None, None) => {
                self.history =
                    Some(History { position: start, log: Log::new(start, self.start_id.clone(), self.capacity) });
                true
            }
            (Some(_), Some(base)) => self.go_back(base, start),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if follows {
            self.announced = None;
        }
        follows
    }

    /// Resumes at `to`, going back to an earlier position first. Returns whether that is possible.
    fn go_back(&mut self, branch: Position, to: Position) -> bool {
        let Some(History { position, log }) = &mut self.history else { return false };
        let Some(repeated) = log.truncate(branch).filter(|_| branch <= *position) else { return false };
        self.replay_filter.add(&repeated, log.end_id());
        log.join(to, branch);
        *position = to;
        true
    }

    fn take(&mut self, at: Position, kind: Kind, payload: P) {
        let Some(history) = &mut self.history else { return };
        history.position = at;
        match kind {
            Kind::Events => {
                let had_id = !history.log.end_id().is_empty();
                history.log.push(at, payload.clone());
                let has_id = !history.log.end_id().is_empty();
                self.deliver_unseen(payload);
                if has_id && !had_id && self.leading.is_some_and(|leading| at.term < leading.term) {
                    // The former leader's ID came too late, so this leader's connection has left a gap.
                    self.lead();
                }
                return;
            }
            Kind::Open => self.open = Some(payload.clone()),
            Kind::Shut => self.open = None,
        }
        self.outputs.push(Output::Deliver(kind, payload));
    }

    fn deliver_unseen(&mut self, events: P) {
        let unseen = self.replay_filter.unseen(events);
        self.outputs.extend(unseen.into_iter().map(|events| Output::Deliver(Kind::Events, events)));
    }

    pub(super) fn welcomed(&mut self, at: Position, last_event_id: String, open: Option<P>, past: Option<Past<P>>) {
        let reached = self.reached();
        let before = self.position();
        // Without IDs repeated events cannot be told from new ones.
        let mut past = past.filter(|past| before.is_none() || before == Some(past.branch) || !reached.is_empty());
        if before.is_some() {
            past = past.filter(|past| self.go_back(past.branch, at));
        }
        let cannot_join = past.is_none() && !reached.is_empty();
        match self.membership {
            Membership::Standalone { .. } if cannot_join => {
                self.membership = Membership::Standalone { awaiting_answer: false };
                return;
            }
            _ if cannot_join => {
                self.leave();
                return;
            }
            Membership::Standalone { .. } => self.outputs.push(Output::Rejoin),
            Membership::Joined | Membership::Joining => {}
        }
        self.membership = Membership::Joined;
        self.announced = self.announced.filter(|(term, _)| *term > at.term);
        self.highest = self.highest.max(at.term.number);
        self.reopen(open);
        match (before, past) {
            (Some(_), Some(past)) => past.events.into_iter().for_each(|events| self.take(at, Kind::Events, events)),
            (_, past) => {
                self.history = Some(History { position: at, log: Log::new(at, last_event_id, self.capacity) });
                past.into_iter().flat_map(|past| past.events).for_each(|events| self.deliver_unseen(events));
            }
        }
    }

    /// Takes over whether the connection is open.
    fn reopen(&mut self, open: Option<P>) {
        match open {
            Some(payload) if self.open.is_none() => {
                self.outputs.push(Output::Deliver(Kind::Open, payload.clone()));
                self.open = Some(payload);
            }
            Some(_) => {}
            None => self.pause(),
        }
    }
}
