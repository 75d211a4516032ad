//! Used proofs in a simulated store: how several processes that share it treat one proof.

use std::collections::HashMap;
use std::sync::Mutex;

use serde_json::{Value as Json, json};

use super::*;
use crate::key::{GenerateOptions, Key, KeyOptions};
use crate::machine::{Answer, Failure, Store, Times, Turn, Value};
use crate::options::{
    CheckOptions, Confirmation, IssueOptions, IssuerOptions, ProofOptions, ReplayStoreOptions, VerifyOptions,
};
use crate::{Check, ErrorCode, Followed, Issuer, Outcome, PendingCheck, SignatureAlgorithm, Token, Verifier};

const NOW: f64 = 1_700_000_000.0;

/// A server: when each key expires, in milliseconds.
#[derive(Default)]
struct Server(Mutex<HashMap<String, f64>>);

impl Server {
    /// `SET key 1 NX PX lifetime`, as the script does it.
    fn answer(&self, request: &Store, now: f64) -> Answer {
        let mut keys = self.0.lock().unwrap();
        let one = |command: &Vec<String>| {
            let [eval, script, count, key, lifetime] = command.as_slice() else {
                panic!("{command:?}")
            };
            assert_eq!((eval.as_str(), count.as_str()), ("EVAL", "1"));
            assert!(script.contains("'NX','PX'") && script.is_ascii());
            assert!(key.starts_with("{api}:dpop:") && key.len() == 11 + 22, "{key}");
            let is_new = keys.get(key).is_none_or(|end| *end <= now * 1000.0);
            if is_new {
                keys.insert(key.clone(), now * 1000.0 + lifetime.parse::<f64>().unwrap());
            }
            Value::Integer(is_new.into())
        };
        Answer::Reply {
            id: request.id,
            values: request.commands.iter().map(one).collect(),
        }
    }
}

struct Setting {
    key: Key,
    token: String,
    server: Server,
}

impl Setting {
    fn new() -> Self {
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let options = IssuerOptions {
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        };
        let bound = IssueOptions {
            confirm: Some(Confirmation::of_key(&key).unwrap()),
            now: Some(NOW),
            ..IssueOptions::default()
        };
        let token = Issuer::new(Some(secret().into()), None, &options)
            .unwrap()
            .issue(&json!({}), &bound)
            .unwrap();
        Self {
            key,
            token,
            server: Server::default(),
        }
    }

    fn sent(&self, at: f64) -> CheckOptions {
        let options = ProofOptions {
            access_token: Some(self.token.clone()),
            now: Some(at),
            ..ProofOptions::default()
        };
        let proof = prove(&self.key, "GET", "https://api.example/orders", &options).unwrap();
        CheckOptions {
            proof: Some(proof.into()),
            method: Some("GET".into()),
            url: Some("/orders".into()),
            now: Some(at),
            ..CheckOptions::default()
        }
    }

    /// A check, run to completion.
    fn check(&self, verifier: &Verifier, sent: &CheckOptions) -> Result<Token, ErrorCode> {
        let now = sent.now.unwrap();
        let pending = waits(verifier.check_with(&self.token, sent, Times::of_test(now)));
        let turn = pending.followed().poll(Times::of_test(now));
        for request in &turn.stores {
            pending
                .followed()
                .tell(Times::of_test(now), self.server.answer(request, now));
        }
        assert!(pending.is_settled(Times::of_test(now)));
        done(pending.resume(Times::of_test(now)))
    }
}

fn secret() -> Key {
    Key::from_secret(
        b"0123456789abcdef0123456789ABCDEF",
        SignatureAlgorithm::HS256.into(),
        &KeyOptions::default(),
    )
    .unwrap()
}

fn cache() -> ReplayCache {
    ReplayCache::redis(&ReplayStoreOptions {
        namespace: Some("api".into()),
        ..ReplayStoreOptions::default()
    })
    .unwrap()
}

/// A process of the service: everything of its own except the store, which all share.
fn node() -> Verifier {
    let options = VerifyOptions {
        public_origins: Some(vec!["https://api.example".into()]),
        ..VerifyOptions::default()
    };
    Verifier::new(Some(secret().into()), None, &options)
        .unwrap()
        .with_replays(&cache())
        .unwrap()
}

