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
mod following;
mod leading;
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
    membership: Membership,
    question: Question,
    /// The item that opened the connection, while it is open.
    open: Option<P>,
    outputs: Vec<Output<P>>,
}

/// Whether the items of the leader are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    /// They are.
    Joined,
    /// Not until somebody answers the last question.
    Joining,
    /// It has a connection of its own; `replay_filter` holds what that has brought since the last question.
    Standalone {
        /// The last question has no answer yet.
        awaiting_answer: bool,
    },
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
            membership: Membership::Joining,
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
        self.membership = Membership::Joining;
        self.resigned();
        self.pause();
    }

    /// The lock is granted.
    pub fn granted(&mut self) {
        self.begin_here();
        self.membership = Membership::Joined;
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
        if let Membership::Standalone { awaiting_answer } = self.membership {
            self.replay_filter.append(&events);
            if !awaiting_answer || self.replay_filter.len() > MOST_FETCHED {
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
                if question == self.question && self.membership != Membership::Joined {
                    self.welcomed(at, last_event_id, open, past);
                }
            }
            Message::LeaderBehind { at, last_event_id } => self.is_behind(at, last_event_id),
        }
    }

    fn ask(&mut self) {
        self.begin_here();
        self.membership = match self.membership {
            Membership::Standalone { .. } => Membership::Standalone { awaiting_answer: true },
            Membership::Joined | Membership::Joining => Membership::Joining,
        };
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
        self.membership = Membership::Standalone { awaiting_answer: false };
        self.begin_here();
        // An answer that is still on its way would tell what came after a position that counts no more.
        self.question.number = self.question.number.saturating_add(1);
        self.resigned();
        self.pause();
        self.outputs.push(Output::Leave { last_event_id: self.start_id.clone() });
    }

    /// A standalone participant begins anew where it stands: it has no history in common with the others.
    fn begin_here(&mut self) {
        if matches!(self.membership, Membership::Standalone { .. }) {
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
