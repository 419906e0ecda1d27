//! The server's text for one response, and the expected results of the bytes that arrive.

use std::collections::VecDeque;

use super::scenario::{Resumption, Server, Stream};

/// The bytes of one response, and the positions at which something is complete.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) attempt: u32,
    pub(crate) bytes: Vec<u8>,
    /// The time at which the network can take the next chunk; `None` before the response's head.
    pub(crate) free_at: Option<u64>,
    /// Whether the server still writes.
    pub(crate) open: bool,
    /// The next event of the log, counted from 0.
    next: usize,
    marks: VecDeque<(usize, Mark)>,
    received: usize,
}

#[derive(Clone, Copy, Debug)]
enum Mark {
    Event(usize),
    Retry(u64),
    TooLarge,
}

/// The results that a chunk completes.
#[derive(Debug, Default)]
pub(crate) struct Arrival {
    /// The numbers of the events.
    pub(crate) events: Vec<usize>,
    pub(crate) retry: Option<u64>,
    pub(crate) too_large: bool,
}

/// The id of an event; number 0 has none.
pub(crate) fn id(number: usize) -> String {
    if number == 0 { String::new() } else { format!("é{number}") }
}

fn number(id: &str) -> usize {
    id.strip_prefix('é').and_then(|number| number.parse().ok()).unwrap_or(0)
}

impl Wire {
    /// The start of a response; `published` events are in the log.
    pub(crate) fn new(
        attempt: u32,
        server: &Server,
        published: usize,
        last_event_id: &str,
        stream: &Stream,
        limit: usize,
    ) -> Self {
        let last = number(last_event_id);
        let next = match server.resumption {
            Resumption::Honours => last,
            Resumption::Repeats => last.saturating_sub(2),
            Resumption::BeginsAnew => 0,
            Resumption::GivesNone => published,
        };
        let mut wire =
            Self { attempt, bytes: Vec::new(), free_at: None, open: true, next, marks: VecDeque::new(), received: 0 };
        if let Some(retry) = stream.retry {
            wire.line(&format!("retry: {retry}"), server.line_end);
            if let Some(time) = reconnection_time(retry) {
                wire.mark(server.line_end, Mark::Retry(time));
            }
        }
        // Before the events, or after the existing ones.
        if attempt.is_multiple_of(2) {
            wire.publish(server, published);
        }
        if stream.bulk > 0 {
            if stream.bulk > limit {
                wire.marks.push_back((wire.bytes.len() + "event: ".len() + limit + 1, Mark::TooLarge));
            }
            wire.line(&format!("event: {}", "x".repeat(stream.bulk)), server.line_end);
            wire.line("", server.line_end);
        }
        wire.publish(server, published);
        wire
    }

    /// Writes the new events of the log.
    pub(crate) fn publish(&mut self, server: &Server, published: usize) {
        while self.next < published {
            self.next += 1;
            let number = self.next;
            if number.is_multiple_of(3) {
                self.line("event: tick", server.line_end);
            }
            if number.is_multiple_of(4) {
                self.line(":", server.line_end);
            }
            if server.resumption != Resumption::GivesNone {
                self.line(&format!("id: {}", id(number)), server.line_end);
            }
            self.line(&format!("data: {number}"), server.line_end);
            self.line("", server.line_end);
            self.mark(server.line_end, Mark::Event(number));
        }
    }

    pub(crate) fn beat(&mut self, server: &Server) {
        self.line(":", server.line_end);
    }

    /// Records that the client has received this many more bytes.
    pub(crate) fn receive(&mut self, length: usize) -> Arrival {
        self.received += length;
        let mut arrival = Arrival::default();
        while let Some((_, mark)) = self.marks.pop_front_if(|(end, _)| *end <= self.received) {
            match mark {
                Mark::Event(number) => arrival.events.push(number),
                Mark::Retry(time) => arrival.retry = Some(time),
                Mark::TooLarge => {
                    arrival.too_large = true;
                    break;
                }
            }
        }
        arrival
    }

    fn line(&mut self, text: &str, line_end: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(line_end.as_bytes());
    }

    /// Marks that the line before completes something. A CR ends a line, with or without a LF after it.
    fn mark(&mut self, line_end: &str, mark: Mark) {
        self.marks.push_back((self.bytes.len() + 1 - line_end.len(), mark));
    }
}

/// At least one digit and nothing else, of any size.
fn reconnection_time(retry: &str) -> Option<u64> {
    (!retry.is_empty() && retry.bytes().all(|byte| byte.is_ascii_digit())).then(|| retry.parse().unwrap_or(u64::MAX))
}
