//! Generates a random scenario from a seed.

use eventsource_wasm::session::{Config, FollowRedirects, Heartbeat, Millis, Reconnect, RetryConfig};
use fastrand::Rng;

use super::scenario::{
    Attempt, Ending, Happening, Preparation, Refresh, Response, Resumption, Scenario, Server, Stream,
};
use super::weather::Weather;

impl Scenario {
    pub(crate) fn from_seed(seed: u64) -> Self {
        let dice = &mut Dice(Rng::with_seed(seed));
        let span = dice.of(&[1_000, 20_000, 120_000, 3_600_000]);
        let published = dice.moments(12, span);
        let is_cross_origin = dice.one_in(2);
        let config = config(dice, published.len(), is_cross_origin);
        let mut happenings: Vec<_> = dice.moments(10, span).into_iter().map(|at| (at, happening(dice))).collect();
        if dice.one_in(3) {
            happenings.clear();
        }
        Self {
            config,
            weather: if dice.one_in(2) { weather(dice, span) } else { Vec::new() },
            server: Server {
                is_cross_origin,
                redirects: dice.one_in(4),
                resumption: dice.of(&[
                    Resumption::Honours,
                    Resumption::Honours,
                    Resumption::Honours,
                    Resumption::Repeats,
                    Resumption::BeginsAnew,
                    Resumption::GivesNone,
                ]),
                line_end: dice.of(&["\n", "\n", "\r\n", "\r"]),
                published,
                beat: dice.sometimes(3, &[1_000, 5_000, 15_000]),
            },
            attempts: (0..dice.0.usize(0..8)).map(|_| attempt(dice)).collect(),
            happenings,
            lateness: (0..4).map(|_| dice.of(&[0, 0, 0, 0, 1, 4, 1_000, 60_000, 8 * 3_600_000])).collect(),
            slowness: if dice.one_in(4) {
                (0..4).map(|_| dice.of(&[0, 0, 50, 3_000, 40_000])).collect()
            } else {
                Vec::new()
            },
            late_answers: dice.one_in(3),
            closes_in_callback: dice.one_in(12).then(|| dice.0.u32(0..8)),
            suspects_blocking: dice.one_in(8),
            takes_over: dice.one_in(8),
        }
    }
}

fn weather(dice: &mut Dice, span: u64) -> Vec<(u64, Weather)> {
    let mut moments = dice.moments(6, span);
    if dice.one_in(2) {
        moments.insert(0, 0);
    }
    moments.into_iter().map(|at| (at, one_weather(dice))).collect()
}

fn one_weather(dice: &mut Dice) -> Weather {
    let one_in = dice.of(&[2, 3, 4]);
    dice.of(&[
        Weather::Fair,
        Weather::Fair,
        Weather::Fair,
        Weather::Down,
        Weather::Down,
        Weather::Flaky(one_in),
        Weather::Gateway(502),
        Weather::Gateway(503),
        Weather::WithoutCors,
        Weather::Login,
        Weather::FlakyLogin(one_in),
        Weather::TargetDown,
        Weather::TargetGateway,
        Weather::Mute,
        Weather::Blocked,
    ])
}

fn config(dice: &mut Dice, events: usize, is_cross_origin: bool) -> Config {
    let default = RetryConfig::default();
    let initial_last_event_id = if dice.one_in(8) { super::wire::id(dice.0.usize(0..=events)) } else { String::new() };
    Config {
        retry: RetryConfig {
            initial_delay: dice.sometimes(2, &[0, 1, 100, 1_000, 60_000]).map_or(default.initial_delay, Millis),
            max_delay: dice.sometimes(3, &[0, 500, 10_000, 300_000]).map_or(default.max_delay, Millis),
            factor: dice.sometimes(3, &[1.0, 1.5, 10.0]).unwrap_or(default.factor),
            jitter_ratio: dice.sometimes(3, &[0.0, 0.5, 1.0]),
            reset_after: dice.sometimes(3, &[0, 1_000, 60_000, u64::MAX]).map_or(default.reset_after, Millis),
            max_retries: dice.sometimes(5, &[0, 1, 2, 5]),
        },
        reconnect: dice.sometimes(6, &[Reconnect::OnError, Reconnect::Never]).unwrap_or(Reconnect::Always),
        refreshes_credentials: dice.one_in(2),
        reopenable: dice.one_in(2),
        asks_should_retry: dice.one_in(4),
        idempotent: !dice.one_in(6),
        probes_cors: is_cross_origin && !dice.one_in(4),
        looks_for_redirects: !is_cross_origin && !dice.one_in(4),
        reads_error_body: dice.one_in(4),
        follows_redirects: dice.of(&[FollowRedirects::UnlessCustomHeaders, FollowRedirects::Always]),
        heartbeat: dice.of(&[
            Heartbeat::Off,
            Heartbeat::Auto,
            Heartbeat::Fixed(Millis(20_000)),
            Heartbeat::Fixed(Millis(700)),
        ]),
        grace_period: dice.sometimes(3, &[1, 1_000, 30_000]).map(Millis),
        connect_timeout: dice.sometimes(3, &[200, 10_000]).map(Millis),
        hidden_grace: dice.sometimes(3, &[0, 3_000, 60_000]).map(Millis),
        freezes_are_announced: !dice.one_in(4),
        hands_over: false,
        hears_comments: false,
        initial_last_event_id,
        unauthorized_statuses: vec![401],
        max_buffer_size: dice.sometimes(6, &[200]).unwrap_or(1 << 20),
        seed: dice.0.u64(..),
    }
}

