//! Proofs that were seen before.

use super::proofs::OF_RFC;
use super::*;

/// Marks a proof of this key and id in a cache in memory.
fn mark(replays: &ReplayCache, thumbprint: &str, id: &str, issued: f64, now: f64) -> crate::Result<()> {
    let proof = Proof {
        thumbprint: thumbprint.to_owned(),
        id: id.to_owned(),
        issued,
        ..Proof::read(OF_RFC).unwrap()
    };
    replays.mark(&proof, 0.0, now, false).map(drop)
}

#[test]
fn a_proof_is_accepted_once_for_as_long_as_it_is_young() {
    let replays = ReplayCache::new(&ReplayOptions { capacity: Some(2) }).unwrap();
    let code =
        |id: &str, issued: f64, now: f64| mark(&replays, "t", id, issued, now).map_err(|error| error.code());
    assert_eq!(code("1", NOW, NOW), Ok(()));
    assert_eq!(code("1", NOW, NOW), Err(ErrorCode::DpopInvalid));
    assert_eq!(
        mark(&replays, "u", "1", NOW, NOW),
        Ok(()),
        "another key may choose the same jti"
    );
    assert_eq!(code("2", NOW + 1.0, NOW), Err(ErrorCode::DpopUnavailable));
    assert_eq!(
        code("1", NOW, NOW + 60.0),
        Err(ErrorCode::DpopInvalid),
        "still young enough"
    );
    assert_eq!(
        code("2", NOW + 61.0, NOW + 60.5),
        Ok(()),
        "what nobody accepts is forgotten"
    );
    // The clock is set back: a forgotten proof is not accepted again.
    assert_eq!(code("1", NOW, NOW), Err(ErrorCode::DpopInvalid));
    let status: Value = serde_json::from_str(&replays.status()).unwrap();
    let expected = json!({ "scope": "this process only", "remembered": 1, "capacity": 2, "refused": 3, "turned_away": 1 });
    assert_eq!(status, expected);
    assert_eq!(
        ReplayCache::new(&ReplayOptions { capacity: Some(0) })
            .unwrap_err()
            .code(),
        ErrorCode::OptionInvalid
    );
}

/// Two verifiers share a cache, and one allows a leeway: nothing that it would accept may be
/// forgotten.
#[test]
fn a_shared_cache_remembers_for_the_most_lenient() {
    let replays = ReplayCache::new(&ReplayOptions::default()).unwrap();
    replays.widen(0.0);
    replays.widen(300.0);
    replays.widen(0.0);
    mark(&replays, "t", "1", NOW, NOW).unwrap();
    assert!(mark(&replays, "t", "1", NOW, NOW + 360.0).is_err());
    mark(&replays, "t", "2", NOW + 360.0, NOW + 361.0).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&replays.status()).unwrap()["remembered"],
        1
    );
}
