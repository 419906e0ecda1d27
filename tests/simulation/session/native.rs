//! The policy of the browser's own EventSource by the HTML standard ("server-sent events"), in the same world.
//!
//! A network error, before the response or during the stream: reestablish the connection after the reconnection time. Any
//! other status than 200, another type, a refusal by CORS: fail the connection, for good.

use super::scenario::Scenario;
use super::weather::{Answer, Kind};

/// Whether a native source that has just lost its connection, or its request, delivers events again.
pub(crate) fn comes_back(scenario: &Scenario, lost_at: u64, reconnection_time: u64) -> bool {
    // A source that retries without a wait meets the same faults as this one.
    let wait = reconnection_time.max(50);
    let healed_at = scenario.heals_at();
    let mut now = lost_at;
    for number in 1.. {
        now = now.saturating_add(wait);
        if now >= healed_at {
            return true;
        }
        match scenario.weather_at(now).answer(Kind::Plain, &scenario.server, number) {
            Answer::Lost => {}
            // A pending request fails when the faults end.
            Answer::Fate | Answer::Nothing => return true,
            Answer::Unreadable | Answer::Status(_) | Answer::Redirect | Answer::Opaque | Answer::Blocked => break,
        }
    }
    false
}
