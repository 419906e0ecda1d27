//! The faults: members crash, leave, freeze and hide, the lock is stolen, connections break.

use std::cmp::Reverse;

use eventsource_wasm::sharing::Kind;

use super::member::Events;
use super::world::{Event, World};

impl World {
    pub(super) fn mishap(&mut self) -> Result<(), String> {
        if self.mishaps == 0 {
            return Ok(());
        }
        self.mishaps -= 1;
        self.schedule(150, Event::Mishap);
        let victim = if self.random.bool() { self.holder } else { None };
        let victim = victim.unwrap_or_else(|| self.random.usize(0..self.members.len()));
        match self.random.u8(0..7) {
            0 => return self.join(),
            // Crash: each other member receives only some of its last messages.
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
                self.execute_outputs(victim)?;
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
                self.execute_outputs(victim)?;
                let until = self.now + self.random.u64(0..400);
                self.schedule_at(until, Event::Visible(victim));
            }
            // Another member gets the lock, and the leader is notified later. Events without IDs from two connections cannot
            // be distinguished.
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
                        // A standalone connection reconnects automatically, like any other.
                        member.participant.produced(Kind::Shut, Events { numbers: Vec::new(), with_ids: false });
                    }
                });
                self.execute_outputs(victim)?;
            }
        }
        Ok(())
    }
}
