//! A scenario: one client, one server, and all their faults, as plain lists that can be shortened.

use eventsource_wasm::session::Config;

use super::weather::Weather;

/// All parameters of a run.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) config: Config,
    pub(crate) server: Server,
    /// The states of the network, with their start. Before the first one it is fair.
    pub(crate) weather: Vec<(u64, Weather)>,
    /// The outcome of each attempt in fair weather, in order. Further attempts succeed.
    pub(crate) attempts: Vec<Attempt>,
    /// The page's events, with their times.
    pub(crate) happenings: Vec<(u64, Happening)>,
    /// The delays of the browser's timer, in turn.
    pub(crate) lateness: Vec<u64>,
    /// The times that the application takes for its events, in turn.
    pub(crate) slowness: Vec<u64>,
    /// Whether the results of a dropped attempt still arrive.
    pub(crate) late_answers: bool,
    /// The caller closes from inside this callback.
    pub(crate) closes_in_callback: Option<u32>,
    /// Another session had a connection before.
    pub(crate) takes_over: bool,
    /// The page has seen the browser block a similar request, and considers each lost one blocked.
    pub(crate) suspects_blocking: bool,
}

/// The server: a log of events, numbered from 1, and its behaviour.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// Whether its origin differs from the page's.
    pub(crate) is_cross_origin: bool,
    /// Whether the page's own origin redirects to another one, which lets the page read.
    pub(crate) redirects: bool,
    pub(crate) resumption: Resumption,
    pub(crate) line_end: &'static str,
    /// The times at which the events are published.
    pub(crate) published: Vec<u64>,
    /// The interval of heartbeat comments.
    pub(crate) beat: Option<u64>,
}

/// The server's reaction to `Last-Event-ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumption {
    /// Resumes after it.
    Honours,
    /// Resumes, but repeats some events before it.
    Repeats,
    /// Ignores it and starts from the first event.
    BeginsAnew,
    /// Sends no ids, and only the events that are published from now on.
    GivesNone,
}

/// The outcome of one attempt. Delays are in ms; `None` means never.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) preparation: (Option<u64>, Preparation),
    pub(crate) response: (Option<u64>, Response),
    pub(crate) stream: Stream,
    /// The delay of the probe's response, and whether another host answers if the server does not.
    pub(crate) probe: (Option<u64>, bool),
    pub(crate) refresh: (Option<u64>, Refresh),
    pub(crate) should_retry: Option<bool>,
    pub(crate) retry_after: Option<u64>,
    /// The outcome of a second request in the same attempt.
    pub(crate) again: (Option<u64>, Response),
    /// The delay until the body of a refusal ends.
    pub(crate) error_body: Option<u64>,
}

/// The outcome of refused credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    Renews,
    Refuses,
    Fails,
    /// Another source has refreshed them meanwhile.
    IsOutdated,
}

impl Refresh {
    pub(crate) const fn renewed(self) -> Option<bool> {
        match self {
            Self::Renews => Some(true),
            Self::Refuses => Some(false),
            Self::Fails | Self::IsOutdated => None,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Preparation {
    Ready { custom_headers: bool },
    Fails,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Response {
    Stream,
    Status(u16),
    WrongType,
    Reset,
}

/// The timing of the bytes of one response.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) retry: Option<&'static str>,
    /// The length of a useless field's value, which must be kept until its block ends.
    pub(crate) bulk: usize,
    pub(crate) chunk: usize,
    /// The interval between two chunks.
    pub(crate) drip: u64,
    /// Ends after this many bytes.
    pub(crate) cut: Option<(usize, Ending)>,
    /// Ends after this many ms.
    pub(crate) lifetime: Option<(u64, Ending)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Clean,
    Reset,
    /// Half-open: no more bytes, and no end.
    Silence,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Happening {
    Hidden,
    Visible,
    Freeze,
    Resume,
    PageHide,
    PageShow,
    /// The user is about to leave the page; with `true` the browser closes its connection.
    Leaving(bool),
    Offline,
    Online,
    /// A wake-up without a timer.
    StrayWakeup,
    /// A task takes this long: all other events wait until it ends.
    Busy(u64),
    /// The machine sleeps this long; whether the monotonic clock stands still meanwhile.
    Sleep(u64, bool),
    /// The wall clock is set.
    WallClock(i64),
    /// A worker is frozen for this long without an event: the pending read never settles.
    SilentFreeze(u64),
    Close,
}

impl Attempt {
    /// No faults.
    pub(crate) const fn well() -> Self {
        Self {
            preparation: (Some(0), Preparation::Ready { custom_headers: false }),
            response: (Some(20), Response::Stream),
            stream: Stream { retry: None, bulk: 0, chunk: usize::MAX, drip: 0, cut: None, lifetime: None },
            probe: (Some(20), false),
            refresh: (Some(20), Refresh::Renews),
            should_retry: None,
            retry_after: None,
            again: (Some(20), Response::Stream),
            error_body: Some(20),
        }
    }
}

impl Scenario {
    /// A reachable server with events, and a client with the standard's options.
    pub(crate) fn plain() -> Self {
        Self {
            config: Config::default(),
            server: Server {
                is_cross_origin: false,
                redirects: false,
                resumption: Resumption::Honours,
                line_end: "\n",
                published: Vec::new(),
                beat: None,
            },
            weather: Vec::new(),
            attempts: Vec::new(),
            happenings: Vec::new(),
            lateness: Vec::new(),
            slowness: Vec::new(),
            late_answers: false,
            closes_in_callback: None,
            suspects_blocking: false,
            takes_over: false,
        }
    }

    pub(crate) fn weather_at(&self, now: u64) -> Weather {
        self.weather.iter().rev().find(|(from, _)| *from <= now).map_or(Weather::Fair, |(_, weather)| *weather)
    }

    /// The time at which all faults are over.
    pub(crate) fn heals_at(&self) -> u64 {
        let moments = self.happenings.iter().map(|(at, _)| at);
        moments.chain(self.weather.iter().map(|(at, _)| at)).chain(&self.server.published).max().map_or(1, |at| at + 1)
    }
}
