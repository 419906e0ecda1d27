//! Runs members and the channels between them in virtual time.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use eventsource_wasm::sharing::{Encoded, Kind, Message, Output, Participant};
use fastrand::Rng;

use super::member::{Events, Member};

/// The result of one run.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) delivered: u64,
    pub(crate) terms: u64,
    pub(crate) members: u64,
    /// How often a member had to connect alone.
    pub(crate) standalone: u64,
}

/// A scheduled event.
#[derive(Debug)]
pub(super) enum Event {
    Arrive {
        from: usize,
        to: usize,
        message: Encoded<Events>,
    },
    Granted(usize),
    /// The lock was lost some time ago.
    Lost(usize),
    /// A member's connection makes a step.
    Connection {
        member: usize,
        generation: u32,
    },
    Mishap,
    Back(usize),
    Visible(usize),
}

pub(super) struct World {
    pub(super) random: Rng,
    pub(super) now: u64,
    count: u64,
    pub(super) agenda: BinaryHeap<Reverse<(u64, u64)>>,
    pub(super) events: BTreeMap<u64, Event>,
    pub(super) members: Vec<Option<Member>>,
    /// The arrival of the last message from one member to another: later messages do not overtake it.
    channels: BTreeMap<(usize, usize), u64>,
    pub(super) holder: Option<usize>,
    pub(super) line: VecDeque<usize>,
    pub(super) with_ids: bool,
    /// The log is so small that members may fall behind it.
    most: usize,
    pub(super) mishaps: u32,
    aloud: bool,
    outcome: Outcome,
}

/// With `aloud` it prints every step.
pub(crate) fn run(seed: u64, aloud: bool) -> Result<Outcome, String> {
    let mut random = Rng::with_seed(seed);
    let with_ids = random.u8(..) > 20;
    let mishaps = random.u32(0..12);
    let most = if random.bool() { 1000 } else { 40 };
    let mut world = World {
        random,
        now: 0,
        count: 0,
        agenda: BinaryHeap::new(),
        events: BTreeMap::new(),
        members: Vec::new(),
        channels: BTreeMap::new(),
        holder: None,
        line: VecDeque::new(),
        with_ids,
        most,
        mishaps,
        aloud,
        outcome: Outcome::default(),
    };
    for _ in 0..world.random.usize(1..5) {
        world.join()?;
    }
    world.schedule(40, Event::Mishap);
    while let Some(Reverse((at, number))) = world.agenda.pop() {
        world.now = at;
        if let Some(event) = world.events.remove(&number) {
            if aloud {
                println!("{at}: {event:?}");
            }
            world.happen(event)?;
        }
    }
    world.check_end()?;
    Ok(world.outcome)
}

impl World {
    pub(super) fn schedule(&mut self, most: u64, event: Event) {
        let at = self.now + self.random.u64(0..=most);
        self.schedule_at(at, event);
    }

    pub(super) fn schedule_at(&mut self, at: u64, event: Event) {
        self.count += 1;
        self.agenda.push(Reverse((at, self.count)));
        self.events.insert(self.count, event);
    }

    fn happen(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Arrive { from: _, to, message } => {
                self.of(to, |member| {
                    if let Some(message) = Message::decode(message).filter(|_| member.listens) {
                        member.participant.heard(message);
                    }
                });
                self.execute_outputs(to)
            }
            Event::Granted(to) => {
                if self.holder == Some(to) {
                    self.outcome.terms += 1;
                    self.of(to, |member| member.participant.granted());
                }
                self.execute_outputs(to)
            }
            // The new leader may have told it before, so that it has requested the lock again.
            Event::Lost(to) if self.holder == Some(to) => Ok(()),
            Event::Lost(to) => {
                self.of(to, |member| {
                    if !member.standalone {
                        member.connection = None;
                        member.participant.resigned();
                    }
                });
                self.get_in_line(to);
                self.execute_outputs(to)
            }
            Event::Connection { member, generation } => self.step(member, generation),
            Event::Mishap => self.mishap(),
            Event::Back(to) => {
                self.of(to, |member| {
                    if !member.listens {
                        member.listens = true;
                        member.participant.back();
                    }
                });
                self.get_in_line(to);
                self.execute_outputs(to)
            }
            Event::Visible(to) => {
                self.of(to, |member| member.hidden = false);
                self.get_in_line(to);
                Ok(())
            }
        }
    }

    pub(super) fn of(&mut self, index: usize, act: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members[index].as_mut() {
            act(member);
        }
    }

    pub(super) fn join(&mut self) -> Result<(), String> {
        let index = self.members.len();
        // Without an initial ID, events between two first connections would be lost, as for any client.
        let start_id = match self.random.u8(0..4) {
            _ if !self.with_ids => String::new(),
            _ if self.now == 0 => "0".to_owned(),
            0 => self.random.u32(0..=self.published()).to_string(),
            _ => String::new(),
        };
        let mut participant = Participant::new(self.random.u64(1..1 << 50), self.most, start_id.clone());
        participant.back();
        self.outcome.members += 1;
        self.members.push(Some(Member {
            participant,
            start_id: start_id.parse().ok(),
            delivered: Vec::new(),
            connection: None,
            generation: 0,
            listens: true,
            hidden: false,
            standalone: false,
        }));
        self.get_in_line(index);
        self.execute_outputs(index)
    }

    pub(super) fn execute_outputs(&mut self, index: usize) -> Result<(), String> {
        while let Some(output) = self.members[index].as_mut().and_then(|member| member.participant.poll()) {
            self.execute(index, output)?;
        }
        Ok(())
    }

    fn execute(&mut self, index: usize, output: Output<Events>) -> Result<(), String> {
        if self.aloud {
            println!("      {index}: {output:?}");
        }
        match output {
            Output::Post(message) => {
                let message = message.encode();
                for to in 0..self.members.len() {
                    let Some(member) = &self.members[to] else { continue };
                    if to != index && member.listens {
                        let after = self.channels.get(&(index, to)).copied().unwrap_or_default();
                        let at = after.max(self.now + self.random.u64(0..25));
                        self.channels.insert((index, to), at);
                        self.schedule_at(at, Event::Arrive { from: index, to, message: message.clone() });
                    }
                }
            }
            Output::Connect { last_event_id, .. } => self.connect(index, &last_event_id),
            Output::Resign => {
                self.of(index, |member| member.connection = None);
                self.release(index);
                self.get_in_line(index);
            }
            Output::Deliver(Kind::Events, events) => {
                self.outcome.delivered += events.numbers.len() as u64;
                for number in events.numbers {
                    self.check(index, number)?;
                }
            }
            Output::Deliver(Kind::Open | Kind::Shut, _) | Output::Pause => {}
            Output::Leave { last_event_id } => {
                let Some(member) = self.members[index].as_mut() else { return Ok(()) };
                member.standalone = true;
                member.connection = None;
                if member.last().is_some_and(|last| last.to_string() != last_event_id) {
                    return Err(format!("member {index} leaves with {last_event_id} after {:?}", member.delivered));
                }
                self.outcome.standalone += 1;
                self.release(index);
                self.connect(index, &last_event_id);
            }
            Output::Rejoin => {
                self.of(index, |member| {
                    member.standalone = false;
                    member.connection = None;
                });
                self.get_in_line(index);
            }
        }
        Ok(())
    }
}
