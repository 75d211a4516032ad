//! What a list of a hundred million costs: `cargo test -p tokenseal --lib --release status::tests::measure -- --ignored --nocapture`.

use std::hint::black_box;
use std::time::Instant;

use super::*;

#[test]
#[ignore = "takes a while, and says something in a release build only"]
fn a_hundred_million_at_one_bit() {
    const ENTRIES: u64 = 100_000_000;
    let key = key("a");
    let list = StatusList::new(ENTRIES, 1).unwrap();
    let began = Instant::now();
    // One in a hundred, by chance.
    for _ in 0..ENTRIES / 100 {
        let index = list.allocate().unwrap();
        list.set(index, StatusList::INVALID).unwrap();
    }
    println!("allocate and set: {:.0} ns each", began.elapsed().as_nanos() as f64 / (ENTRIES / 100) as f64);
    let began = Instant::now();
    let published = list.to_jwt(&key, URI, &StatusTokenOptions { ttl: Some("1h".into()), now: Some(START), ..Default::default() }).unwrap();
    println!("published: {} bytes in {:?}", published.len(), began.elapsed());
    let began = Instant::now();
    let state = list.to_state().unwrap();
    println!("state: {} bytes in {:?}", state.len(), began.elapsed());

    let lists = verifier(&key);
    let began = Instant::now();
    let check = carried(&lists, &token(1, &key), 0.0, |fetch| ok(fetch, published.clone()));
    println!("verified, inflated and checked: {:?} ({})", began.elapsed(), outcome(&check));

    let followed = lists.followed();
    let [crate::Followed::StatusList(followed)] = &followed[..] else { panic!("{followed:?}") };
    let mut random = 88_172_645_463_325_252_u64;
    let indexes: Vec<u64> = (0..1_000_000)
        .map(|_| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % ENTRIES
        })
        .collect();
    let times = at(1.0);
    let began = Instant::now();
    let revoked =
        indexes.iter().filter(|index| !matches!(followed.find(**index, times), remote::Found::Status { status: Some(0), .. })).count();
    println!("status by index: {:.1} ns each ({revoked} revoked)", began.elapsed().as_nanos() as f64 / indexes.len() as f64);
    let table = Lists::of_test(followed);
    let began = Instant::now();
    for index in &indexes {
        black_box(matches!(table.ask(URI, *index, times), crate::status::Answer::Status { .. }));
    }
    println!("status by address and index: {:.1} ns each", began.elapsed().as_nanos() as f64 / indexes.len() as f64);
    let claims: Vec<String> = indexes.iter().map(|index| json!({ "status_list": { "idx": index, "uri": URI } }).to_string()).collect();
    let began = Instant::now();
    for claim in &claims {
        let Ok(Reference::List { uri, index }) = Reference::read(claim) else { panic!("{claim}") };
        black_box(matches!(table.ask(&uri, index, times), crate::status::Answer::Status { .. }));
    }
    println!("status by claim: {:.1} ns each", began.elapsed().as_nanos() as f64 / indexes.len() as f64);
}
