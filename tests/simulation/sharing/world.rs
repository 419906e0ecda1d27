//! Members, the channels between them, the lock, and a server.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use eventsource_wasm::sharing::{Encoded, Kind, Message, Output, Participant, Payload};
use fastrand::Rng;

/// What one run came to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) delivered: u64,
    pub(crate) terms: u64,
    pub(crate) members: u64,
    /// How often one had to connect alone.
    pub(crate) standalone: u64,
}

/// Events by their numbers, which are their IDs if the server gives any.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Events {
    numbers: Vec<u32>,
    with_ids: bool,
}

impl Payload for Events {
    fn len(&self) -> usize {
        self.numbers.len()
    }

    fn size(&self) -> usize {
        self.numbers.len()
    }

    fn last_event_id(&self, row: usize) -> String {
        if self.with_ids { self.numbers[row].to_string() } else { String::new() }
    }

    fn rows(&self, from: usize, to: usize) -> Self {
        Self { numbers: self.numbers[from..to].to_vec(), with_ids: self.with_ids }
    }
}

/// What is going to happen.
#[derive(Debug)]
enum Event {
    Arrive {
        from: usize,
        to: usize,
        message: Encoded<Events>,
    },
    Granted(usize),
    /// The lock was taken away some time ago.
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

struct Member {
    participant: Participant<Events>,
    /// The last event before the first that it wants.
    start_id: Option<u32>,
    delivered: Vec<u32>,
    connection: Option<Connection>,
    generation: u32,
    listens: bool,
    hidden: bool,
    /// Connects for itself only.
    standalone: bool,
}

#[derive(Clone, Copy)]
struct Connection {
    /// The next event's number.
    next: u32,
    is_open: bool,
}

struct World {
    random: Rng,
    now: u64,
    count: u64,
    agenda: BinaryHeap<Reverse<(u64, u64)>>,
    events: BTreeMap<u64, Event>,
    members: Vec<Option<Member>>,
    /// When the last message from one to another arrives: none overtakes it.
    channels: BTreeMap<(usize, usize), u64>,
    holder: Option<usize>,
    line: VecDeque<usize>,
    with_ids: bool,
    /// The log is so small that members may fall behind it.
    most: usize,
    mishaps: u32,
    aloud: bool,
    outcome: Outcome,
}

/// The server publishes one so often.
const EVERY: u64 = 5;
const LAST: u32 = 200;

/// `aloud` tells every step.
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
    world.judge_end()?;
    Ok(world.outcome)
}

impl Member {
    fn last(&self) -> Option<u32> {
        self.delivered.last().copied().or(self.start_id)
    }
}

impl World {
    fn schedule(&mut self, most: u64, event: Event) {
        let at = self.now + self.random.u64(0..=most);
        self.schedule_at(at, event);
    }