/// Values that servers write after `retry:`, valid and invalid.
const RETRIES: &[&str] = &[
    "0",
    "1",
    "007",
    "250",
    "3000",
    "120000",
    "2147483647",
    "2147483648",
    "4294967296",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999",
    "",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1.5",
    "1e3",
    "0x10",
    "１",
];

fn attempt(dice: &mut Dice) -> Attempt {
    let response = dice.of(&[
        Response::Stream,
        Response::Stream,
        Response::Stream,
        Response::Stream,
        Response::Stream,
        Response::Stream,
        Response::Reset,
        Response::Reset,
        Response::Status(401),
        Response::Status(503),
    ]);
    let response = match response {
        Response::Status(503) => dice.of(&[
            Response::Status(204),
            Response::Status(403),
            Response::Status(404),
            Response::Status(429),
            Response::Status(500),
            Response::Status(503),
            Response::WrongType,
        ]),
        other => other,
    };
    let ready = Preparation::Ready { custom_headers: dice.one_in(2) };
    Attempt {
        preparation: (dice.delay(), if dice.one_in(10) { Preparation::Fails } else { ready }),
        response: (dice.delay(), response),
        stream: Stream {
            retry: dice.sometimes(5, RETRIES),
            bulk: if dice.one_in(8) { 300 } else { 0 },
            chunk: dice.of(&[1, 3, 7, 16, 64, usize::MAX, usize::MAX]),
            drip: dice.of(&[0, 0, 0, 1, 40, 900]),
            cut: dice.one_in(2).then(|| (dice.0.usize(0..200), dice.ending())),
            lifetime: dice.one_in(2).then(|| (dice.of(&[0, 5, 1_000, 9_999, 10_000, 70_000]), dice.ending())),
        },
        probe: (dice.delay(), dice.one_in(6)),
        refresh: (
            dice.delay(),
            dice.of(&[Refresh::Renews, Refresh::Renews, Refresh::IsOutdated, Refresh::Refuses, Refresh::Fails]),
        ),
        should_retry: dice.of(&[None, Some(true), Some(true), Some(false)]),
        retry_after: dice.sometimes(4, &[0, 1, 7_000, 120_000, 90_000_000, u64::MAX]),
        again: (dice.delay(), dice.of(&[Response::Stream, Response::Reset, Response::Status(503)])),
        error_body: dice.delay(),
    }
}

const YEAR: i64 = 365 * 24 * 3_600_000;

fn happening(dice: &mut Dice) -> Happening {
    match dice.0.u8(0..37) {
        0..3 => Happening::Hidden,
        3..6 => Happening::Visible,
        6..9 => Happening::Freeze,
        9..12 => Happening::Resume,
        12..14 => Happening::PageHide,
        14..16 => Happening::PageShow,
        16..19 => Happening::Offline,
        19..22 => Happening::Online,
        22..24 => Happening::StrayWakeup,
        24..26 => Happening::Sleep(dice.of(&[2_000, 60_000, 8 * 3_600_000]), dice.one_in(2)),
        26 => Happening::WallClock(dice.of(&[-YEAR, -3_600_000, -500, 500, 3_600_000, YEAR])),
        27..29 => Happening::SilentFreeze(dice.of(&[10_000, 300_000])),
        29..31 => Happening::Busy(dice.of(&[300, 3_000, 10_000])),
        31..33 => Happening::Leaving(dice.one_in(2)),
        33..36 => Happening::Reconnect,
        _ => Happening::Close,
    }
}

/// A seeded random number generator.
struct Dice(Rng);

impl Dice {
    fn one_in(&mut self, chances: u8) -> bool {
        self.0.u8(0..chances) == 0
    }

    fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.0.usize(0..choices.len())].clone()
    }

    fn sometimes<T: Clone>(&mut self, one_in: u8, choices: &[T]) -> Option<T> {
        self.one_in(one_in).then(|| self.of(choices))
    }

    fn delay(&mut self) -> Option<u64> {
        self.of(&[Some(0), Some(0), Some(5), Some(20), Some(20), Some(400), Some(400), Some(9_000), Some(31_000), None])
    }

    fn ending(&mut self) -> Ending {
        self.of(&[Ending::Clean, Ending::Clean, Ending::Reset, Ending::Silence])
    }

    /// Up to `most` times in order, some of them in bursts.
    fn moments(&mut self, most: usize, span: u64) -> Vec<u64> {
        let count = self.0.usize(0..=most);
        let mut moments: Vec<_> = (0..count).map(|_| self.0.u64(0..span)).collect();
        moments.sort_unstable();
        if self.one_in(4) {
            for index in 1..moments.len() {
                moments[index] = moments[index - 1] + self.of(&[0, 0, 1, 300]);
            }
        }
        moments
    }
}
