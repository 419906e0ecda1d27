//! One connection for many tabs: the protocol between the participants.
//!
//! # The contract
//!
//! 1. **One input, then drain.** Give [`Participant`] an input, then take outputs from [`Participant::poll`] until there is
//!    none.
//! 2. **The lock elects.** The participant that holds the lock leads: it connects, and posts every item of its connection.
//!    There is no clock and no vote. If two participants lead, the higher term counts.
//! 3. **Messages of one participant arrive in order** at all others that listen. Messages of different participants may
//!    arrive in any order, and those of one that crashed may have reached only some.
//! 4. **The leader delivers like the others**, from the items that it has numbered.
//! 5. **No event twice, no event lost.** Items are processed one by one, and missing ones are requested. Events that a new
//!    leader's connection repeats are recognised by their IDs. A participant whose missed events are no longer available
//!    opens its own connection until it has caught up.

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

/// A command to the driver. Commands are executed in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Output<P> {
    /// Post this message to all others.
    Post(Message<P>),
    /// Open a connection in place of any other, and feed its items by [`Participant::produced`].
    Connect {
        /// The last event ID to resume from.
        last_event_id: String,
        /// There was a connection before, of a former leader or in an earlier term.
        again: bool,
    },
    /// Another participant leads: close the connection, and request the lock again.
    Resign,
    /// Dispatch this item.
    Deliver(Kind, P),
    /// The connection is lost for now: `readyState` becomes CONNECTING, without an event.
    Pause,
    /// The missed events are no longer available: withdraw the request for the lock, open a connection for this participant
    /// alone, dispatch its events, and feed them by [`Participant::fetched`].
    Leave {
        /// The last event ID to resume from.
        last_event_id: String,
    },
    /// The participant has caught up: close that connection, and request the lock again.
    Rejoin,
}

/// One of the tabs that share a connection.
#[derive(Debug)]
pub struct Participant<P> {
    /// A random number that identifies it.
    me: u64,
    capacity: usize,
    /// The last event ID at the start.
    start_id: String,
    /// The last item that this participant has posted as the leader.
    leading: Option<Position>,
    /// The highest number of a term so far.
    highest: u64,
    /// The announced leader that has posted no item yet, and the position from which it resumes.
    announced: Option<(Term, Option<Position>)>,
    history: Option<History<P>>,
    replay_filter: ReplayFilter,
    membership: Membership,
    question: Question,
    /// The item that opened the connection, while it is open.
    open: Option<P>,
    outputs: Vec<Output<P>>,
}

/// Whether the leader's items can be processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Membership {
    /// They can.
    Joined,
    /// They can when the last question has been answered.
    Joining,
    /// It has its own connection; `replay_filter` holds that connection's events since the last question.
    Standalone {
        /// The last question has not been answered yet.
        awaiting_answer: bool,
    },
}

/// With more events than this it asks again: a leader that crashed never answers.
const MOST_FETCHED: usize = 1000;

/// The received items, up to a position.
#[derive(Debug)]
struct History<P> {
    position: Position,
    log: Log<P>,
}

impl<P: Payload> Participant<P> {
    /// Creates a participant that has not joined yet. `me` is random. `capacity` limits the size of the payloads that are
    /// kept for participants that miss some, and `start_id` is the last event ID at the start.
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

    /// The participant receives messages from now on, for the first time or again.
    pub fn back(&mut self) {
        self.ask();
    }

    /// The participant receives no messages for a while.
    pub fn away(&mut self) {
        self.restart_here();
        self.membership = Membership::Joining;
        self.resigned();
        self.pause();
    }

    /// The participant was granted the lock.
    pub fn granted(&mut self) {
        self.restart_here();
        self.membership = Membership::Joined;
        self.lead();
    }

    /// The participant has lost or released the lock.
    pub fn resigned(&mut self) {
        self.leading = None;
        self.announced = None;
    }

    /// The leader's connection has brought an item.
    pub fn produced(&mut self, kind: Kind, payload: P) {
        if let Some(last) = self.leading {
            let at = last.next();
            self.leading = Some(at);
            self.post(Message::Item { at, kind, payload: payload.clone() });
            self.item(at, kind, payload);
        }
    }

    /// The connection of a standalone participant has brought these events, and they were dispatched.
    pub fn fetched(&mut self, events: P) {
        if let Membership::Standalone { awaiting_answer } = self.membership {
            self.replay_filter.append(&events);
            if !awaiting_answer || self.replay_filter.len() > MOST_FETCHED {
                self.ask();
            }
        }
    }

    /// Another participant has posted a message.
    pub fn heard(&mut self, message: Message<P>) {
        match message {
            Message::Lead { term, base } => self.leader_announced(term, base),
            Message::Item { at, kind, payload } => self.item(at, kind, payload),
            Message::Hello { question, want } => self.welcome(question, &want),
            Message::Welcome { question, at, last_event_id, open, past } => {
                if question == self.question && self.membership != Membership::Joined {
                    self.welcomed(at, last_event_id, open, past);
                }
            }
            Message::LeaderBehind { at, last_event_id } => self.leader_is_behind(at, last_event_id),
        }
    }

    fn ask(&mut self) {
        self.restart_here();
        self.membership = match self.membership {
            Membership::Standalone { .. } => Membership::Standalone { awaiting_answer: true },
            Membership::Joined | Membership::Joining => Membership::Joining,
        };
        let want = self.position().map_or_else(|| Want::AfterId(self.start_id.clone()), Want::After);
        self.question.number = self.question.number.saturating_add(1);
        self.post(Message::Hello { question: self.question, want });
    }

    fn post_leader_behind(&mut self) {
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
        self.restart_here();
        // A pending answer would refer to a position that no longer counts.
        self.question.number = self.question.number.saturating_add(1);
        self.resigned();
        self.pause();
        self.outputs.push(Output::Leave { last_event_id: self.start_id.clone() });
    }

    /// Restarts a standalone participant at its last event ID: it shares no history with the others.
    fn restart_here(&mut self) {
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

    /// The last event ID of the received items.
    fn end_id(&self) -> String {
        self.history.as_ref().map_or_else(|| self.start_id.clone(), |history| history.log.end_id())
    }
}
