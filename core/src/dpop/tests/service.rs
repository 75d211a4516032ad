//! Proofs as a service meets them, with their tokens.

use super::*;

struct Service {
    token: String,
    key: Key,
    verifier: Verifier,
}

fn service(options: VerifyOptions) -> Service {
    let (issuing, key) = (secret(), key(SignatureAlgorithm::ES256));
    let issuer = Issuer::new(
        Some(issuing.clone().into()),
        None,
        &IssuerOptions {
            lifetime: Some("5m".into()),
            ..IssuerOptions::default()
        },
    );
    let bound = IssueOptions {
        confirm: Some(Confirmation::of_key(&key).unwrap()),
        now: Some(NOW),
        ..IssueOptions::default()
    };
    let token = issuer.unwrap().issue(&json!({}), &bound).unwrap();
    let options = VerifyOptions {
        public_origins: Some(vec!["https://api.example".into()]),
        ..options
    };
    Service {
        token,
        key,
        verifier: Verifier::new(Some(issuing.into()), None, &options).unwrap(),
    }
}

impl Service {
    fn prove(&self, nonce: Option<&str>) -> String {
        let options = ProofOptions {
            access_token: Some(self.token.clone()),
            nonce: nonce.map(str::to_owned),
            ..options()
        };
        prove(&self.key, "GET", URL, &options).unwrap()
    }

    fn check(&self, proof: impl Into<OneOrMany>) -> Result<(), crate::Error> {
        let sent = CheckOptions {
            proof: Some(proof.into()),
            method: Some("GET".into()),
            url: Some("/orders".into()),
            now: Some(NOW),
            ..CheckOptions::default()
        };
        self.verifier.verify_with(&self.token, &sent).map(drop)
    }
}

#[test]
fn an_error_has_the_nonce_that_the_next_proof_needs() {
    let Service { token, key, verifier } = service(VerifyOptions::default());
    assert_eq!(verifier.dpop_nonce(NOW), Ok(None));
    let service = Service {
        token,
        key,
        verifier: verifier.with_nonce_key(&secret()).unwrap(),
    };
    let error = service.check(service.prove(None)).unwrap_err();
    assert_eq!(
        (error.code(), error.dpop_nonce()),
        (
            ErrorCode::DpopNonceRequired,
            service.verifier.dpop_nonce(NOW).unwrap().as_deref()
        )
    );
    let error = service.check(service.prove(Some("old"))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DpopNonceRequired);
    let good = service.prove(error.dpop_nonce());
    assert_eq!(service.check(good.as_str()), Ok(()));
    assert_eq!(service.check(good).unwrap_err().code(), ErrorCode::DpopInvalid);
}

#[test]
fn lists_of_proofs() {
    let service = service(VerifyOptions::default());
    let code = |proofs: Vec<String>| service.check(proofs).map_err(|error| error.code());
    assert_eq!(code(vec![]), Err(ErrorCode::DpopInvalid));
    assert_eq!(
        code(vec![service.prove(None), service.prove(None)]),
        Err(ErrorCode::DpopInvalid)
    );
    assert_eq!(code(vec![service.prove(None)]), Ok(()));
    assert_eq!(code(vec![String::new()]), Err(ErrorCode::DpopInvalid));
}

