//! What participants post. Everybody receives everything; the messages of one participant arrive in order.

use alloc::string::String;

use super::log::Past;
use super::position::{Position, Term};

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<P> {
    /// I lead from now on, and connect with the last event ID of `base`: what others have beyond it comes again.
    Lead {
        /// The new term.
        term: Term,
        /// Where I stand; `None`: I have received nothing yet.
        base: Option<Position>,
    },
    /// What the leader's connection has brought.
    Item {
        /// Its number.
        at: Position,
        /// What it is.
        kind: Kind,
        /// What the participants dispatch.
        payload: P,
    },
    /// I have come, or have missed something: how do things stand?
    Hello {
        /// Tells the answer from others.
        question: Question,
        /// What is wanted besides.
        want: Want,
    },
    /// How things stand.
    Welcome {
        /// What is answered.
        question: Question,
        /// The last item that was posted.
        at: Position,
        /// The last event ID there.
        last_event_id: String,
        /// The item that opened the connection, if it is open.
        open: Option<P>,
        /// The events that were wanted; `None`: they are not held any more.
        past: Option<Past<P>>,
    },
    /// You lead, but know less than I do.
    LeaderBehind {
        /// Where I stand.
        at: Position,
        /// The last event ID there.
        last_event_id: String,
    },
}

/// A participant asks anew when another one leads: an answer to an earlier question is of no use then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Who asks.
    pub asker: u64,
    /// Which of its questions.
    pub number: u64,
}

/// What an item does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Events.
    Events,
    /// The connection is open.
    Open,
    /// It is open no more.
    Shut,
}

/// What a participant that says hello wants to have of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// What came after this item.
    After(Position),
    /// What came after the event with this ID; an empty one wants nothing.
    AfterId(String),
}