fn waits(check: Check) -> Box<PendingCheck> {
    match check.outcome {
        Outcome::Waits(pending) => pending,
        Outcome::Done(result) => panic!("{result:?}"),
    }
}

fn done(check: Check) -> Result<Token, ErrorCode> {
    match check.outcome {
        Outcome::Done(result) => result.map_err(|error| error.code()),
        Outcome::Waits(pending) => panic!("{pending:?}"),
    }
}

fn status(verifier: &Verifier) -> Json {
    serde_json::from_str(&verifier.replays().unwrap().status()).unwrap()
}

#[test]
fn a_proof_is_used_up_for_every_process() {
    let (setting, one, other) = (Setting::new(), node(), node());
    assert!(
        one.is_remote()
            && one
                .followed()
                .iter()
                .any(|followed| matches!(followed, Followed::Replays(_)))
    );
    let sent = setting.sent(NOW);
    setting.check(&one, &sent).unwrap();
    assert_eq!(setting.check(&one, &sent).unwrap_err(), ErrorCode::DpopInvalid);
    assert_eq!(setting.check(&other, &sent).unwrap_err(), ErrorCode::DpopInvalid);
    assert_eq!(
        setting.check(&node(), &sent).unwrap_err(),
        ErrorCode::DpopInvalid,
        "and after a restart"
    );
    setting.check(&other, &setting.sent(NOW)).unwrap();
    assert_eq!(
        status(&one),
        json!({ "scope": "store", "asked": 2, "refused": 1, "failed": 0, "last_failure": null })
    );
}

/// A clock that is a minute ahead makes proofs that are accepted for two minutes: the store
/// remembers them for as long.
#[test]
fn it_is_remembered_for_as_long_as_it_is_accepted() {
    let (setting, one, other) = (Setting::new(), node(), node());
    let ahead = CheckOptions {
        now: Some(NOW),
        ..setting.sent(NOW + 60.0)
    };
    setting.check(&one, &ahead).unwrap();
    let late = CheckOptions {
        now: Some(NOW + 120.0),
        ..ahead
    };
    assert_eq!(setting.check(&other, &late).unwrap_err(), ErrorCode::DpopInvalid);
}

/// A check that its driver resumes more than once is not a replay of itself.
#[test]
fn a_check_that_goes_on_never_sees_its_own_mark() {
    let (setting, verifier) = (Setting::new(), node());
    let times = Times::of_test(NOW);
    let pending = waits(verifier.check_with(&setting.token, &setting.sent(NOW), times));
    // It is resumed before there is an answer, and waits again without asking again.
    let request = pending.followed().poll(times).stores.remove(0);
    assert!(!pending.is_settled(times));
    let pending = waits(pending.resume(times));
    assert_eq!(pending.followed().poll(times).stores, []);
    pending
        .followed()
        .tell(times, setting.server.answer(&request, NOW));
    done(pending.resume(times)).unwrap();
}

/// A call that cannot wait has asked nothing, and the proof is still good.
#[test]
fn a_check_that_was_given_up_uses_up_no_proof() {
    let (setting, verifier) = (Setting::new(), node());
    let (times, sent) = (Times::of_test(NOW), setting.sent(NOW));
    let pending = waits(verifier.check_with(&setting.token, &sent, times));
    let followed = pending.followed().clone();
    assert_eq!(done(pending.give_up()).unwrap_err(), ErrorCode::DpopUnavailable);
    assert_eq!(followed.poll(times).stores, []);
    setting.check(&verifier, &sent).unwrap();
}

#[test]
fn checks_at_once_are_asked_about_together() {
    let (setting, verifier) = (Setting::new(), node());
    let times = Times::of_test(NOW);
    let twice = setting.sent(NOW);
    let given: Vec<CheckOptions> = (0..148)
        .map(|_| setting.sent(NOW))
        .chain([twice.clone(), twice])
        .collect();
    let pending: Vec<_> = given
        .iter()
        .map(|sent| waits(verifier.check_with(&setting.token, sent, times)))
        .collect();
    let turn = pending[0].followed().poll(times);
    assert_eq!(
        turn.stores
            .iter()
            .map(|request| request.commands.len())
            .collect::<Vec<_>>(),
        [100, 50]
    );
    for request in turn.stores.iter().rev() {
        pending[0]
            .followed()
            .tell(times, setting.server.answer(request, NOW));
    }
    let results: Vec<_> = pending
        .into_iter()
        .map(|pending| done(pending.resume(times)).map(drop))
        .collect();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 149);
    assert_eq!(results.last(), Some(&Err(ErrorCode::DpopInvalid)));
}

