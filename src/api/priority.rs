//! A request's priority, which `web-sys` has no type for yet.

/// As the `priority` of `fetch`, against other requests of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Priority {
    /// Before others.
    High,
    /// After others.
    Low,
    /// As the browser thinks.
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
