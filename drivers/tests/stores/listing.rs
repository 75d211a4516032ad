//! What a listing of a list in a store shows, and how long it keeps revocations.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokenseal::{
    EntriesOptions, ErrorCode, Result, RevocationChange, RevocationEntry, RevokeOptions, StoreOptions,
};

use crate::instance::{ISSUER, Instance, now, options, token};
use crate::servers::Servers;

/// More than two pages.
const MANY: usize = 2500;

impl Instance {
    fn entries(&self, asked: Value) -> Result<Vec<RevocationEntry>> {
        let options: EntriesOptions = tokenseal::options_from_json(asked).unwrap();
        self.driver.entries(&self.list, &options)
    }

    fn longest_lifetime(&self) -> Value {
        serde_json::from_str::<Value>(&self.list.status()).unwrap()["longest_lifetime"].clone()
    }

    fn follows(&self, seconds: f64) {
        let began = Instant::now();
        while self.longest_lifetime() != json!(seconds) {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{}",
                self.list.status()
            );
            let _ = self.refused(&token("any"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn said(by: &str, reason: &str) -> RevokeOptions {
    RevokeOptions {
        by: Some(by.into()),
        reason: Some(reason.into()),
        now: Some(now()),
        ..RevokeOptions::default()
    }
}

#[test]
fn an_administrator_finds_an_entry_and_takes_it_back_on_another_machine() {
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let one = Instance::new(&started, &options(json!({}))).ready();
        let subject =
            RevocationChange::revoke_subject(ISSUER, "alice", &said("support", "lost phone")).unwrap();
        one.driver.change(&one.list, subject).unwrap();
        one.driver
            .change(
                &one.list,
                RevocationChange::revoke_key(None, "k1", &said("ops", "leaked")).unwrap(),
            )
            .unwrap();

        let other = Instance::new(&started, &options(json!({ "create": false })));
        let all = other.entries(json!({})).unwrap();
        let shown: Vec<_> = all
            .iter()
            .map(|entry| (entry.kind, entry.by.as_deref(), entry.reason.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                ("subject", Some("support"), Some("lost phone")),
                ("key", Some("ops"), Some("leaked"))
            ]
        );
        assert_eq!(
            (all[0].ends, all[1].ends),
            (None, None),
            "both stand in the log and in what is kept, and are listed once"
        );
        let [found] = other
            .entries(json!({ "issuer": ISSUER, "subject": "alice" }))
            .unwrap()
            .try_into()
            .unwrap();
        assert_eq!(found, all[0]);
        assert_eq!(
            other.entries(json!({ "subject": "alice" })).unwrap(),
            [],
            "of no issuer"
        );
        assert_eq!(other.entries(json!({ "key_id": "k1" })).unwrap().len(), 1);

        let withdrawal = RevocationChange::withdraw(&found.id, &said("admin", "the wrong alice")).unwrap();
        other.driver.change(&other.list, withdrawal).unwrap();
        let [entry] = one
            .entries(json!({ "issuer": ISSUER, "subject": "alice" }))
            .unwrap()
            .try_into()
            .unwrap();
        let withdrawn = entry.withdrawn.unwrap();
        assert_eq!(
            (withdrawn.by.as_deref(), withdrawn.reason.as_deref()),
            (Some("admin"), Some("the wrong alice"))
        );
        assert_eq!(
            (entry.by.as_deref(), entry.before),
            (Some("support"), found.before)
        );
    }
}

#[test]
fn a_list_of_several_pages_is_listed_in_its_order() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let one = Instance::new(&started, &options(json!({}))).ready();
    let ids: Vec<String> = (0..MANY)
        .map(|index| one.revoke(&index.to_string()).unwrap().id)
        .collect();
    let listed = one.entries(json!({})).unwrap();
    assert!(listed.iter().map(|entry| &entry.id).eq(&ids));
    assert_eq!(
        one.entries(json!({ "issuer": ISSUER, "token_id": "2400" }))
            .unwrap()[0]
            .id,
        ids[2400]
    );
}

#[test]
fn what_was_written_back_is_listed_without_who_and_why() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let one = Instance::new(&started, &options(json!({}))).ready().busy();
    let change = RevocationChange::revoke_session(ISSUER, "s1", &said("support", "stolen")).unwrap();
    one.driver.change(&one.list, change).unwrap();
    // It was read back, so this process knows only its name and its end.
    std::thread::sleep(Duration::from_millis(1500));
    servers.command(&started, &["FLUSHALL"]);
    let late = Instance::new(&started, &options(json!({ "create": false })));
    one.until(&token("fine"), None);
    let began = Instant::now();
    let listed = loop {
        match late.entries(json!({})) {
            Ok(listed) => break listed,
            Err(error) => assert!(began.elapsed() < Duration::from_secs(30), "{error}"),
        }
    };
    assert_eq!(
        (listed.len(), listed[0].kind, &listed[0].by, &listed[0].reason),
        (1, "session", &None, &None)
    );
}

#[test]
fn a_store_that_cannot_be_reached_lists_nothing_and_says_so_in_time() {
    let mut servers = Servers::new();
    let started = servers.start("redis", json!({}));
    let one = Instance::new(&started, &options(json!({}))).ready();
    servers.perform("pause", &started);
    let began = Instant::now();
    let error = one.entries(json!({})).unwrap_err();
    assert_eq!(error.code(), ErrorCode::RevocationUnavailable);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    servers.perform("resume", &started);
    one.until(&token("fine"), None);
    assert_eq!(one.entries(json!({})).unwrap(), []);
}

#[test]
fn a_longest_lifetime_is_raised_under_those_who_follow_and_never_lowered() {
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let of = |longest: &str| -> StoreOptions { options(json!({ "longest_lifetime": longest })) };
        let one = Instance::new(&started, &of("1h")).ready();
        let follower = Instance::new(&started, &options(json!({ "create": false }))).ready();
        let long = RevokeOptions {
            until: Some(now() + 5.0 * 3600.0),
            ..said("support", "lost")
        };
        let revoke = |instance: &Instance| {
            instance
                .driver
                .change(
                    &instance.list,
                    RevocationChange::revoke_id(ISSUER, "long", &long).unwrap(),
                )
                .map(|entry| entry.ends)
        };
        assert_eq!(revoke(&one).unwrap_err().code(), ErrorCode::OptionInvalid);

        let admin = Instance::new(&started, &of("6h")).ready();
        assert!(admin.list.require_longest_lifetime(&"6h".into()).is_ok());
        [&one, &follower]
            .iter()
            .for_each(|instance| instance.follows(6.0 * 3600.0));
        revoke(&follower).unwrap();

        let late = Instance::new(&started, &of("2h")).ready();
        assert_eq!(late.longest_lifetime(), json!(6.0 * 3600.0));
        let error = late.list.require_longest_lifetime(&"2h".into()).unwrap_err();
        assert!(error.message().contains("cannot be lowered"), "{error}");

        // A primary that lost the change is told again.
        servers.command(&started, &["HSET", "{test}:header", "longest_lifetime", "3600"]);
        let began = Instant::now();
        while servers.command(&started, &["HGET", "{test}:header", "longest_lifetime"]) != json!("21600") {
            assert!(began.elapsed() < Duration::from_secs(30));
            one.refused(&token("any"));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
