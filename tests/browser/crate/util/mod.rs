//! What every test needs: a scenario on the server, events or failures out of a source, time limits, and a watch for
//! what must not happen at all.

mod assertions;
pub(crate) mod hostile;
mod page;
mod platform;
mod scene;
pub(crate) mod uncaught;

pub(crate) use assertions::{ends, event, failure, last_failure, quiet};
pub(crate) use page::{announce_page, collects, dispatch_own, left_after_collection, listeners_and_timers, watch};
pub(crate) use platform::{fetch_unread, now, send, sleep, within};
pub(crate) use scene::{Scene, beat, hold, not_to_be_kept, quick};
