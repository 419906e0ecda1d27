//! The real session in a world that goes wrong, in virtual time and from a seed: see `docs/simulation.md`.
//!
//! ```sh
//! cargo test --release --test simulation                               # a million scenarios
//! SIMULATION_SCENARIOS=20000000 cargo test --release --test simulation # a longer run
//! SIMULATION_FIRST=5000000 cargo test --release --test simulation      # from another seed on
//! SIMULATION_SEED=42 cargo test --test simulation                      # one scenario, step by step
//! SIMULATION_SURVEY=1 cargo test --release --test simulation           # each kind of fault, and how often there is one
//! ```

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::print_stdout,
    clippy::wildcard_enum_match_arm,
    reason = "a test says what is wrong by panicking, takes its own time, and its helpers are no product code"
)]

mod dice;
mod driver;
mod happenings;
mod law;
mod native;
mod network;
mod oracle;
mod page;
mod policy;
mod scenario;
mod shrink;
mod situations;
mod story;
mod weather;
mod wire;
mod world;

use std::collections::BTreeMap;
use std::env;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use scenario::Scenario;
use story::Story;
use world::Outcome;

/// The number for a short run, and the one before a release.
const SCENARIOS: u64 = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };

#[test]
fn whatever_happens_no_event_is_lost_no_server_is_hammered_and_nothing_hangs() {
    if let Some(seed) = variable("SIMULATION_SEED") {
        tell(seed);
        return;
    }
    let first = variable("SIMULATION_FIRST").unwrap_or(0);
    let scenarios = variable("SIMULATION_SCENARIOS").unwrap_or(SCENARIOS);
    if variable("SIMULATION_SURVEY").is_some() {
        survey(first..first + scenarios);
        return;
    }
    let started = Instant::now();
    if let Some(seed) = first_failing(first..first + scenarios) {
        tell(seed);
        panic!("seed {seed} fails, and passes when it is run again: the simulation is not deterministic");
    }
    println!("{scenarios} scenarios in {:.1} s", started.elapsed().as_secs_f64());
}

/// Runs the scenarios of these seeds, and returns the smallest failing seed.
fn first_failing(seeds: Range<u64>) -> Option<u64> {
    const PIECE: u64 = 256;
    let next = AtomicU64::new(seeds.start);
    let failing = AtomicU64::new(u64::MAX);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let start = next.fetch_add(PIECE, Ordering::Relaxed);
                    if start >= seeds.end.min(failing.load(Ordering::Relaxed)) {
                        return;
                    }
                    let mut piece = start..(start + PIECE).min(seeds.end);
                    let fails = |seed: &u64| outcome(&Scenario::from_seed(*seed), &mut Story::default()).is_err();
                    if let Some(seed) = piece.find(fails) {
                        failing.fetch_min(seed, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    Some(failing.into_inner()).filter(|seed| *seed != u64::MAX)
}

/// Prints each kind of fault, its frequency, and its first seed.
fn survey(seeds: Range<u64>) {
    let mut kinds = BTreeMap::<String, (u64, u64)>::new();
    for seed in seeds {
        if let Err(reason) = outcome(&Scenario::from_seed(seed), &mut Story::default()) {
            kinds.entry(kind(&reason)).or_insert((seed, 0)).1 += 1;
        }
    }
    for (kind, (seed, count)) in kinds {
        println!("{count:>7} x {kind}, first with seed {seed}");
    }
}

/// Runs one scenario; a panic of the session is an outcome too.
fn outcome(scenario: &Scenario, story: &mut Story) -> Result<Outcome, String> {
    catch_unwind(AssertUnwindSafe(|| world::run(scenario, story))).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", said.unwrap_or("?")))
    })
}

/// Prints the story of a seed, and if it fails, the shortest one that fails in the same way.
fn tell(seed: u64) {
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let mut scenario = Scenario::from_seed(seed);
    let result = outcome(&scenario, &mut Story::default());
    if let Err(reason) = &result {
        let kind = kind(reason);
        scenario = shrink::shrink(scenario, |smaller| {
            outcome(smaller, &mut Story::default()).is_err_and(|other| self::kind(&other) == kind)
        });
    }
    let mut story = Story::kept();
    let result = outcome(&scenario, &mut story);
    set_hook(hook);
    println!("{scenario:#?}\n\n{}", story.lines.unwrap_or_default().join("\n"));
    if let Err(reason) = result {
        panic!("{reason}\n\nto replay it: SIMULATION_SEED={seed} cargo test --test simulation");
    }
}

/// A reason without its numbers.
fn kind(reason: &str) -> String {
    reason.chars().filter(|character| !character.is_ascii_digit()).collect()
}

fn variable(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} must be a number, not {value:?}")))
}
