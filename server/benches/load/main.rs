//! What a check costs: CPU time of the program, and what it adds to nginx.
//! `cargo xtask bench serve`, or `cargo bench -p tokenseal-serve`.
//!
//! The goals are those of the design: at most 20 µs of CPU time for an HMAC token or a remembered
//! one, at most 60 µs if RS256 is checked and an identity is signed, and a median delay of at most
//! 150 µs in nginx's answers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub
)]

mod cases;
mod gateway;
mod loader;
#[path = "../../tests/support/mod.rs"]
mod support;

use loader::Load;

fn main() {
    let seconds = std::env::var("TOKENSEAL_BENCH_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(5.0);
    println!(
        "| check | by | checks a second | CPU µs a check | goal | p50 µs | p99 µs |\n| --- | --- | --: | --: | --: | --: | --: |"
    );
    for case in cases::all() {
        for by in ["TCP", "Unix socket"] {
            let started = case.start(by);
            let load = Load {
                address: &started.serve.addresses[0],
                request: &started.request,
                process: started.serve.id(),
                seconds,
            };
            // Once without measuring, so that files are read, keys examined and tokens remembered.
            Load {
                seconds: seconds / 5.0,
                ..load
            }
            .run();
            let found = load.run();
            let row = [
                case.name.to_owned(),
                by.to_owned(),
                format!("{:.0}", found.each_second),
                format!("{:.1}", found.cpu_micros),
                case.goal.map_or_else(String::new, |goal| {
                    format!(
                        "{goal:.0}{}",
                        if found.cpu_micros <= goal { "" } else { ", not met" }
                    )
                }),
                format!("{:.0}", found.p50_micros),
                format!("{:.0}", found.p99_micros),
            ];
            println!("| {} |", row.join(" | "));
        }
    }
    gateway::compare(seconds);
}
