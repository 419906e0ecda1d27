//! A request's priority, for which `web-sys` has no type yet.

/// The `priority` of `fetch`, relative to other requests of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Priority {
    /// Before others.
    High,
    /// After others.
    Low,
    /// The browser decides.
    #[default]
    Auto,
}

impl Priority {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Low => "low",
            Self::Auto => "auto",
        }
    }
}