/// Whatever else the store does, nobody is accepted, and it is not the client's fault.
#[test]
fn a_store_that_does_not_answer_accepts_nobody() {
    let (setting, verifier) = (Setting::new(), node());
    let times = Times::of_test(NOW);
    let ask = || {
        let pending = waits(verifier.check_with(&setting.token, &setting.sent(NOW), times));
        let request = pending.followed().poll(times).stores.remove(0);
        (pending, request)
    };
    let reply = |values: Vec<Value>| {
        move |id: u64| Answer::Reply {
            id,
            values: values.clone(),
        }
    };
    let answers: [Box<dyn Fn(u64) -> Answer>; 6] = [
        Box::new(|id| Answer::Failed {
            id,
            why: Failure::Connect,
        }),
        Box::new(reply(vec![Value::Error(
            "READONLY You can't write against a read only replica.".into(),
        )])),
        Box::new(reply(vec![Value::Nil])),
        Box::new(reply(vec![Value::Text("1".into())])),
        Box::new(reply(vec![])),
        Box::new(reply(vec![Value::Integer(1), Value::Integer(1)])),
    ];
    for answer in answers {
        let (pending, request) = ask();
        pending.followed().tell(times, answer(request.id));
        assert!(pending.is_settled(times));
        assert_eq!(
            done(pending.resume(times)).unwrap_err(),
            ErrorCode::DpopUnavailable
        );
    }
    // An answer to another request settles nothing, and neither does the passage of time while a
    // driver is alive.
    let (pending, request) = ask();
    pending.followed().tell(
        times,
        Answer::Reply {
            id: request.id + 1,
            values: vec![Value::Integer(1)],
        },
    );
    assert!(!pending.is_settled(times) && !pending.is_settled(Times::of_test(NOW + 2.9)));
    let late = Times::of_test(NOW + 3.1);
    assert!(pending.is_settled(late));
    assert_eq!(
        pending.followed().poll(late),
        Turn::default(),
        "a flight that nobody carries is forgotten"
    );
    assert_eq!(
        done(pending.resume(late)).unwrap_err(),
        ErrorCode::DpopUnavailable
    );
    let (pending, _) = ask();
    assert_eq!(done(pending.give_up()).unwrap_err(), ErrorCode::DpopUnavailable);
    assert_eq!(status(&verifier)["failed"], 7);
    assert_eq!(ErrorCode::DpopUnavailable.status(), 503);
}

/// A proof that cannot be good is refused before the store is asked.
#[test]
fn a_wrong_proof_asks_nothing() {
    let (setting, verifier) = (Setting::new(), node());
    let wrong = CheckOptions {
        method: Some("POST".into()),
        ..setting.sent(NOW)
    };
    assert_eq!(
        done(verifier.check_with(&setting.token, &wrong, Times::of_test(NOW))).unwrap_err(),
        ErrorCode::DpopInvalid
    );
    assert_eq!(
        verifier.replays().unwrap().poll(Times::of_test(NOW)),
        Turn::default()
    );
    // Without the machines' times nothing can wait.
    assert_eq!(
        verifier
            .verify_with(&setting.token, &setting.sent(NOW))
            .unwrap_err()
            .code(),
        ErrorCode::OptionInvalid
    );
}

#[test]
fn options_of_a_store() {
    let code = |namespace: Option<&str>, timeout: Option<crate::Length>| {
        ReplayCache::redis(&ReplayStoreOptions {
            namespace: namespace.map(str::to_owned),
            timeout,
        })
        .map(drop)
        .map_err(|error| error.code())
    };
    assert_eq!(code(Some("api"), Some("5s".into())), Ok(()));
    for (namespace, timeout) in [
        (None, None),
        (Some(""), None),
        (Some("a{b}"), None),
        (Some("a b"), None),
        (Some("api"), Some(0.into())),
    ] {
        assert_eq!(code(namespace, timeout), Err(ErrorCode::OptionInvalid));
    }
    assert_eq!(code(Some(&"a".repeat(101)), None), Err(ErrorCode::OptionInvalid));
}
