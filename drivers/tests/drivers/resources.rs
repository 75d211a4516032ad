//! Both drivers check requests to a protected resource: they wait for the keys of its verifier, and
//! say so if these cannot be fetched.

use tokenseal::{ErrorCode, ProtectedResource, RemoteKeySet, ResourceOptions};
use tokenseal_drivers::Settings;

use crate::carrier::{Make, with_both};
use crate::keys::{good_key, plain, token, verifier};
use crate::server::Space;

with_both! {
    a_request_waits_for_keys
    a_request_without_a_token_waits_for_nothing
    a_request_whose_keys_cannot_be_had_is_answered_by_503
}

fn resource(keys: &RemoteKeySet) -> ProtectedResource {
    ProtectedResource::new(&verifier(keys), None, None, &ResourceOptions::default()).unwrap()
}

fn headers() -> [(&'static str, String); 1] {
    [("authorization", format!("Bearer {}", token(&good_key())))]
}

fn a_request_waits_for_keys(make: Make) {
    let space = Space::new();
    let answer = make(Settings::new())
        .unwrap()
        .check_request(&resource(&space.set()), &headers());
    assert!(answer.is_allowed() && answer.token().is_some(), "{answer:?}");
    assert_eq!(space.log().len(), 1);
}

fn a_request_without_a_token_waits_for_nothing(make: Make) {
    let space = Space::new();
    let answer = make(Settings::new())
        .unwrap()
        .check_request(&resource(&space.set()), &[]);
    assert_eq!((answer.status(), space.log().len()), (401, 0));
}

fn a_request_whose_keys_cannot_be_had_is_answered_by_503(make: Make) {
    let nowhere = RemoteKeySet::new(Some("http://127.0.0.1:1/jwks.json"), &plain()).unwrap();
    let answer = make(Settings::new())
        .unwrap()
        .check_request(&resource(&nowhere), &headers());
    assert_eq!(
        (answer.status(), answer.error().map(|error| error.code())),
        (503, Some(ErrorCode::JwksUnavailable))
    );
}
