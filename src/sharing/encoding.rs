//! Messages as flat lists, which JavaScript can post. A received message may come from another version of the script, or
//! from other code of the origin, so it is validated.

use alloc::string::String;
use alloc::vec::Vec;

use super::log::{Past, Payload};
use super::message::{Kind, Message, Question, Want};
use super::position::{Position, Term};
use super::{Output, Participant};

/// The number of numbers in a message: [its code, the asker and the number of its question, a position, another position,
/// whether the other position exists, details of the payload]. Absent parts are 0.
pub const NUMBERS: usize = 11;

/// A message's numbers, its text if there is one, and its payloads.
#[derive(Clone, Debug, PartialEq)]
pub struct Encoded<P> {
    /// Numbers up to 2^53 are exact.
    pub numbers: [f64; NUMBERS],
    /// A last event ID.
    pub text: Option<String>,
    /// The payloads, in order.
    pub payloads: Vec<P>,
}

const LEAD: u64 = 0;
const ITEM: u64 = 1;
const HELLO: u64 = 2;
const WELCOME: u64 = 3;
const LEADER_BEHIND: u64 = 4;

const NO_QUESTION: Question = Question { asker: 0, number: 0 };
const NO_POSITION: Position = Position { term: Term { number: 0, leader: 0 }, index: 0 };

impl Kind {
    /// The code of this kind.
    #[must_use]
    pub const fn code(self) -> u32 {
        match self {
            Self::Events => 0,
            Self::Open => 1,
            Self::Shut => 2,
        }
    }

    /// The kind with this code.
    #[must_use]
    pub fn from_code(code: u32) -> Option<Self> {
        [Self::Events, Self::Open, Self::Shut].into_iter().find(|kind| kind.code() == code)
    }
}

impl<P> Output<P> {
    /// The code of this command. 0 means no command.
    #[must_use]
    pub const fn code(&self) -> u32 {
        match self {
            Self::Post(_) => 1,
            Self::Connect { .. } => 2,
            Self::Resign => 3,
            Self::Deliver(..) => 4,
            Self::Pause => 5,
            Self::Leave { .. } => 6,
            Self::Rejoin => 7,
        }
    }
}

// The codes of inputs other than messages. From PRODUCED on they are items of the leader's connection, in the order of
// `Kind`.
const BACK: u32 = 0;
const AWAY: u32 = 1;
const GRANTED: u32 = 2;
const RESIGNED: u32 = 3;
const FETCHED: u32 = 4;
const PRODUCED: u32 = 5;

impl<P: Payload> Participant<P> {
    /// Feeds the input with this code. Unknown codes are ignored.
    pub fn input(&mut self, code: u32, payload: Option<P>) {
        match (code, payload) {
            (BACK, _) => self.back(),
            (AWAY, _) => self.away(),
            (GRANTED, _) => self.granted(),
            (RESIGNED, _) => self.resigned(),
            (FETCHED, Some(events)) => self.fetched(events),
            (_, Some(payload)) => {
                if let Some(kind) = code.checked_sub(PRODUCED).and_then(Kind::from_code) {
                    self.produced(kind, payload);
                }
            }
            (_, None) => {}
        }
    }
}

impl<P> Message<P> {
    /// Encodes the message as flat lists.
    #[must_use]
    pub fn encode(self) -> Encoded<P> {
        let mut payloads = Vec::new();
        let (code, question, at, other, detail, text) = match self {
            Self::Lead { term, base } => (LEAD, NO_QUESTION, Position::start_of(term), base, 0, None),
            Self::Item { at, kind, payload } => {
                payloads.push(payload);
                (ITEM, NO_QUESTION, at, None, kind.code().into(), None)
            }
            Self::Hello { question, want: Want::After(position) } => {
                (HELLO, question, NO_POSITION, Some(position), 0, None)
            }
            Self::Hello { question, want: Want::AfterId(id) } => (HELLO, question, NO_POSITION, None, 0, Some(id)),
            Self::Welcome { question, at, last_event_id, open, past } => {
                let is_open = open.is_some();
                payloads.extend(open);
                let branch = past.map(|Past { branch, events }| {
                    payloads.extend(events);
                    branch
                });
                (WELCOME, question, at, branch, is_open.into(), Some(last_event_id))
            }
            Self::LeaderBehind { at, last_event_id } => (LEADER_BEHIND, NO_QUESTION, at, None, 0, Some(last_event_id)),
        };
        let [a, b, c] = numbers_of(at);
        let [d, e, f] = numbers_of(other.unwrap_or(NO_POSITION));
        let Question { asker, number } = question;
        let numbers = [code, asker, number, a, b, c, d, e, f, other.is_some().into(), detail];
        Encoded { numbers: numbers.map(|number| number as f64), text, payloads }
    }

