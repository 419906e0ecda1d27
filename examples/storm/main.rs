//! A drain drops a million clients within a second; the server takes so many back each second, and answers 503 to the
//! rest. Which policy brings them back, and at what cost? `cargo run --release --example storm` prints the table and writes
//! `docs/storm.md` and `docs/storm.svg`.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a study prints, may panic, and has no business with most wishes"
)]

mod chart;
mod crowd;
mod policy;

use std::fmt::Write;
use std::fs;

use crowd::{Outcome, simulate};
use policy::POLICIES;

const CLIENTS: usize = 1_000_000;
/// Connections that the server takes each second.
const CAPACITY: u32 = 10_000;

fn main() -> std::io::Result<()> {
    let mut results = Vec::new();
    for (name, policy) in POLICIES {
        let outcome = simulate(*policy, CLIENTS, CAPACITY);
        println!("{}", row(name, &outcome));
        results.push((*name, outcome));
    }
    fs::write("docs/storm.svg", chart::svg(&results, CAPACITY))?;
    fs::write("docs/storm.md", document(&results))
}

fn row(name: &str, outcome: &Outcome) -> String {
    let back = outcome.back_at(0.99).map_or_else(|| "never".to_owned(), |second| format!("{second} s"));
    format!(
        "| {name} | {:.0} thousand | {back} | {:.1} | {:.0} % |",
        f64::from(outcome.peak()) / 1000.0,
        outcome.wasted as f64 / CLIENTS as f64,
        outcome.dead as f64 / CLIENTS as f64 * 100.0
    )
}

fn document(results: &[(&str, Outcome)]) -> String {
    let mut rows = String::new();
    for (name, outcome) in results {
        let _ = writeln!(rows, "{}", row(name, outcome));
    }
    include_str!("storm.md").replace("{rows}\n", &rows)
}