/// A refused request leaves no mark: otherwise anyone could use up a proof they overheard before
/// its owner's request arrives.
#[test]
fn only_an_accepted_proof_is_used_up() {
    let service = service(VerifyOptions::default());
    let proof = service.prove(None);
    let sent = |method: &str, now: f64| CheckOptions {
        proof: Some(proof.as_str().into()),
        method: Some(method.to_owned()),
        url: Some("/orders".into()),
        now: Some(now),
        ..CheckOptions::default()
    };
    for (refused, code) in [
        (sent("POST", NOW), ErrorCode::DpopInvalid),
        (sent("GET", NOW + 61.0), ErrorCode::DpopInvalid),
        (sent("GET", NOW + 400.0), ErrorCode::Expired),
    ] {
        assert_eq!(
            service
                .verifier
                .verify_with(&service.token, &refused)
                .unwrap_err()
                .code(),
            code
        );
    }
    assert_eq!(service.check(proof.as_str()), Ok(()));
    let replays = service.verifier.replays().unwrap().status();
    assert!(replays.contains(r#""remembered":1"#), "{replays}");
}

/// A copy of a process, as a fork makes it: each does not know the marks of the other. `status`
/// says so, and a store solves it.
#[test]
fn another_process_knows_nothing_of_a_proof() {
    let Service { token, key, verifier } = service(VerifyOptions::default());
    let other = verifier
        .clone()
        .with_replays(&ReplayCache::new(&ReplayOptions::default()).unwrap())
        .unwrap();
    let shared = verifier
        .clone()
        .with_replays(verifier.replays().unwrap())
        .unwrap();
    let here = Service {
        token: token.clone(),
        key: key.clone(),
        verifier,
    };
    let proof = here.prove(None);
    let in_another = |verifier: Verifier| Service {
        token: token.clone(),
        key: key.clone(),
        verifier,
    };
    assert_eq!(here.check(proof.as_str()), Ok(()));
    assert!(in_another(shared).check(proof.as_str()).is_err());
    assert_eq!(in_another(other).check(proof.as_str()), Ok(()));
}

#[test]
fn what_came_with_one_token_is_not_for_many() {
    let plain = CheckOptions {
        now: Some(NOW),
        ..CheckOptions::default()
    };
    assert_eq!(plain.time_alone(), Ok(Some(NOW)));
    let text = || Some("text".to_owned());
    for more in [
        CheckOptions {
            proof: Some("text".into()),
            ..plain.clone()
        },
        CheckOptions {
            method: text(),
            ..plain.clone()
        },
        CheckOptions {
            url: text(),
            ..plain.clone()
        },
        CheckOptions {
            certificate: Some(Vec::new()),
            ..plain.clone()
        },
    ] {
        assert_eq!(more.time_alone().unwrap_err().code(), ErrorCode::OptionInvalid);
    }
}

#[test]
fn options_that_contradict() {
    let keys = || Some(secret().into());
    let of = |options: &VerifyOptions| Verifier::new(keys(), None, options);
    let code = |verifier: crate::Result<Verifier>| verifier.map(drop).map_err(|error| error.code());
    let bad = Err(ErrorCode::OptionInvalid);
    let origins = Some(vec!["https://api.example".to_owned()]);
    let ignoring = VerifyOptions {
        proof_of_possession: crate::ProofOfPossession::Ignore,
        ..VerifyOptions::default()
    };
    assert_eq!(
        code(of(&VerifyOptions {
            public_origins: origins.clone(),
            ..ignoring.clone()
        })),
        bad
    );
    let plain = || of(&VerifyOptions::default()).unwrap();
    let replays = ReplayCache::new(&ReplayOptions::default()).unwrap();
    assert_eq!(code(plain().with_replays(&replays)), bad);
    assert_eq!(code(plain().with_nonce_key(&secret())), bad);
    assert_eq!(plain().replays().map(ReplayCache::status), None);
    let with_origins = VerifyOptions {
        public_origins: origins,
        issuer: Some("i".into()),
        ..VerifyOptions::default()
    };
    let several = Verifier::by_issuer([of(&with_origins).unwrap()], None).unwrap();
    assert_eq!(code(several.clone().with_replays(&replays)), bad);
    assert_eq!(code(several.with_nonce_key(&secret())), bad);
    let required = VerifyOptions {
        proof_of_possession: crate::ProofOfPossession::Required,
        now: Some(NOW),
        ..VerifyOptions::default()
    };
    assert_eq!(
        crate::verify("a.b.c", secret(), &required).unwrap_err().code(),
        ErrorCode::OptionInvalid
    );
    let Service { token, .. } = service(VerifyOptions::default());
    let now = Some(NOW);
    assert_eq!(
        crate::verify(
            &token,
            secret(),
            &VerifyOptions {
                now,
                ..VerifyOptions::default()
            }
        )
        .unwrap_err()
        .code(),
        ErrorCode::NotBound
    );
    crate::verify(&token, secret(), &VerifyOptions { now, ..ignoring }).unwrap();
}
