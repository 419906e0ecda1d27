//! One connection for many tabs: what each participant knows, posts and delivers.
//!
//! # The contract
//!
//! 1. **One input, then drain.** Give [`Participant`] an input, then take outputs from [`Participant::poll`] until there is
//!    none.
//! 2. **The lock elects.** The participant that is granted the lock leads: it connects, and posts every item that its
//!    connection brings. There is no clock and no vote. If two believe that they lead, their terms tell which one counts.
//! 3. **Messages of one participant arrive in order** at all others that listen. Messages of different participants may
//!    arrive in any order, and those of one that crashed may have reached only some.
//! 4. **The leader delivers as the others do**, from the items that it has numbered.
//! 5. **No event twice, no event lost.** Items are taken one by one, and what is missing is asked for. Events that a new
//!    leader's connection repeats are recognised by their IDs. A participant whose missed events nobody holds any more opens
//!    its own connection until it has caught up.

mod encoding;
mod event_ids;
mod log;
mod message;
mod position;
mod replay_filter;

use alloc::string::String;
use alloc::vec::Vec;

pub use encoding::{Encoded, NUMBERS};
pub use event_ids::EventIds;
use log::Log;
pub use log::{Past, Payload};
pub use message::{Kind, Message, Question, Want};
pub use position::{Position, Term};
use replay_filter::ReplayFilter;

/// What a participant wants done, to be executed in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Output<P> {
    /// Post this to all others.
    Post(Message<P>),
    /// Open a connection in place of any other, and feed what it brings by [`Participant::produced`].
    Connect {
        /// Where to resume.
        last_event_id: String,
        /// There was a connection before, of a former leader or in an earlier term.
        again: bool,
    },
    /// Another participant leads: close the connection, and request the lock again.
    Resign,
    /// Dispatch this.
    Deliver(Kind, P),
    /// The connection was lost for now: `readyState` becomes CONNECTING, without event.
    Pause,
    /// Nobody can tell what was missed: withdraw the request for the lock, open a connection of its own, dispatch what comes,
    /// and feed the events by [`Participant::fetched`].
    Leave {
        /// Where to resume.
        last_event_id: String,
    },
    /// It has caught up: close that connection, and request the lock again.
    Rejoin,
}

/// One of those who share a connection.
#[derive(Debug)]
pub struct Participant<P> {
    /// Chosen at random.
    me: u64,
    capacity: usize,
    /// The last event ID that a new participant begins with.
    start_id: String,
    /// The term of its own, and the last item that it has posted in it.
    leading: Option<Position>,
    /// The highest number of a term so far.
    highest: u64,
    /// The leader that has announced itself, and where it resumes, but has posted no item yet.
    announced: Option<(Term, Option<Position>)>,
    history: Option<History<P>>,
    replay_filter: ReplayFilter,
    /// Items are not understood until somebody answers the last question.
    asking: bool,
    /// The last question has no answer yet.
    awaiting: bool,
    /// It has a connection of its own; `replay_filter` holds what that has brought since the last question.
    standalone: bool,
    question: Question,
    /// The item that opened the connection, while it is open.
    open: Option<P>,
    outputs: Vec<Output<P>>,
}

/// So many events may come before an answer: a leader that crashed gives none.
const MOST_FETCHED: usize = 1000;

/// What was received, up to a position.
#[derive(Debug)]
struct History<P> {
    position: Position,
    log: Log<P>,
}

impl<P: Payload> Participant<P> {
    /// A participant that is not present yet. `me` is chosen at random. `capacity` is the size of the payloads that are held
    /// for those who missed them, and `start_id` the last event ID to begin with.
    pub const fn new(me: u64, capacity: usize, start_id: String) -> Self {
        Self {
            me,
            capacity,
            start_id,
            leading: None,
            highest: 0,
            announced: None,
            history: None,
            replay_filter: ReplayFilter::new(String::new()),
            asking: true,
            awaiting: false,
            standalone: false,
            question: Question { asker: me, number: 0 },
            open: None,
            outputs: Vec::new(),
        }
    }

