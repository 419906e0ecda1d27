//! What becomes of a request, whoever sends it: a function of the moment, so that another client in the same world meets
//! the same faults.

use super::scenario::Server;

/// What the way to the server is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Requests arrive. What becomes of them is the fate of the attempt.
    Fair,
    /// Nothing listens.
    Down,
    /// One of so many requests is answered, the others are lost: of several backends some are broken.
    Flaky(u32),
    /// The gateway before the server answers with an error page of its own, which has no CORS headers.
    Gateway(u16),
    /// The server answers without CORS headers.
    WithoutCors,
    /// Every request is redirected to the login page of another origin, which lets nobody read.
    Login,
    /// As `Login`, and the other origin answers one of so many requests.
    FlakyLogin(u32),
    /// Where the stream comes through a redirect: nothing listens at its target.
    TargetDown,
    /// Where the stream comes through a redirect: the gateway before its target answers, without CORS headers.
    TargetGateway,
    /// Requests arrive and are not answered.
    Mute,
    /// The browser lets no such request out.
    Blocked,
}

/// A request as it leaves the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// With CORS, following redirects: the only kind that a native source sends.
    Plain,
    /// With CORS, not following redirects.
    Manual,
    /// Without CORS, following redirects.
    NoCors,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// What the server has for this attempt.
    Fate,
    /// No answer, and that is told.
    Lost,
    /// No answer, and nothing is told.
    Nothing,
    /// An answer that the page may not read. It is told as `Lost` is.
    Unreadable,
    Status(u16),
    /// A redirect that was not followed.
    Redirect,
    /// Some answer, which the page did not ask to read.
    Opaque,
    Blocked,
}

impl Weather {
    /// What becomes of a client's request with this number.
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

    /// Whether a server that comes into it loses its streams.
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

/// The answer of another origin that lets nobody read.
fn elsewhere(kind: Kind) -> Answer {
    match kind {
        Kind::Plain | Kind::Manual => Answer::Unreadable,
        Kind::NoCors => Answer::Opaque,
    }
}

impl Server {
    /// Whether the stream comes through a redirect that can be seen.
    pub(crate) const fn redirects_away(&self) -> bool {
        self.redirects && !self.is_cross_origin
    }
}
