//! Criterion's view of the rows, for work on the core: each run is compared with the one before.
//! `cargo bench -p tokenseal-bench --features criterion -- ES256`

#![allow(missing_docs)]

use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};

fn every_row(criterion: &mut Criterion) {
    for row in tokenseal_bench::rows(None) {
        let mut group = criterion.benchmark_group(row.path);
        for mut contender in row.contenders {
            group.bench_function(contender.name, |bencher| {
                bencher.iter_custom(|count| {
                    let started = Instant::now();
                    (contender.run)(count);
                    started.elapsed()
                });
            });
        }
        group.finish();
    }
}

criterion_group! {
    name = tokens;
    config = Criterion::default().sample_size(30).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    targets = every_row
}
criterion_main!(tokens);