    /// The next output.
    pub fn poll(&mut self) -> Option<Output<P>> {
        (!self.outputs.is_empty()).then(|| self.outputs.remove(0))
    }

    /// The participant receives messages, for the first time or again.
    pub fn back(&mut self) {
        self.ask();
    }

    /// The participant will receive nothing for a while.
    pub fn away(&mut self) {
        self.begin_here();
        self.standalone = false;
        self.asking = true;
        self.resigned();
        self.pause();
    }

    /// The lock is granted.
    pub fn granted(&mut self) {
        self.asking = false;
        self.lead();
    }

    /// The lock is lost, or was given back.
    pub fn resigned(&mut self) {
        self.leading = None;
        self.announced = None;
    }

    /// What the connection has brought.
    pub fn produced(&mut self, kind: Kind, payload: P) {
        if let Some(last) = self.leading {
            let at = last.next();
            self.leading = Some(at);
            self.post(Message::Item { at, kind, payload: payload.clone() });
            self.item(at, kind, payload);
        }
    }

    /// The connection of a standalone participant has brought these events, which have been dispatched.
    pub fn fetched(&mut self, events: P) {
        if self.standalone {
            self.replay_filter.append(&events);
            if !self.awaiting || self.replay_filter.len() > MOST_FETCHED {
                self.ask();
            }
        }
    }

    /// Another participant has posted this.
    pub fn heard(&mut self, message: Message<P>) {
        match message {
            Message::Lead { term, base } => self.led_by(term, base),
            Message::Item { at, kind, payload } => self.item(at, kind, payload),
            Message::Hello { question, want } => self.welcome(question, &want),
            Message::Welcome { question, at, last_event_id, open, past } => {
                if question == self.question && self.asking {
                    self.welcomed(at, last_event_id, open, past);
                }
            }
            Message::LeaderBehind { at, last_event_id } => self.is_behind(at, last_event_id),
        }
    }

    // --- Leading ------------------------------------------------------------------------------------------------

    fn lead(&mut self) {
        self.highest = self.highest.saturating_add(1);
        let term = Term { number: self.highest, leader: self.me };
        let base = self.position();
        self.leading = Some(Position::start_of(term));
        self.announced = Some((term, base));
        self.post(Message::Lead { term, base });
        self.pause();
        let again = term.number > 1 || self.history.is_some();
        self.outputs.push(Output::Connect { last_event_id: self.end_id(), again });
    }

    /// A question before the first item is not answered: it is asked again when that item comes.
    fn welcome(&mut self, question: Question, want: &Want) {
        let Some(History { position, log }) = &self.history else { return };
        if self.leading == Some(*position) {
            let past = match want {
                Want::After(position) => log.after(*position),
                Want::AfterId(id) => {
                    let events = if id.is_empty() { Some(Vec::new()) } else { log.after_id(id) };
                    events.map(|events| Past { branch: *position, events })
                }
            };
            let (at, last_event_id, open) = (*position, log.end_id(), self.open.clone());
            self.post(Message::Welcome { question, at, last_event_id, open, past });
        }
    }

    fn is_behind(&mut self, at: Position, last_event_id: String) {
        let Some(leading) = self.leading else { return };
        self.highest = self.highest.max(at.term.number);
        if leading.index == 0 && self.history.is_none() {
            if !self.start_id.is_empty() && self.start_id != last_event_id {
                self.leave();
                return;
            }
            self.history = Some(History { position: at, log: Log::new(at, last_event_id, self.capacity) });
            self.lead();
        } else if leading.term < at.term {
            self.lead();
        }
    }

    // --- Following ----------------------------------------------------------------------------------------------

    fn led_by(&mut self, term: Term, base: Option<Position>) {
        self.highest = self.highest.max(term.number);
        let known = self.position().map(|position| position.term);
        let latest = known.max(self.leading.map(|at| at.term)).max(self.announced.map(|(term, _)| term));
        if latest >= Some(term) {
            self.tell_leader_behind();
            return;
        }
        self.step_down();
        self.announced = Some((term, base));
        self.pause();
        match base {
            _ if self.asking => self.ask(),
            // That leader may have begun with another last event ID.
            None if self.history.is_none() => self.ask(),
            None => self.tell_leader_behind(),
            Some(base) if self.position().is_some_and(|position| position < base) => self.ask(),
            Some(_) => {}
        }
    }

