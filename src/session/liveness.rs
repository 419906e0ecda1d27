//! Detects dead connections. Any byte shows that a connection is alive, also one of a comment.

use super::clock::Millis;
use super::config::Heartbeat;

/// The observed intervals of one session. They are kept across connections, because the server is the same.
#[derive(Debug)]
pub(super) struct Liveness {
    heartbeat: Heartbeat,
    listening: bool,
    last_received: Option<Millis>,
    longest_gaps: [Millis; SAMPLES],
    /// Silences since the longest one was last forgotten.
    gaps: u8,
}

/// This many of the longest silences must agree before they count as an interval.
const SAMPLES: usize = 3;
/// Shorter silences are pauses within a burst.
const SHORTEST_RHYTHM: Millis = Millis(1000);
/// After this many silences the longest is forgotten: one delay, or a night of sleep, must not hide the interval forever.
const MEMORY: u8 = 20;

impl Liveness {
    pub(super) const fn new(heartbeat: Heartbeat) -> Self {
        Self { heartbeat, listening: true, last_received: None, longest_gaps: [Millis::ZERO; SAMPLES], gaps: 0 }
    }

    /// The response's head arrived.
    pub(super) const fn opened(&mut self, now: Millis) {
        self.last_received = Some(now);
    }

    /// A byte arrived.
    pub(super) fn received(&mut self, now: Millis) {
        let Some(last) = self.last_received.replace(now) else { return };
        let gap = now - last;
        if gap < SHORTEST_RHYTHM {
            return;
        }
        self.gaps += 1;
        let replaced = if self.gaps == MEMORY {
            self.gaps = 0;
            self.longest_gaps.iter_mut().max()
        } else {
            self.longest_gaps.iter_mut().min().filter(|shortest| **shortest < gap)
        };
        if let Some(replaced) = replaced {
            *replaced = gap;
        }
    }

    /// Reading stops.
    pub(super) const fn stop_listening(&mut self) {
        self.listening = false;
    }

    /// Reading resumes; bytes may have arrived meanwhile.
    pub(super) const fn resume_listening(&mut self, now: Millis) {
        self.listening = true;
        self.last_received = Some(now);
    }

    /// The connection timed out: it was dead, or the learned interval was wrong, so it is learned again.
    pub(super) const fn timed_out(&mut self) {
        self.longest_gaps = [Millis::ZERO; SAMPLES];
    }

    /// The time at which silence has lasted too long.
    pub(super) fn deadline(&self) -> Option<Millis> {
        let limit = match self.heartbeat {
            Heartbeat::Off => return None,
            Heartbeat::Fixed(limit) => limit,
            Heartbeat::Auto => self.learned_limit()?,
        };
        self.listening.then_some(self.last_received? + limit)
    }

    /// A server that sends heartbeats by a timer bounds every silence by the same span, so the longest silences agree.
    /// Without a timer they do not, and there is no limit. The limit is two and a half intervals.
    fn learned_limit(&self) -> Option<Millis> {
        let longest = *self.longest_gaps.iter().max()?;
        let shortest = *self.longest_gaps.iter().min()?;
        (shortest >= SHORTEST_RHYTHM && shortest >= longest.scaled(0.9)).then(|| longest.scaled(2.5) + Millis(1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(liveness: &mut Liveness, times: &[u64]) {
        liveness.opened(Millis::ZERO);
        for time in times {
            liveness.received(Millis(*time));
        }
    }

    #[test]
    fn a_fixed_heartbeat_counts_from_the_last_byte() {
        let mut liveness = Liveness::new(Heartbeat::Fixed(Millis(500)));
        assert_eq!(liveness.deadline(), None, "nothing to judge before the response");
        hear(&mut liveness, &[100]);
        assert_eq!(liveness.deadline(), Some(Millis(600)));
    }

    #[test]
    fn auto_waits_until_the_longest_silences_agree() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[15_000, 15_100, 30_100]);
        assert_eq!(liveness.deadline(), None);
        liveness.received(Millis(45_000));
        assert_eq!(liveness.deadline(), Some(Millis(45_000 + 38_500)));
    }

    #[test]
    fn auto_leaves_an_irregular_stream_alone() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[2000, 9000, 10_000, 40_000, 45_000, 130_000]);
        assert_eq!(liveness.deadline(), None);
    }

    #[test]
    fn auto_does_not_take_a_burst_for_a_rhythm() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[10, 20, 30, 40, 50]);
        assert_eq!(liveness.deadline(), None);
    }

    #[test]
    fn silence_tells_nothing_while_nothing_is_read() {
        let mut liveness = Liveness::new(Heartbeat::Fixed(Millis(500)));
        hear(&mut liveness, &[100]);
        liveness.stop_listening();
        assert_eq!(liveness.deadline(), None);
        liveness.resume_listening(Millis(9000));
        assert_eq!(liveness.deadline(), Some(Millis(9500)));
    }

    #[test]
    fn auto_finds_the_rhythm_again_after_a_night_of_sleep() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[15_000, 30_000, 45_000]);
        let mut now = 45_000 + 8 * 3_600_000;
        for _ in 0..25 {
            liveness.received(Millis(now));
            now += 15_000;
        }
        assert_eq!(liveness.deadline(), Some(Millis(now - 15_000 + 38_500)));
    }

    #[test]
    fn auto_keeps_its_guard_while_it_forgets() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[15_000, 30_000, 45_000]);
        for beat in 4..200 {
            liveness.received(Millis(beat * 15_000));
            assert!(liveness.deadline().is_some(), "after {beat} beats");
        }
    }

    #[test]
    fn auto_learns_anew_after_a_timeout() {
        let mut liveness = Liveness::new(Heartbeat::Auto);
        hear(&mut liveness, &[5000, 10_000, 15_000]);
        assert!(liveness.deadline().is_some());
        liveness.timed_out();
        assert_eq!(liveness.deadline(), None);
    }
}
