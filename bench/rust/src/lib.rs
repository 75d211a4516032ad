//! Benchmarks of the core, compared with the bare primitives of aws-lc-rs, josekit (on OpenSSL) and
//! jsonwebtoken (on AWS-LC).
//!
//! [`rows`] is the one list of what is measured. Three programs go through it: `main.rs` measures
//! the time, the contenders of a row in turns, and prints the document that `cargo xtask bench`
//! reads; `bin/allocations.rs` counts what the checks allocate; `benches/tokens.rs` is criterion's
//! view, for work on the core (`cargo bench -p tokenseal-bench --features criterion -- ES256`). A
//! new row is an entry in the list of its module. A fourth, `bin/refresh.rs`, has its own row, in
//! which the slowest counts.
//!
//! All have prepared keys and prepared policies, and check `iss`, `aud` and `exp` of the same
//! claims, those of `bench/claims.json`.

#![forbid(unsafe_code)]
// What goes wrong here must stop the run: a contender that fails would be the fastest.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod claims;
pub mod document;
mod encrypted;
mod keys;
mod libraries;
pub mod measure;
pub mod processes;
mod remote;
mod repeated;
mod revocations;
mod rings;
mod row;
mod sealed;
mod signed;
pub mod stopwatch;
mod threads;

use std::path::Path;

pub use claims::NOW;
pub use remote::Fetched;
pub use repeated::{SECOND_SIGHT, tokens_that_are_remembered};
pub use row::{Contender, Goal, Row, names};

/// A key for a program that measures something else than rows, and a token that it signed.
pub fn key_and_token(algorithm: &str) -> (tokenseal::Key, String) {
    let key = keys::generate(algorithm, None, None);
    let token = keys::token(&keys::issuer(Some(&key), None, None));
    (key, token)
}

/// Everything that is measured, in the order of the table. `worker` is a program that does what
/// [`processes::work`] does when it is started with
/// [`processes::ARGUMENT`]; without one, nothing is held against two processes.
pub fn rows(worker: Option<&Path>) -> Vec<Row> {
    libraries::install_provider();
    [
        signed::rows(),
        repeated::rows(),
        encrypted::rows(),
        sealed::rows(),
        threads::rows(worker),
        remote::rows(),
        rings::rows(),
        revocations::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contender_does_its_work() {
        for mut row in rows(None) {
            let of_ours = [names::TOKENSEAL, names::TWO_THREADS];
            assert!(
                row.contenders
                    .first()
                    .is_some_and(|first| of_ours.contains(&first.name)),
                "{}",
                row.path
            );
            for goal in &row.goals {
                assert!(
                    row.contenders
                        .iter()
                        .any(|contender| contender.name == goal.against),
                    "{}: {}",
                    row.path,
                    goal.text
                );
            }
            row.contenders.iter_mut().for_each(|contender| (contender.run)(1));
        }
    }

    #[test]
    fn rows_have_names_of_their_own() {
        let mut paths: Vec<String> = rows(None).into_iter().map(|row| row.path).collect();
        let count = paths.len();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }
}
