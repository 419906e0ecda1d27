//! The outcome of a request as a function of time, so that different clients in the same world meet the same faults.

use super::scenario::Server;

/// The state of the network and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Requests arrive. The scenario's attempts decide their outcome.
    Fair,
    /// The server is down.
    Down,
    /// One of this many requests is answered, the others are lost: some of several backends are broken.
    Flaky(u32),
    /// The gateway in front of the server answers with its own error page, which has no CORS headers.
    Gateway(u16),
    /// The server answers without CORS headers.
    WithoutCors,
    /// Every request is redirected to the login page of another origin, which does not allow reading.
    Login,
    /// Like `Login`, but the other origin answers only one of this many requests.
    FlakyLogin(u32),
    /// If the stream comes through a redirect: its target is down.
    TargetDown,
    /// If the stream comes through a redirect: the gateway in front of its target answers, without CORS headers.
    TargetGateway,
    /// Requests arrive and are not answered.
    Mute,
    /// The browser blocks the request.
    Blocked,
}

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With CORS, following redirects: the only kind of a native source.
    Plain,
    /// With CORS, not following redirects.
    Manual,
    /// Without CORS, following redirects.
    NoCors,
}

/// The outcome of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The outcome in the scenario's list.
    Fate,
    /// A network error.
    Lost,
    /// No answer and no error.
    Nothing,
    /// A response that the page may not read. It is reported like `Lost`.
    Unreadable,
    Status(u16),
    /// A redirect that was not followed.
    Redirect,
    /// Any response to a request without permission to read.
    Opaque,
    Blocked,
}

impl Weather {
    /// Returns the outcome of a client's request with this number.
    pub(crate) fn answer(self, kind: Kind, server: &Server, number: u32) -> Answer {
        let is_lost = |one_in: u32| !number.is_multiple_of(one_in);
        match self {
            Self::Fair => well(kind, server),
            Self::Down => Answer::Lost,
            Self::Flaky(one_in) if is_lost(one_in) => Answer::Lost,
            Self::Flaky(_) => well(kind, server),
            Self::Gateway(status) if !server.is_cross_origin && kind != Kind::NoCors => Answer::Status(status),
            Self::Gateway(_) => elsewhere(kind),
            Self::WithoutCors if server.is_cross_origin => elsewhere(kind),
            Self::WithoutCors => well(kind, server),
            Self::Login | Self::FlakyLogin(_) if kind == Kind::Manual && !server.is_cross_origin => Answer::Redirect,
            Self::FlakyLogin(one_in) if is_lost(one_in) => Answer::Lost,
            Self::Login | Self::FlakyLogin(_) => elsewhere(kind),
            Self::TargetDown if server.redirects_away() && kind != Kind::Manual => Answer::Lost,
            Self::TargetGateway if server.redirects_away() && kind != Kind::Manual => elsewhere(kind),
            Self::TargetDown | Self::TargetGateway => well(kind, server),
            Self::Mute => Answer::Nothing,
            Self::Blocked => Answer::Blocked,
        }
    }

    /// Whether streams break when it begins.
    pub(crate) const fn cuts_streams(self) -> bool {
        !matches!(self, Self::Fair | Self::Mute | Self::Blocked | Self::WithoutCors)
    }
}

fn well(kind: Kind, server: &Server) -> Answer {
    match kind {
        Kind::Manual if server.redirects_away() => Answer::Redirect,
        Kind::Plain | Kind::Manual => Answer::Fate,
        Kind::NoCors => Answer::Opaque,
    }
}

/// The response of another origin that does not allow reading.
fn elsewhere(kind: Kind) -> Answer {
    match kind {
        Kind::Plain | Kind::Manual => Answer::Unreadable,
        Kind::NoCors => Answer::Opaque,
    }
}

impl Server {
    /// Whether the stream comes through a visible redirect.
    pub(crate) const fn redirects_away(&self) -> bool {
        self.redirects && !self.is_cross_origin
    }
}
