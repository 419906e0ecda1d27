//! The outcomes of requests, and the bytes of the responses.

use eventsource_wasm::session::{Input, Millis, ResponseHead};

use super::scenario::{Attempt, Response, Scenario};
use super::weather::{Answer, Kind, Weather};
use super::wire::Wire;
use super::world::{Due, World};

/// The delay of a network error in ms.
const SOON: Option<u64> = Some(20);

impl World<'_> {
    // --- Requests -----------------------------------------------------------------------------------------------

    /// The stream's request is sent.
    pub(crate) fn request(&mut self, attempt: u32, last_event_id: &str, follows: bool) {
        let is_first = self.wires.iter().all(|wire| wire.attempt != attempt);
        let fate = self.fate(attempt);
        let (after, response) = if is_first { fate.response } else { fate.again };
        let (answer, plain) = self.answers(if follows { Kind::Plain } else { Kind::Manual });
        self.oracle.request(attempt, truth(plain, after, response));
        self.wires.retain(|wire| wire.attempt != attempt);
        let (server, limit) = (&self.scenario.server, self.scenario.config.max_buffer_size);
        self.wires.push(Wire::new(attempt, server, self.published, last_event_id, &fate.stream, limit));
        match answer {
            Answer::Fate | Answer::Opaque => self.answer(after, Due::Response(attempt, response)),
            Answer::Status(status) => self.answer(SOON, Due::Response(attempt, Response::Status(status))),
            Answer::Redirect => self.answer(SOON, Due::Redirect(attempt)),
            Answer::Lost | Answer::Unreadable => self.answer(SOON, Due::Lost(attempt, false)),
            Answer::Blocked => self.answer(SOON, Due::Lost(attempt, true)),
            Answer::Nothing => {}
        }
    }

    /// A request that needs no permission to read is sent.
    pub(crate) fn probe(&mut self, attempt: u32) {
        let (after, by_another_host) = self.fate(attempt).probe;
        let reachable = match self.answers(Kind::NoCors).0 {
            Answer::Nothing => return,
            Answer::Lost | Answer::Blocked => by_another_host,
            Answer::Fate | Answer::Unreadable | Answer::Status(_) | Answer::Redirect | Answer::Opaque => true,
        };
        self.answer(after, Due::Probed(attempt, reachable));
    }

    /// Returns the outcome of a request, and that of a native source's request in its place.
    fn answers(&mut self, kind: Kind) -> (Answer, Answer) {
        self.requests += 1;
        let weather = if self.healed { Weather::Fair } else { self.scenario.weather_at(self.now) };
        let answer = |kind| weather.answer(kind, &self.scenario.server, self.requests);
        (answer(kind), answer(Kind::Plain))
    }

    pub(crate) fn fate(&self, attempt: u32) -> Attempt {
        // In a takeover there is no first attempt yet when `shouldRetry` is called.
        let index = attempt.checked_sub(1).map(|index| index as usize);
        index
            .and_then(|index| self.scenario.attempts.get(index))
            .filter(|_| !self.healed)
            .cloned()
            .unwrap_or(Attempt::well())
    }

    // --- Responses ----------------------------------------------------------------------------------------------

    pub(crate) fn redirect(&mut self, attempt: u32) -> Result<(), String> {
        let head = ResponseHead { redirect: true, ..ResponseHead::default() };
        self.tell_of(attempt, Input::Response { attempt, head })
    }

    pub(crate) fn respond(&mut self, attempt: u32, response: Response) -> Result<(), String> {
        let head = ResponseHead {
            status: 200,
            content_type: Some("text/event-stream"),
            redirect: false,
            redirected: self.scenario.server.redirects_away(),
            retry_after: self.fate(attempt).retry_after.map(Millis),
        };
        let head = match response {
            Response::Reset => return self.tell_of(attempt, Input::NetworkError { attempt, blocked: false }),
            Response::Stream => head,
            Response::WrongType => ResponseHead { content_type: Some("text/html"), ..head },
            Response::Status(status) => ResponseHead { status, ..head },
        };
        if let Some(wire) = self.wires.iter_mut().find(|wire| wire.attempt == attempt) {
            wire.free_at = Some(self.now);
        }
        self.tell_of(attempt, Input::Response { attempt, head })?;
        if response == Response::Stream {
            if let Some((after, ending)) = self.fate(attempt).stream.lifetime {
                self.plan(self.now + after, Due::Ended(attempt, ending));
            }
            self.flush(attempt, 0);
            self.answer(self.scenario.server.beat, Due::Beat(attempt));
        }
        Ok(())
    }

    // --- Bytes --------------------------------------------------------------------------------------------------

    pub(crate) fn publish(&mut self) {
        self.published += 1;
        self.each_open_wire(|wire, scenario, published| wire.publish(&scenario.server, published));
    }

    pub(crate) fn beat(&mut self, attempt: u32) {
        if Some(attempt) == self.current && !self.healed {
            self.each_open_wire(|wire, scenario, _| wire.beat(&scenario.server));
            self.answer(self.scenario.server.beat, Due::Beat(attempt));
        }
    }

    fn each_open_wire(&mut self, write: impl Fn(&mut Wire, &Scenario, usize)) {
        let (scenario, published) = (self.scenario, self.published);
        for index in 0..self.wires.len() {
            let wire = &mut self.wires[index];
            let (attempt, written) = (wire.attempt, wire.bytes.len());
            if wire.open && Some(attempt) == self.current {
                write(wire, scenario, published);
                if wire.free_at.is_some() {
                    self.flush(attempt, written);
                }
            }
        }
    }

    /// Sends the text from `start` on, in chunks, up to the cut.
    fn flush(&mut self, attempt: u32, start: usize) {
        let stream = self.fate(attempt).stream;
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.attempt == attempt && wire.open) else { return };
        let (end, ending) = match stream.cut {
            Some((cut, ending)) if cut <= wire.bytes.len() => (cut, Some(ending)),
            _ => (wire.bytes.len(), None),
        };
        let mut at = wire.free_at.unwrap_or(0).max(self.now);
        let mut pieces = Vec::new();
        let mut from = start;
        while from < end {
            let to = from.saturating_add(stream.chunk).min(end);
            pieces.push((at, Due::Bytes(attempt, from, to)));
            at += stream.drip;
            from = to;
        }
        if let Some(ending) = ending {
            wire.open = false;
            pieces.push((at, Due::Ended(attempt, ending)));
        }
        wire.free_at = Some(at);
        for (at, due) in pieces {
            self.plan(at, due);
        }
    }

    pub(crate) fn bytes(&mut self, attempt: u32, start: usize, end: usize) -> Result<(), String> {
        if !self.listens(attempt) {
            return Ok(());
        }
        let Some(index) = self.wires.iter().position(|wire| wire.attempt == attempt) else { return Ok(()) };
        let arrival = self.wires[index].receive(end - start);
        let chunk = self.wires[index].bytes[start..end].to_vec();
        self.told_with(Input::Bytes { attempt, chunk: &chunk }, arrival)?;
        self.turn()
    }
}

/// Replaces the fate of an attempt by its meaning for any client.
fn truth(answer: Answer, after: Option<u64>, response: Response) -> Answer {
    match (answer, response) {
        (Answer::Fate, _) if after.is_none() => Answer::Nothing,
        (Answer::Fate, Response::Reset) => Answer::Lost,
        _ => answer,
    }
}
