//! The lock that elects the leader.

use super::world::{Event, World};

impl World {
    pub(super) fn get_in_line(&mut self, index: usize) {
        let wants =
            self.members[index].as_ref().is_some_and(|member| member.listens && !member.hidden && !member.standalone);
        if wants && self.holder != Some(index) && !self.line.contains(&index) {
            self.line.push_back(index);
            self.grant();
        }
    }

    pub(super) fn release(&mut self, index: usize) {
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
}
