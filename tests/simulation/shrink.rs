//! Makes a failing scenario smaller: leaves out what is not needed for the same fault.

use std::panic::{AssertUnwindSafe, catch_unwind};

use eventsource_wasm::session::Millis;

use super::scenario::{Fate, Scenario};
use super::world::{Tally, run};

/// A panic is a fault, too.
pub(crate) fn outcome(scenario: &Scenario, tells_story: bool) -> Result<Tally, String> {
    catch_unwind(AssertUnwindSafe(|| run(scenario, tells_story))).unwrap_or_else(|_| Err("a panic".to_owned()))
}

pub(crate) fn smallest(mut scenario: Scenario, mut fault: String) -> (Scenario, String) {
    while let Some((smaller, same)) = simpler(&scenario).into_iter().find_map(|candidate| {
        let found = outcome(&candidate, true).err()?;
        (headline(&found) == headline(&fault)).then_some((candidate, found))
    }) {
        (scenario, fault) = (smaller, same);
    }
    (scenario, fault)
}

fn headline(fault: &str) -> &str {
    fault.lines().next().unwrap_or_default()
}

/// Each with one thing less.
fn simpler(scenario: &Scenario) -> Vec<Scenario> {
    let mut candidates = Vec::new();
    let mut without = |change: &dyn Fn(&mut Scenario)| {
        let mut candidate = scenario.clone();
        change(&mut candidate);
        candidates.push(candidate);
    };
    for index in 0..scenario.signals.len() {
        without(&|candidate| {
            candidate.signals.remove(index);
        });
    }
    if !scenario.attempts.is_empty() {
        without(&|candidate| {
            candidate.attempts.pop();
        });
    }
    for (index, fate) in scenario.attempts.iter().enumerate() {
        if *fate != Fate::Good {
            without(&|candidate| candidate.attempts[index] = Fate::Good);
        }
    }
    if scenario.lateness != Millis::ZERO {
        without(&|candidate| candidate.lateness = Millis::ZERO);
    }
    if scenario.server.events > 1 {
        without(&|candidate| candidate.server.events -= 1);
    }
    candidates
}
