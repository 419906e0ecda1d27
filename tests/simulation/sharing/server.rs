//! The server, which publishes numbered events, and the connections to it.

use eventsource_wasm::sharing::Kind;

use super::member::{Connection, Events, Member};
use super::world::{Event, World};

/// The interval in ms at which events are published.
const EVERY: u64 = 5;
/// The number of the last event.
pub(super) const LAST: u32 = 200;

impl World {
    pub(super) fn published(&self) -> u32 {
        u32::try_from(self.now / EVERY).unwrap_or(LAST).min(LAST)
    }

    pub(super) fn connect(&mut self, index: usize, last_event_id: &str) {
        let next = last_event_id.parse::<u32>().map_or(self.published() + 1, |id| id + 1);
        let mut generation = 0;
        self.of(index, |member| {
            member.generation += 1;
            member.connection = Some(Connection { next, is_open: false });
            generation = member.generation;
        });
        self.schedule(30, Event::Connection { member: index, generation });
    }

    /// The connection opens, brings the next events, or waits for some.
    pub(super) fn step(&mut self, index: usize, generation: u32) -> Result<(), String> {
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
        self.execute_outputs(index)?;
        let goes_on = |member: &Member| {
            member.generation == generation
                && member.connection.is_some_and(|connection| connection.next <= LAST || !connection.is_open)
        };
        if self.members[index].as_ref().is_some_and(goes_on) {
            self.schedule(12, Event::Connection { member: index, generation });
        }
        Ok(())
    }
}
