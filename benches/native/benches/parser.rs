//! How long the parser takes: `cargo bench --manifest-path benches/native/Cargo.toml`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use eventsource_wasm_benches::{parse, workloads};

fn parser(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parser");
    for workload in workloads() {
        group.throughput(Throughput::Bytes(workload.stream.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(workload.name), |bencher| bencher.iter(|| parse(&workload)));
    }
}

criterion_group!(benches, parser);
criterion_main!(benches);
