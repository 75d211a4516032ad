//! Forks, in a process of their own: what a fork changes, it changes for every set in the process.

use tokenseal::machine::{Times, after_fork};
use tokenseal::{RemoteKeySet, RemoteOptions};

#[test]
fn a_child_forgets_its_parents_flight() {
    let set = RemoteKeySet::new(
        Some("https://issuer.example/jwks.json"),
        &RemoteOptions::default(),
    )
    .unwrap();
    assert_eq!(set.poll(Times::of_test(0.0)).fetches.len(), 1);
    assert_eq!(set.poll(Times::of_test(0.1)).fetches.len(), 0);
    after_fork();
    assert_eq!(set.poll(Times::of_test(0.1)).fetches.len(), 1);
}
