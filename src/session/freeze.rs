//! Detects a freeze that nobody told of.
//!
//! Chromium freezes a page's workers without telling them, and a stream that was being read then says nothing any more, not
//! even that it ended. A check that comes late shows that time stood still: for a freeze, for sleep, or for a long task of
//! the worker's own. The three cannot be told apart, so only what follows decides: whatever queued up is heard first.

use super::clock::Millis;

/// How far the detection is, for one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FreezeWatch {
    /// Freezes are told, or the stream is not being read: such a stream survives a freeze.
    Off,
    /// The next check.
    Checking { at: Millis },
    /// Time stood still, and no byte has come since. The end of the time to hear one.
    Suspicious { until: Millis },
    /// No byte came, and the caller was asked whether to come back.
    Asking,
}

/// How often to check.
pub(super) const FREEZE_CHECK: Millis = Millis::from_secs(5);
/// A check that is so much late means that time stood still.
pub(super) const STANDSTILL: Millis = Millis::from_secs(2);
/// How long a stream may be silent after time stood still. A worker that computes now and then need not be afraid for a
/// stream on which something comes every few seconds.
pub(super) const SUSPICION: Millis = Millis::from_secs(4);

/// What a check leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Go on so, and check again then.
    Watch(FreezeWatch, Millis),
    /// The stream is silent after time stood still.
    Silent,
}

impl FreezeWatch {
    pub(super) fn begin(now: Millis) -> (Self, Millis) {
        let at = now + FREEZE_CHECK;
        (Self::Checking { at }, at)
    }

    /// `None` if there is nothing to check.
    pub(super) fn check(self, now: Millis) -> Option<Finding> {
        let due = match self {
            Self::Checking { at } => at,
            Self::Suspicious { until } => until,
            Self::Off | Self::Asking => return None,
        };
        let is_late = now - due >= STANDSTILL;
        Some(if is_late {
            // Also for the second time: a task may follow another.
            let until = now + SUSPICION;
            Finding::Watch(Self::Suspicious { until }, until)
        } else if matches!(self, Self::Suspicious { .. }) {
            Finding::Silent
        } else {
            let (watch, at) = Self::begin(now);
            Finding::Watch(watch, at)
        })
    }

    /// Whether a byte is news.
    pub(super) const fn is_alarmed(self) -> bool {
        matches!(self, Self::Suspicious { .. } | Self::Asking)
    }
}
