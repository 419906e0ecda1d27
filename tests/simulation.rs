//! The real session against a world that goes wrong, in virtual time: see `docs/simulation.md`.
//!
//! `SIMULATION_SCENARIOS` is how many, `SIMULATION_FIRST` the first seed; `SIMULATION_SEED` replays one and prints it.

#![expect(
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test may panic, says what it found, and takes its own time"
)]

#[path = "simulation/judge.rs"]
mod judge;
#[path = "simulation/scenario.rs"]
mod scenario;
#[path = "simulation/server.rs"]
mod server;
#[path = "simulation/shrink.rs"]
mod shrink;
#[path = "simulation/world.rs"]
mod world;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use scenario::Scenario;
use shrink::{outcome, smallest};

/// As many as a debug build does in some seconds.
const DEFAULT_COUNT: u64 = 20_000;

#[test]
fn nothing_is_lost_and_nothing_hangs_whatever_goes_wrong() {
    if let Some(seed) = number("SIMULATION_SEED") {
        replay(seed);
        return;
    }
    let first = number("SIMULATION_FIRST").unwrap_or(0);
    let end = first + number("SIMULATION_SCENARIOS").unwrap_or(DEFAULT_COUNT);
    let (next, attempts, events) = (AtomicU64::new(first), AtomicU64::new(0), AtomicU64::new(0));
    let started = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= end {
                        break;
                    }
                    match outcome(&Scenario::from_seed(seed), false) {
                        Ok(tally) => {
                            attempts.fetch_add(tally.attempts, Ordering::Relaxed);
                            events.fetch_add(tally.events, Ordering::Relaxed);
                        }
                        Err(_) => replay(seed),
                    }
                }
            });
        }
    });
    println!(
        "{} scenarios, {} attempts, {} events delivered, in {:.1} s",
        end - first,
        attempts.into_inner(),
        events.into_inner(),
        started.elapsed().as_secs_f64()
    );
}

/// Fails with the smallest scenario that shows the same fault, and its story.
fn replay(seed: u64) {
    let scenario = Scenario::from_seed(seed);
    if let Err(fault) = outcome(&scenario, true) {
        let (scenario, fault) = smallest(scenario, fault);
        panic!("\n{fault}\n\n{scenario:#?}\n\nreplay: SIMULATION_SEED={seed} cargo test --test simulation\n");
    }
    println!("seed {seed}: no fault");
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
