//! The guarantees: events in order, each once, and with IDs none lost.

use super::server::LAST;
use super::world::World;

impl World {
    pub(super) fn check(&mut self, index: usize, number: u32) -> Result<(), String> {
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

    /// All members are present and one leads, so all must have the last event.
    pub(super) fn check_end(&self) -> Result<(), String> {
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