    /// Decodes a message; `None` if it is invalid.
    #[must_use]
    pub fn decode(encoded: Encoded<P>) -> Option<Self> {
        let Encoded { numbers, text, payloads } = encoded;
        // `as` saturates, and converts NaN to 0.
        let [code, asker, number, a, b, c, d, e, f, has_other, detail] = numbers.map(|number| number as u64);
        let question = Question { asker, number };
        let at = position(a, b, c);
        let other = (has_other == 1).then(|| position(d, e, f));
        let mut payloads = payloads.into_iter();
        Some(match code {
            LEAD => Self::Lead { term: at.term, base: other },
            ITEM => Self::Item { at, kind: Kind::from_code(u32::try_from(detail).ok()?)?, payload: payloads.next()? },
            HELLO => Self::Hello { question, want: other.map(Want::After).or_else(|| text.map(Want::AfterId))? },
            WELCOME => Self::Welcome {
                question,
                at,
                last_event_id: text?,
                open: if detail == 1 { Some(payloads.next()?) } else { None },
                past: other.map(|branch| Past { branch, events: payloads.collect() }),
            },
            LEADER_BEHIND => Self::LeaderBehind { at, last_event_id: text? },
            _ => return None,
        })
    }
}

const fn numbers_of(position: Position) -> [u64; 3] {
    [position.term.number, position.term.leader, position.index]
}

const fn position(number: u64, leader: u64, index: u64) -> Position {
    Position { term: Term { number, leader }, index }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Position = Position { term: Term { number: 3, leader: 1 << 50 }, index: 7 };

    fn messages() -> Vec<Message<u8>> {
        let (term, question) = (AT.term, Question { asker: 5, number: 6 });
        let text = || String::from("id");
        let kinds = [Kind::Events, Kind::Open, Kind::Shut];
        let mut all: Vec<_> = kinds.map(|kind| Message::Item { at: AT, kind, payload: 9 }).into();
        all.extend([
            Message::Lead { term, base: None },
            Message::Lead { term, base: Some(AT) },
            Message::Hello { question, want: Want::After(AT) },
            Message::Hello { question, want: Want::AfterId(String::new()) },
            Message::LeaderBehind { at: AT, last_event_id: text() },
        ]);
        for open in [None, Some(1)] {
            for past in [None, Some(Vec::new()), Some(Vec::from([2, 3]))] {
                let past = past.map(|events| Past { branch: AT, events });
                all.push(Message::Welcome { question, at: AT, last_event_id: text(), open, past });
            }
        }
        all
    }

    /// The names in an array of the TypeScript side.
    fn names(list: &str) -> Vec<&'static str> {
        let typescript = include_str!("../../ts/core/sharing-core.ts");
        let after = typescript.split_once(&alloc::format!("const {list} = [")).map(|(_, after)| after);
        let body = after.and_then(|after| after.split_once(']')).map(|(body, _)| body).unwrap_or_default();
        body.split(',').map(|name| name.trim().trim_matches('"')).filter(|name| !name.is_empty()).collect()
    }

    #[test]
    fn typescript_has_the_same_codes() {
        let inputs = [
            ("back", BACK),
            ("away", AWAY),
            ("granted", GRANTED),
            ("resigned", RESIGNED),
            ("fetched", FETCHED),
            ("events", PRODUCED + Kind::Events.code()),
            ("open", PRODUCED + Kind::Open.code()),
            ("shut", PRODUCED + Kind::Shut.code()),
        ];
        assert_eq!(names("INPUTS"), inputs.map(|(name, _)| name));
        assert!((0..).zip(inputs).all(|(place, (_, code))| place == code));
        let commands = names("COMMANDS");
        let last_event_id = String::new;
        let outputs: [(&str, Output<u8>); 7] = [
            ("post", Output::Post(Message::Lead { term: AT.term, base: None })),
            ("connect", Output::Connect { last_event_id: last_event_id(), again: true }),
            ("resign", Output::Resign),
            ("deliver", Output::Deliver(Kind::Open, 1)),
            ("pause", Output::Pause),
            ("leave", Output::Leave { last_event_id: last_event_id() }),
            ("rejoin", Output::Rejoin),
        ];
        assert_eq!((commands.len(), commands.first()), (outputs.len() + 1, Some(&"none")));
        for (name, output) in outputs {
            assert_eq!(commands.get(output.code() as usize), Some(&name));
        }
        let kinds = [("events", Kind::Events), ("open", Kind::Open), ("shut", Kind::Shut)];
        assert_eq!(names("KINDS"), kinds.map(|(name, _)| name));
        assert!(kinds.iter().enumerate().all(|(code, (_, kind))| kind.code() as usize == code));
    }

    #[test]
    fn a_message_that_was_encoded_is_the_same_when_it_is_decoded() {
        for message in messages() {
            assert_eq!(Message::decode(message.clone().encode()), Some(message));
        }
    }

    #[test]
    fn what_is_no_message_is_none_or_another_one() {
        for message in messages() {
            let whole = message.encode();
            let other_code = |code: f64| {
                let mut numbers = whole.numbers;
                numbers[0] = code;
                Encoded { numbers, ..whole.clone() }
            };
            assert_eq!(Message::decode(other_code(5.0)), None);
            for code in [f64::NAN, -1.0, 0.5, 1e300, 0.0, 1.0, 2.0, 3.0, 4.0] {
                drop(Message::decode(Encoded { text: None, ..other_code(code) }));
                drop(Message::decode(Encoded { payloads: Vec::new(), ..other_code(code) }));
                drop(Message::decode(Encoded { numbers: [code; NUMBERS], ..whole.clone() }));
            }
        }
    }
}
