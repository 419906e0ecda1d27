//! The messages of participants. Every participant receives all of them; those of one participant arrive in order.

use alloc::string::String;

use super::log::Past;
use super::position::{Position, Term};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<P> {
    /// The sender is the new leader, and connects with the last event ID of `base`: events after it are sent again.
    Lead {
        /// The new term.
        term: Term,
        /// The sender's position; `None` if it has received nothing yet.
        base: Option<Position>,
    },
    /// An item from the leader's connection.
    Item {
        /// The item's position.
        at: Position,
        /// The item's kind.
        kind: Kind,
        /// The item's payload, for the participants to dispatch.
        payload: P,
    },
    /// The sender has joined, or has missed something, and asks for the current state.
    Hello {
        /// Identifies the answer.
        question: Question,
        /// The missed events that it requests.
        want: Want,
    },
    /// The current state.
    Welcome {
        /// The question that this answers.
        question: Question,
        /// The last item that was posted.
        at: Position,
        /// The last event ID at that item.
        last_event_id: String,
        /// The item that opened the connection, if it is open.
        open: Option<P>,
        /// The requested events; `None` if they are no longer available.
        past: Option<Past<P>>,
    },
    /// The receiver leads, but has fewer items than the sender.
    LeaderBehind {
        /// The sender's position.
        at: Position,
        /// The last event ID at that position.
        last_event_id: String,
    },
}

/// Identifies a question. A participant repeats its question when another one leads, and ignores answers to earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The participant that asks.
    pub asker: u64,
    /// The number of its question.
    pub number: u64,
}

/// The kind of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Events.
    Events,
    /// The connection is open.
    Open,
    /// The connection is closed.
    Shut,
}

/// The missed events that a joining participant requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// The events after this item.
    After(Position),
    /// The events after the one with this ID; none if it is empty.
    AfterId(String),
}
