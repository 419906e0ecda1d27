//! Detects a freeze that the browser does not announce.
//!
//! Chromium freezes a page's workers without an event, and a stream that was being read then brings nothing more, not even
//! its end. A check that runs late shows that time stood still: because of a freeze, of sleep, or of a long task in the
//! worker. These look the same, so the next seconds decide, in which all queued data arrives.

use super::clock::Millis;

/// The state of the detection, for one stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FreezeWatch {
    /// Freezes are announced, or the stream is not being read: such a stream survives a freeze.
    Off,
    /// Waits for the next check.
    Checking { at: Millis },
    /// Time stood still, and no byte has come since. Waits for one until this time.
    Suspicious { until: Millis },
    /// No byte came, and `shouldRetry` is deciding.
    Asking,
}

/// The interval of the checks.
pub(super) const FREEZE_CHECK: Millis = Millis::from_secs(5);
/// A check that is at least this late shows that time stood still.
pub(super) const STANDSTILL: Millis = Millis::from_secs(2);
/// How long a stream may be silent after time stood still. It is long enough for a worker with occasional long tasks not to
/// lose a stream that brings something every few seconds.
pub(super) const SUSPICION: Millis = Millis::from_secs(4);

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// Continue in this state, and check again at this time.
    Watch(FreezeWatch, Millis),
    /// The stream is silent after time stood still.
    Silent,
}

impl FreezeWatch {
    pub(super) fn begin(now: Millis) -> (Self, Millis) {
        let at = now + FREEZE_CHECK;
        (Self::Checking { at }, at)
    }

    /// Returns `None` if there is nothing to check.
    pub(super) fn check(self, now: Millis) -> Option<Finding> {
        let due = match self {
            Self::Checking { at } => at,
            Self::Suspicious { until } => until,
            Self::Off | Self::Asking => return None,
        };
        let is_late = now - due >= STANDSTILL;
        Some(if is_late {
            // Also from `Suspicious`: one long task may follow another.
            let until = now + SUSPICION;
            Finding::Watch(Self::Suspicious { until }, until)
        } else if matches!(self, Self::Suspicious { .. }) {
            Finding::Silent
        } else {
            let (watch, at) = Self::begin(now);
            Finding::Watch(watch, at)
        })
    }

    /// Whether a byte ends an alarm.
    pub(super) const fn is_alarmed(self) -> bool {
        matches!(self, Self::Suspicious { .. } | Self::Asking)
    }
}
