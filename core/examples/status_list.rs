//! The cost of a status list of a hundred million tokens, one in a hundred of them revoked:
//! `cargo run --release -p tokenseal --example status_list`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::sync::LazyLock;
use std::time::Instant;

use serde_json::json;
use tokenseal::machine::{Answer, Times};
use tokenseal::{
    Followed, Key, KeyOptions, Outcome, SignatureAlgorithm, StatusList, StatusLists, StatusListsOptions,
    StatusTokenOptions, TokenOptions, Verifier, VerifyOptions, sign,
};

const ENTRIES: u64 = 100_000_000;
const TOKENS: usize = 200_000;
const NOW: f64 = 1_700_000_000.0;
const URI: &str = "https://issuer.example/statuses/1";

/// The seconds that this thread spent on a processor, if the system reports them, since other
/// activity must not count. Otherwise the time that has passed.
fn spent() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let of_system = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = of_system.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn main() {
    let key = Key::from_secret(
        b"thirty-two bytes of real entropy",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap();
    let list = StatusList::new(ENTRIES, 1).unwrap();
    let began = spent();
    for _ in 0..ENTRIES / 100 {
        list.set(list.allocate().unwrap(), StatusList::INVALID).unwrap();
    }
    println!(
        "allocate and set: {:.0} ns each",
        (spent() - began) / (ENTRIES / 100) as f64 * 1e9
    );
    let began = spent();
    let published = list
        .to_jwt(
            &key,
            URI,
            &StatusTokenOptions {
                ttl: Some("1h".into()),
                now: Some(NOW),
                ..Default::default()
            },
        )
        .unwrap();
    println!("published: {} bytes in {:.2} s", published.len(), spent() - began);
    let began = spent();
    let state = list.to_state().unwrap();
    println!("state: {} bytes in {:.2} s", state.len(), spent() - began);

    let allowed_uris = Some(vec![URI.to_owned()]);
    let lists = StatusLists::new(
        None,
        &StatusListsOptions {
            allowed_uris,
            ..StatusListsOptions::default()
        },
    )
    .unwrap();
    let plain = Verifier::new(
        Some(key.clone().into()),
        None,
        &VerifyOptions {
            allow_unchecked_status: true,
            ..Default::default()
        },
    )
    .unwrap();
    let verifier = Verifier::new(Some(key.clone().into()), None, &VerifyOptions::default())
        .unwrap()
        .with_status_lists(&lists)
        .unwrap();
    let followed = verifier.followed();
    let [Followed::StatusList(remote)] = &followed[..] else {
        panic!("{followed:?}")
    };
    let times = Times::of_test(NOW);
    let fetch = remote.poll(times).fetches.remove(0);
    let began = spent();
    remote.tell(
        times,
        Answer::Response {
            id: fetch.id,
            status: 200,
            headers: Vec::new(),
            body: published.into_bytes(),
        },
    );
    println!(
        "verified, inflated and taken: {:.3} s ({})",
        spent() - began,
        remote.is_ready(times)
    );

    // A service sees only a few of all tokens, and they are spread over the whole list.
    let options = TokenOptions {
        expires_in: Some("1d".into()),
        now: Some(NOW),
        ..TokenOptions::default()
    };
    let token = |index: u64| {
        sign(
            &json!({ "status": { "status_list": { "idx": index, "uri": URI } } }),
            &key,
            &options,
        )
        .unwrap()
    };
    let tokens: Vec<String> = (0..TOKENS as u64)
        .map(|count| token(count.wrapping_mul(0x9e37_79b9_7f4a_7c15) % ENTRIES))
        .collect();
    let mut each = Vec::new();
    for round in 0..6 {
        for (name, verifier) in [("without a look", &plain), ("with a look", &verifier)] {
            let began = spent();
            let done =
                |token: &&String| matches!(verifier.check(token, NOW, times).outcome, Outcome::Done(_));
            let count = tokens.iter().filter(done).count();
            let nanoseconds = (spent() - began) / count as f64 * 1e9;
            println!("round {round}, a check {name}: {nanoseconds:.0} ns ({count})");
            each.push(nanoseconds);
        }
    }
    let least = |first: usize| {
        each.iter()
            .skip(first)
            .step_by(2)
            .copied()
            .fold(f64::INFINITY, f64::min)
    };
    println!("the status of a token: {:.0} ns", least(1) - least(0));
}
