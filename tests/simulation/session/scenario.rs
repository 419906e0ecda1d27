//! A scenario: one client, one server, and everything that befalls them, as plain lists that can be shortened.

use eventsource_wasm::session::Config;

use super::weather::Weather;

/// All that a run depends on.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) config: Config,
    pub(crate) server: Server,
    /// What the way to the server is like, and from when on. Before the first one it is fair.
    pub(crate) weather: Vec<(u64, Weather)>,
    /// What befalls each attempt in fair weather, in order; those after the last one go well.
    pub(crate) attempts: Vec<Attempt>,
    /// What happens to the page, and when.
    pub(crate) happenings: Vec<(u64, Happening)>,
    /// How late the browser's timer fires, by turns.
    pub(crate) lateness: Vec<u64>,
    /// How long the application takes for what it was given, by turns.
    pub(crate) slowness: Vec<u64>,
    /// Whether the answers of a dropped attempt still come.
    pub(crate) late_answers: bool,
    /// The caller closes from inside this callback.
    pub(crate) closes_in_callback: Option<u32>,
    /// Another session has had a connection before.
    pub(crate) takes_over: bool,
    /// The page has seen the browser block a request like ours, and takes each lost one for blocked.
    pub(crate) suspects_blocking: bool,
}

/// The server: a log of events, numbered from 1, and how it is told.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// Whether it is of another origin than the page.
    pub(crate) is_cross_origin: bool,
    /// Whether the page's own origin redirects to another one, which lets the page read.
    pub(crate) redirects: bool,
    pub(crate) resumption: Resumption,
    pub(crate) line_end: &'static str,
    /// When each event is published.
    pub(crate) published: Vec<u64>,
    /// The span between comments that keep a stream alive.
    pub(crate) beat: Option<u64>,
}

/// What the server makes of `Last-Event-ID`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resumption {
    /// Goes on after it.
    Honours,
    /// Goes on, but repeats events that came before it.
    Repeats,
    /// Ignores it and begins anew.
    BeginsAnew,
    /// Gives no ids, and tells what is published from now on.
    GivesNone,
}

/// The fate of one attempt. Answers come after so many milliseconds, or never.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) preparation: (Option<u64>, Preparation),
    pub(crate) response: (Option<u64>, Response),
    pub(crate) stream: Stream,
    /// When a probe is answered, and whether by another host where there would be no answer.
    pub(crate) probe: (Option<u64>, bool),
    pub(crate) refresh: (Option<u64>, Refresh),
    pub(crate) should_retry: Option<bool>,
    pub(crate) retry_after: Option<u64>,
    /// What becomes of a second request of the same attempt.
    pub(crate) again: (Option<u64>, Response),
    /// When the body of a refusal ends.
    pub(crate) error_body: Option<u64>,
}

/// What becomes of refused credentials.
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

/// How the bytes of one response flow.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) retry: Option<&'static str>,
    /// The length of a field's value that is of no use, but must be held until its block ends.
    pub(crate) bulk: usize,
    pub(crate) chunk: usize,
    /// The span between two chunks.
    pub(crate) drip: u64,
    /// After so many bytes it ends.
    pub(crate) cut: Option<(usize, Ending)>,
    /// After so many milliseconds it ends.
    pub(crate) lifetime: Option<(u64, Ending)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Clean,
    Reset,
    /// Half-open: nothing comes any more, not even an end.
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
    /// The page is about to be left; with `true` the browser ends its connection for that.
    Leaving(bool),
    Offline,
    Online,
    /// A timer that nobody set for this moment.
    StrayWakeup,
    /// A task takes so long: what happens meanwhile waits until it ends.
    Busy(u64),
    /// The machine sleeps this long; whether the monotonic clock stands still meanwhile.
    Sleep(u64, bool),
    /// The wall clock is set.
    WallClock(i64),
    /// A worker is frozen for so long, and not told: what it was reading is never heard of again.
    SilentFreeze(u64),
    Close,
}

impl Attempt {
    /// All goes well.
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
    /// A server that can be reached and has events to tell, and a client as the standard has it.
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

    /// When all that goes wrong is over.
    pub(crate) fn heals_at(&self) -> u64 {
        let moments = self.happenings.iter().map(|(at, _)| at);
        moments.chain(self.weather.iter().map(|(at, _)| at)).chain(&self.server.published).max().map_or(1, |at| at + 1)
    }
}
