//! The cost of a look-up by itself. `core/examples/status_list.rs` measures whole checks.

use std::hint::black_box;
use std::sync::{Arc, LazyLock};
use std::time::Instant;

use super::*;
use crate::status::Answer as Found;
use crate::status::reader::{Reader, Unread};

const ENTRIES: u64 = 100_000_000;
const LOOKS: u64 = 2_000_000;

/// Accepts a list without verifying it.
struct Believing;

impl Reader for Believing {
    fn read(&self, claims: &[u8], _: bool, _: Times) -> Result<String, Unread> {
        Ok(String::from_utf8(claims.to_vec()).unwrap())
    }

    fn remote(&self) -> Option<&crate::RemoteKeySet> {
        None
    }
}

/// The seconds that this thread spent on a processor, if the system reports them, since other
/// activity must not count. Otherwise the time that has passed.
fn spent() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let of_system = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = of_system.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// `cargo test --release -p tokenseal --lib status::tests::measure -- --ignored --nocapture`:
/// nanoseconds per look-up, at positions all over a list of a hundred million, of which one in a
/// hundred is revoked: finding the address and its list, checking its age, reading the status.
#[test]
#[ignore = "measures, and checks nothing"]
fn measure() {
    let published = StatusList::new(ENTRIES, 1).unwrap();
    (0..ENTRIES / 100).for_each(|_| {
        published
            .set(published.allocate().unwrap(), StatusList::INVALID)
            .unwrap()
    });
    let claims = json!({ "sub": URI, "iat": START, "ttl": 3600 }).to_string();
    let body = format!(
        "{},\"status_list\":{}}}",
        claims.trim_end_matches('}'),
        published.to_claim().unwrap()
    );
    let lists = Lists::new(
        Arc::new(Policy::compile(&options()).unwrap()),
        Arc::new(Believing),
    );
    let Found::Waits { list, .. } = lists.ask(URI, 0, at(0.0)) else {
        panic!("it is there already")
    };
    let fetch = list.poll(at(0.0)).fetches.remove(0);
    list.tell(
        at(0.0),
        Answer::Response {
            id: fetch.id,
            status: 200,
            headers: Vec::new(),
            body: body.into_bytes(),
        },
    );
    assert!(list.is_ready(at(0.0)));
    let written = |index: u64| format!(r#"{{"status_list":{{"idx":{index},"uri":"{URI}"}}}}"#);
    let claims: Vec<String> = (0..LOOKS)
        .map(|count| written(count.wrapping_mul(0xd134_2543_de82_ef95) % ENTRIES))
        .collect();
    for round in 0..5 {
        let (began, mut revoked) = (spent(), 0);
        for count in 0..LOOKS {
            let index = count.wrapping_mul(0xd134_2543_de82_ef95) % ENTRIES;
            let Found::Status { status, .. } = lists.ask(black_box(URI), index, at(1.0)) else {
                panic!("it was not looked up")
            };
            revoked += u64::from(status == Some(1));
        }
        let look = (spent() - began) * 1e9 / LOOKS as f64;
        let began = spent();
        for claim in &claims {
            let Ok(Reference::List { uri, index }) = Reference::read(claim) else {
                panic!("it was not read")
            };
            let Found::Status { status, .. } = lists.ask(&uri, index, at(1.0)) else {
                panic!("it was not looked up")
            };
            revoked += u64::from(status == Some(1));
        }
        let both = (spent() - began) * 1e9 / LOOKS as f64;
        println!("round {round}: {look:.0} ns a look-up, {both:.0} ns with its claim read ({revoked})");
    }
}
