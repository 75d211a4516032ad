//! How long it takes to read a long list: `TOKENSEAL_ENTRIES` says how long (a million by default).
//! This only measures, and fails only if the list is not read.

use std::time::Instant;

use serde_json::json;
use tokenseal::machine::{Answer, Times};
use tokenseal::{Revocations, StoreOptions};
use tokenseal_drivers::StoreClient;
use tokenseal_drivers::store::Single;

use crate::servers::Servers;

const START: u64 = 1_700_000_000;
/// How many are written at once.
const BATCH: u64 = 10_000;

#[test]
#[ignore = "it measures, and needs up to 3 GB"]
fn how_long_a_long_list_takes_to_read() {
    let entries: u64 =
        std::env::var("TOKENSEAL_ENTRIES").map_or(1_000_000, |entries| entries.parse().unwrap());
    for kind in std::env::var("TOKENSEAL_KINDS")
        .unwrap_or_else(|_| "redis,valkey".to_owned())
        .split(',')
    {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let client = redis::Client::open(started.url()).unwrap();
        let reader = Reader {
            client: Single::from(client.clone()),
            kind,
            began: Instant::now(),
        };
        reader.read("an empty list", true, 0);
        fill(&mut client.get_connection().unwrap(), entries);
        println!(
            "{kind}: {entries} entries are there after {:.1} s",
            reader.began.elapsed().as_secs_f64()
        );
        reader.read("the log, and packs it", false, entries);
        reader.read("what is packed", false, entries);
    }
}

struct Reader<'a> {
    client: Single,
    kind: &'a str,
    began: Instant,
}

impl Reader<'_> {
    /// Makes a new process read the list, and do everything else that it then does.
    fn read(&self, what: &str, create: bool, entries: u64) {
        let options = StoreOptions {
            namespace: Some("n".into()),
            create,
            ..StoreOptions::default()
        };
        let list = Revocations::redis(&options).unwrap();
        let times = || {
            Times::new(
                START as f64 + self.began.elapsed().as_secs_f64(),
                self.began.elapsed().as_secs_f64(),
            )
        };
        let (began, used) = (Instant::now(), self.used());
        let (mut ready, mut flights, mut longest) = (None, 0, 0.0_f64);
        let mut stores = list.poll(times()).stores;
        while !stores.is_empty() {
            let store = stores.remove(0);
            let sent = Instant::now();
            let values = self.client.send(&store.commands, 60.0).unwrap();
            longest = longest.max(sent.elapsed().as_secs_f64());
            flights += 1;
            stores.extend(list.tell(times(), Answer::Reply { id: store.id, values }).stores);
            if ready.is_none() && list.is_ready(times()) {
                ready = Some((began.elapsed().as_secs_f64(), self.used() - used, flights));
            }
        }
        let (seconds, server, flights) = ready.expect("the list was not read");
        let status: serde_json::Value = serde_json::from_str(&list.status()).unwrap();
        assert_eq!(status["entries"]["token"], entries);
        println!(
            "{}: {what}: {seconds:.2} s, {server:.2} s of the server's time, {flights} flights of at most {:.0} ms; all done after {:.2} s",
            self.kind,
            longest * 1000.0,
            began.elapsed().as_secs_f64()
        );
    }

    /// How much time the server has used, in seconds.
    fn used(&self) -> f64 {
        let values = self
            .client
            .send(&[["INFO", "cpu"].map(String::from).to_vec()], 60.0)
            .unwrap();
        let tokenseal::machine::Value::Text(text) = &values[0] else {
            panic!("{values:?}")
        };
        let of = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':')?.parse::<f64>().ok())
                .unwrap()
        };
        of("used_cpu_user") + of("used_cpu_sys")
    }
}

/// Writes entries as a list does, but many at once.
fn fill(connection: &mut redis::Connection, entries: u64) {
    let id = |index: u64| format!("{}-{index}", START * 1000);
    for from in (0..entries).step_by(BATCH as usize) {
        let mut pipe = redis::pipe();
        for index in from + 1..=entries.min(from + BATCH) {
            let number = format!("{index:016}");
            pipe.cmd("XADD")
                .arg("{n}:log")
                .arg(id(index))
                .arg("r")
                .arg(record(index))
                .arg("n")
                .arg(number)
                .ignore();
        }
        pipe.query::<()>(connection).unwrap();
    }
    redis::cmd("HSET")
        .arg("{n}:header")
        .arg("last")
        .arg(id(entries))
        .query::<()>(connection)
        .unwrap();
}

/// A token's record in the form that the core documents, as base64url.
fn record(index: u64) -> String {
    // SplitMix64: hashes spread evenly.
    let mix = |mut word: u64| {
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    };
    let high = mix(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut bytes = vec![b't', 0];
    bytes.extend(high.to_be_bytes());
    bytes.extend(&mix(high).to_be_bytes()[..4]);
    bytes.extend((START as u32 + 86_400).to_le_bytes());
    bytes.resize(41, 0);
    base64url(&bytes)
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let groups = bytes.chunks(3).flat_map(|group| {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        (0..=group.len()).map(move |place| char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]))
    });
    groups.collect()
}
