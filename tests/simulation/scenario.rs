//! What goes wrong in one run, as data: it can be made from a seed, and made smaller.

use eventsource_wasm::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};
use fastrand::Rng;

/// One run.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) seed: u64,
    pub(crate) config: Config,
    pub(crate) server: Server,
    /// What becomes of the first attempts; those after them go well.
    pub(crate) attempts: Vec<Fate>,
    /// What happens around the connection, and when, in order.
    pub(crate) signals: Vec<(Millis, Signal)>,
    /// Timers fire up to so much too late.
    pub(crate) lateness: Millis,
}

/// The server's log of events, one every so many milliseconds.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) events: u32,
    pub(crate) every: u64,
    /// Whether it goes on after the last event ID.
    pub(crate) resumes: bool,
    /// Sent with the first event of each connection.
    pub(crate) retry: Option<u64>,
}

/// What becomes of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Good,
    /// After so many bytes of the body.
    Cut(usize),
    End(usize),
    Mute(usize),
    /// Before the head.
    Lost,
    NoAnswer,
    Status(u16, Option<u64>),
    WrongType,
    Redirected,
    Unauthorized(Refresh),
    /// The caller's `headers` function.
    HeadersFail,
    HeadersHang,
    /// Every byte by itself, with a pause.
    Drip,
    Blocked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    Renewed,
    Refused,
    Failed,
    Hangs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Hidden,
    Visible,
    Freeze,
    Resume,
    PageHide,
    PageShow,
    Offline,
    Online,
    /// The clock jumps; nothing runs meanwhile.
    Sleep(u64),
    Close,
}

impl Scenario {
    pub(crate) fn from_seed(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        Self {
            seed,
            config: config(&mut rng),
            server: server(&mut rng),
            attempts: fates(&mut rng),
            signals: signals(&mut rng),
            lateness: Millis([0, 0, 20, 1000, 60_000][rng.usize(0..5)]),
        }
    }
}

fn config(rng: &mut Rng) -> Config {
    Config {
        retry: RetryConfig {
            initial_delay: Millis([0, 10, 3000, 20_000][rng.usize(0..4)]),
            max_delay: Millis([100, 30_000, 600_000][rng.usize(0..3)]),
            factor: [1.0, 2.0, 10.0][rng.usize(0..3)],
            jitter_ratio: [None, Some(0.0), Some(0.2), Some(1.0)][rng.usize(0..4)],
            reset_after: Millis([0, 10_000][rng.usize(0..2)]),
            max_retries: [None, None, None, None, Some(0), Some(3)][rng.usize(0..6)],
        },
        reconnect: [Reconnect::Always, Reconnect::Always, Reconnect::Always, Reconnect::OnError, Reconnect::Never]
            [rng.usize(0..5)],
        refreshes_credentials: rng.bool(),
        asks_should_retry: rng.u8(0..4) == 0,
        idempotent: rng.u8(0..6) != 0,
        probes_cors: rng.bool(),
        follows_redirects: [FollowRedirects::Always, FollowRedirects::UnlessCustomHeaders][rng.usize(0..2)],
        heartbeat: [Heartbeat::Off, Heartbeat::Auto, Heartbeat::Fixed(Millis(45_000))][rng.usize(0..3)],
        connect_timeout: [None, Some(Millis(10_000))][rng.usize(0..2)],
        hidden_grace: [None, Some(Millis::ZERO), Some(Millis(5000))][rng.usize(0..3)],
        seed: rng.u64(..),
        ..Config::default()
    }
}

fn server(rng: &mut Rng) -> Server {
    Server {
        events: rng.u32(1..60),
        every: [0, 10, 1000, 15_000][rng.usize(0..4)],
        resumes: rng.u8(0..8) != 0,
        retry: [None, None, Some(0), Some(50), Some(5000), Some(3_000_000_000)][rng.usize(0..6)],
    }
}

/// Now and then a server that ends each stream after an event or none, so often that the budget matters.
fn fates(rng: &mut Rng) -> Vec<Fate> {
    if rng.u8(0..8) == 0 {
        return (0..80).map(|_| Fate::End(rng.usize(20..40))).collect();
    }
    (0..rng.usize(0..12)).map(|_| fate(rng)).collect()
}

fn fate(rng: &mut Rng) -> Fate {
    let bytes = rng.usize(0..400);
    // What is final by its nature ends the run, so it is rare.
    let kinds = if rng.u8(0..4) == 0 { 16 } else { 10 };
    match rng.u8(0..kinds) {
        0..=2 => Fate::Cut(bytes),
        3..=5 => Fate::End(bytes),
        6 => Fate::Mute(bytes),
        7 => Fate::Lost,
        8 => Fate::NoAnswer,
        9 => Fate::Drip,
        10 => [Fate::HeadersFail, Fate::HeadersHang][rng.usize(0..2)],
        11 => Fate::Status([204, 404, 429, 500, 503][rng.usize(0..5)], [None, Some(7000)][rng.usize(0..2)]),
        12 => [Fate::WrongType, Fate::Redirected, Fate::Blocked][rng.usize(0..3)],
        13 | 14 => Fate::Unauthorized(
            [Refresh::Renewed, Refresh::Renewed, Refresh::Refused, Refresh::Failed, Refresh::Hangs][rng.usize(0..5)],
        ),
        _ => Fate::Good,
    }
}

/// Pages are left, hidden and frozen in any order and at any moment, and come back in the end, unless they are closed.
fn signals(rng: &mut Rng) -> Vec<(Millis, Signal)> {
    const AWAY: [(Signal, Signal); 4] = [
        (Signal::Hidden, Signal::Visible),
        (Signal::Freeze, Signal::Resume),
        (Signal::PageHide, Signal::PageShow),
        (Signal::Offline, Signal::Online),
    ];
    let mut signals = Vec::new();
    for _ in 0..rng.usize(0..8) {
        let at = rng.u64(0..120_000);
        match rng.u8(0..12) {
            0 => signals.push((Millis(at), Signal::Close)),
            1 | 2 => signals.push((Millis(at), Signal::Sleep(rng.u64(0..20_000_000)))),
            _ => {
                let (leave, come) = AWAY[rng.usize(0..AWAY.len())];
                signals.push((Millis(at), leave));
                signals.push((Millis(at + rng.u64(0..60_000)), come));
            }
        }
    }
    signals.sort_by_key(|(at, _)| *at);
    signals
}
