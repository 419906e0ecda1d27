//! Parses the workload of that name once, for `scripts/check/instructions.mjs`; names all of them if there is none.

use eventsource_wasm_benches::{parse, workloads};

fn main() {
    let asked = std::env::args().nth(1);
    for workload in workloads() {
        match &asked {
            None => println!("{}", workload.name),
            Some(name) if name == workload.name => println!("{}", parse(&workload)),
            Some(_) => {}
        }
    }
}