    fn item(&mut self, at: Position, kind: Kind, payload: P) {
        if self.leading.is_some_and(|leading| leading.term < at.term) {
            self.step_down();
        }
        if self.asking {
            if at.index == 1 {
                self.ask();
            }
        } else if self.position().is_some_and(|position| at.term < position.term) {
            // Of a former leader, or of one that knows less.
            self.tell_leader_behind();
        } else if self.position().is_some_and(|position| at <= position) {
            // Received already.
        } else if self.follows(at) {
            self.take(at, kind, payload);
        } else if self.leading.is_none() {
            self.ask();
        } else if self.leading.is_some_and(|leading| leading.term == at.term) {
            // So much came late from the leader before that the log does not reach back to where this term began.
            self.leave();
        }
    }

    /// Whether the item is the next one; if it is the first of a term, the term is entered.
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

    /// Resumes at another position, from one that was reached. Returns whether that is possible.
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
                    // The former leader told too late where to resume: the connection of this one has left a gap.
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

    fn welcomed(&mut self, at: Position, last_event_id: String, open: Option<P>, past: Option<Past<P>>) {
        let reached = self.reached();
        let before = self.position();
        // Without IDs what comes again cannot be told from what is new.
        let mut past = past.filter(|past| before.is_none() || before == Some(past.branch) || !reached.is_empty());
        if before.is_some() {
            past = past.filter(|past| self.go_back(past.branch, at));
        }
        self.awaiting = false;
        if past.is_none() && !reached.is_empty() {
            if !self.standalone {
                self.leave();
            }
            return;
        }
        if core::mem::take(&mut self.standalone) {
            self.outputs.push(Output::Rejoin);
        }
        self.asking = false;
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

    /// The connection is open already, or not.
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

    // --- Small steps --------------------------------------------------------------------------------------------

    fn ask(&mut self) {
        self.begin_here();
        self.asking = true;
        self.awaiting = true;
        let want = self.position().map_or_else(|| Want::AfterId(self.start_id.clone()), Want::After);
        self.question.number = self.question.number.saturating_add(1);
        self.post(Message::Hello { question: self.question, want });
    }

    fn tell_leader_behind(&mut self) {
        if let Some(History { position, log }) = &self.history {
            let (at, last_event_id) = (*position, log.end_id());
            self.post(Message::LeaderBehind { at, last_event_id });
        }
    }

    fn step_down(&mut self) {
        if self.leading.is_some() {
            self.resigned();
            self.outputs.push(Output::Resign);
        }
    }

    fn pause(&mut self) {
        if self.open.take().is_some() {
            self.outputs.push(Output::Pause);
        }
    }

    fn post(&mut self, message: Message<P>) {
        self.outputs.push(Output::Post(message));
    }

    fn position(&self) -> Option<Position> {
        self.history.as_ref().map(|history| history.position)
    }

    fn leave(&mut self) {
        self.standalone = true;
        self.begin_here();
        self.asking = true;
        self.awaiting = false;
        // An answer that is still on its way would tell what came after a position that counts no more.
        self.question.number = self.question.number.saturating_add(1);
        self.resigned();
        self.pause();
        self.outputs.push(Output::Leave { last_event_id: self.start_id.clone() });
    }

    /// A standalone participant begins anew where it stands: it has no history in common with the others.
    fn begin_here(&mut self) {
        if self.standalone {
            self.start_id = self.reached();
            self.history = None;
            self.replay_filter = ReplayFilter::new(self.start_id.clone());
        }
    }

    /// The last event ID that was delivered.
    pub fn reached(&self) -> String {
        self.replay_filter.end_id().unwrap_or_else(|| self.end_id())
    }

    /// The last event ID of what was received.
    fn end_id(&self) -> String {
        self.history.as_ref().map_or_else(|| self.start_id.clone(), |history| history.log.end_id())
    }
}