    fn schedule_at(&mut self, at: u64, event: Event) {
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
                self.obey(to)
            }
            Event::Granted(to) => {
                if self.holder == Some(to) {
                    self.outcome.terms += 1;
                    self.of(to, |member| member.participant.granted());
                }
                self.obey(to)
            }
            // It may have heard so from the new leader, and have got in line again.
            Event::Lost(to) if self.holder == Some(to) => Ok(()),
            Event::Lost(to) => {
                self.of(to, |member| {
                    if !member.standalone {
                        member.connection = None;
                        member.participant.resigned();
                    }
                });
                self.get_in_line(to);
                self.obey(to)
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
                self.obey(to)
            }
            Event::Visible(to) => {
                self.of(to, |member| member.hidden = false);
                self.get_in_line(to);
                Ok(())
            }
        }
    }

    fn of(&mut self, index: usize, act: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members[index].as_mut() {
            act(member);
        }
    }

    // --- Members come and go --------------------------------------------------------------------------------------

    fn join(&mut self) -> Result<(), String> {
        let index = self.members.len();
        // Without an ID from the beginning, what comes between two first connections would be lost, as it is to anybody.
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
        self.obey(index)
    }

    fn mishap(&mut self) -> Result<(), String> {
        if self.mishaps == 0 {
            return Ok(());
        }
        self.mishaps -= 1;
        self.schedule(150, Event::Mishap);
        let victim = if self.random.bool() { self.holder } else { None };
        let victim = victim.unwrap_or_else(|| self.random.usize(0..self.members.len()));
        match self.random.u8(0..7) {
            0 => return self.join(),
            // Crash: of what it has said, each hears a beginning only.
            1 => {
                self.members[victim] = None;
                for to in 0..self.members.len() {
                    if self.random.bool() {
                        let heard_until = self.now + self.random.u64(0..30);
                        let lost = |at: u64, event: &Event| {
                            matches!(event, Event::Arrive { from, to: other, .. } if *from == victim && *other == to)
                                && at > heard_until
                        };
                        let numbers: Vec<u64> = self
                            .agenda
                            .iter()
                            .filter(|Reverse((at, number))| {
                                self.events.get(number).is_some_and(|event| lost(*at, event))
                            })
                            .map(|Reverse((_, number))| *number)
                            .collect();
                        for number in numbers {
                            self.events.remove(&number);
                        }
                    }
                }
                self.release(victim);
            }
            2 => {
                self.members[victim] = None;
                self.release(victim);
            }
            // Frozen, or in the back/forward cache.
            3 => {
                self.of(victim, |member| {
                    member.listens = false;
                    member.standalone = false;
                    member.connection = None;
                    member.participant.away();
                });
                self.release(victim);
                self.obey(victim)?;
                let until = self.now + self.random.u64(0..400);
                self.schedule_at(until, Event::Back(victim));
            }
            // Hidden, where hidden pages do not connect.
            4 => {
                self.of(victim, |member| {
                    member.hidden = true;
                    if member.standalone {
                        return;
                    }
                    if member.connection.take().is_some_and(|connection| connection.is_open) {
                        member.participant.produced(Kind::Shut, Events { numbers: Vec::new(), with_ids: false });
                    }
                    member.participant.resigned();
                });
                self.release(victim);
                self.obey(victim)?;
                let until = self.now + self.random.u64(0..400);
                self.schedule_at(until, Event::Visible(victim));
            }
            // Another one gets the lock, and the leader hears of it later. Events without IDs that come by two
            // connections cannot be told.
            5 => {
                if let Some(holder) = self.holder.filter(|_| self.with_ids) {
                    self.release(holder);
                    self.schedule(60, Event::Lost(holder));
                }
            }
            // The connection breaks.
            _ => {
                self.of(victim, |member| {
                    if let Some(connection) = member.connection.as_mut().filter(|connection| connection.is_open) {
                        connection.is_open = false;
                        // A connection for oneself only comes back by itself, as each does.
                        member.participant.produced(Kind::Shut, Events { numbers: Vec::new(), with_ids: false });
                    }
                });
                self.obey(victim)?;
            }
        }
        Ok(())
    }

    // --- The lock ---------------------------------------------------------------------------------------------------

    fn get_in_line(&mut self, index: usize) {
        let wants =
            self.members[index].as_ref().is_some_and(|member| member.listens && !member.hidden && !member.standalone);
        if wants && self.holder != Some(index) && !self.line.contains(&index) {
            self.line.push_back(index);
            self.grant();
        }
    }

    fn release(&mut self, index: usize) {
        self.line.retain(|other| *other != index);
        if self.holder == Some(index) {
            self.holder = None;
            self.grant();
        }
    }

    fn grant(&mut self) {
        if self.holder.is_none()
            && let Some(next) = self.line.pop_front()
        {
            self.holder = Some(next);
            self.schedule(20, Event::Granted(next));
        }
    }

    // --- The server -------------------------------------------------------------------------------------------------

    fn published(&self) -> u32 {
        u32::try_from(self.now / EVERY).unwrap_or(LAST).min(LAST)
    }

    /// The connection opens, brings the next events, or waits for some.
    fn step(&mut self, index: usize, generation: u32) -> Result<(), String> {
        let published = self.published();
        let (with_ids, most) = (self.with_ids, self.random.u32(1..6));
        let mut fetched = Vec::new();
        self.of(index, |member| {
            let Some(connection) = member.connection.as_mut().filter(|_| member.generation == generation) else {
                return;
            };
            if !connection.is_open {
                connection.is_open = true;
                if !with_ids {
                    connection.next = published + 1;
                }
                member.participant.produced(Kind::Open, Events { numbers: Vec::new(), with_ids });
            } else if connection.next <= published {
                let numbers: Vec<u32> = (connection.next..=published.min(connection.next + most)).collect();
                connection.next += u32::try_from(numbers.len()).unwrap_or_default();
                if member.standalone {
                    fetched.clone_from(&numbers);
                    member.participant.fetched(Events { numbers, with_ids });
                } else {
                    member.participant.produced(Kind::Events, Events { numbers, with_ids });
                }
            }
        });
        for number in fetched {
            self.check(index, number)?;
        }
        self.obey(index)?;
        let goes_on = |member: &Member| {
            member.generation == generation
                && member.connection.is_some_and(|connection| connection.next <= LAST || !connection.is_open)
        };
        if self.members[index].as_ref().is_some_and(goes_on) {
            self.schedule(12, Event::Connection { member: index, generation });
        }
        Ok(())
    }

    // --- What members wish --------------------------------------------------------------------------------------------

    fn obey(&mut self, index: usize) -> Result<(), String> {
        while let Some(output) = self.members[index].as_mut().and_then(|member| member.participant.poll()) {
            self.act(index, output)?;
        }
        Ok(())
    }

    fn act(&mut self, index: usize, output: Output<Events>) -> Result<(), String> {
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

    fn connect(&mut self, index: usize, last_event_id: &str) {
        let next = last_event_id.parse::<u32>().map_or(self.published() + 1, |id| id + 1);
        let mut generation = 0;
        self.of(index, |member| {
            member.generation += 1;
            member.connection = Some(Connection { next, is_open: false });
            generation = member.generation;
        });
        self.schedule(30, Event::Connection { member: index, generation });
    }

    // --- The oracle -----------------------------------------------------------------------------------------------------

    fn check(&mut self, index: usize, number: u32) -> Result<(), String> {
        let with_ids = self.with_ids;
        let Some(member) = self.members[index].as_mut() else { return Ok(()) };
        let last = member.last();
        member.delivered.push(number);
        match last {
            Some(last) if number <= last => Err(format!("member {index}: {number} after {last}")),
            Some(last) if with_ids && number != last + 1 => {
                Err(format!("member {index}: {number} after {last}, so some are lost"))
            }
            _ => Ok(()),
        }
    }

    /// Everybody is back, and somebody leads: all have had the last event.
    fn judge_end(&self) -> Result<(), String> {
        for (index, member) in self.members.iter().enumerate() {
            let Some(member) = member.as_ref() else { continue };
            match member.last() {
                Some(last) if last < LAST && self.with_ids => {
                    return Err(format!("member {index} stops at {last}"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
