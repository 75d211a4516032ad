//! Whether an accepted token is still valid: for connections that outlive the check of their token.

use std::sync::Arc;

use crate::base64url;
use crate::error::{Error, Result};
use crate::header::{Form, Header};
use crate::jwt::checks::Checks;
use crate::jwt::claims::Registered;
use crate::jwt::members::{Claims, Spans};
use crate::jwt::pending::{Check, MOST_ROUNDS, Run, Stop, Suspended, needs_times};
use crate::jwt::remembered::Beside;
use crate::jwt::token::{Checked, Token};
use crate::jwt::verifier::Verifier;
use crate::key::Identity;
use crate::limits::Limits;
use crate::machine::Times;
use crate::options::{TokenKind, check_time};

impl Verifier {
    /// Whether a token that this verifier accepted is still valid: for long-lived connections, such
    /// as a WebSocket, to ask now and then.
    ///
    /// It checks the token's times, the list of revocations and the status, as `verify` does.
    /// Signature, claims and proof were checked when the connection began.
    ///
    /// # Errors
    /// `ERR_JWT_EXPIRED`, `ERR_JWT_TOO_OLD` and `ERR_JWT_REVOKED`; `ERR_JWT_REVOCATION_UNAVAILABLE`
    /// if the list or the status is unavailable; `ERR_OPTION_INVALID` if `now` is not a point in
    /// time. For lists in a store there is [`check_again`](Self::check_again), which a driver
    /// carries.
    ///
    /// ```
    /// # use tokenseal::{Key, KeyOptions, Revocations, RevocationsOptions, RevokeOptions, SignatureAlgorithm::HS256, TokenOptions, Verifier, VerifyOptions};
    /// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
    /// let revocations = Revocations::new(&RevocationsOptions::default())?;
    /// let verifier = Verifier::new(Some(key.clone().into()), None, &VerifyOptions::default())?.with_revocations(&revocations)?;
    /// # let now = 1_700_000_000.0;
    /// # let options = TokenOptions { expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
    /// # let token = tokenseal::sign(&serde_json::json!({}), &key, &options)?;
    /// let token = verifier.verify(token, now)?;
    ///
    /// verifier.still_valid(&token, now + 60.0)?;
    /// assert_eq!(verifier.still_valid(&token, now + 300.0).unwrap_err().code().as_str(), "ERR_JWT_EXPIRED");
    ///
    /// revocations.revoke(&token, &RevokeOptions { now: Some(now + 60.0), ..RevokeOptions::default() })?;
    /// assert_eq!(verifier.still_valid(&token, now + 61.0).unwrap_err().code().as_str(), "ERR_JWT_REVOKED");
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn still_valid(&self, token: &Token, now: f64) -> Result<()> {
        let mut run = Run {
            is_again: true,
            ..Run::new(check_time(now, "now")?, None)
        };
        match self.0.verify_again(token, &mut run) {
            Ok(_) => Ok(()),
            Err(Stop::Refused(error)) => Err(error),
            Err(Stop::Waits(..)) => Err(needs_times()),
        }
    }

    /// As [`still_valid`](Self::still_valid), from the token's protected header and claims, as its
    /// check returned them, and the key_id of the key that verified it: for callers that keep no
    /// [`Token`], such as bindings. `times` are those of machines, for lists that are kept
    /// elsewhere; it never waits, and uses what is at hand.
    ///
    /// # Errors
    /// As [`still_valid`](Self::still_valid).
    pub fn still_valid_text(
        &self,
        header: &str,
        claims: &str,
        key_id: Option<&str>,
        now: f64,
        times: Option<Times>,
    ) -> Result<()> {
        let token = Token::kept(header, claims, key_id)?;
        let mut run = Run {
            is_again: true,
            rounds: MOST_ROUNDS,
            ..Run::new(check_time(now, "now")?, times)
        };
        match self.0.verify_again(&token, &mut run) {
            Ok(_) => Ok(()),
            Err(Stop::Refused(error)) => Err(error),
            Err(Stop::Waits(needs, _)) => Err(needs.error),
        }
    }

    /// The same as [`still_valid`](Self::still_valid), but if it must wait for a list in a store or
    /// for a status, it returns a [`PendingCheck`](crate::PendingCheck).
    pub fn check_again(&self, token: &Token, now: f64, times: Times) -> Check {
        let mut run = Run {
            is_again: true,
            ..Run::new(now, Some(times))
        };
        let result = match check_time(now, "now") {
            Ok(_) if times.are_sound() => self.0.verify_again(token, &mut run),
            Ok(_) => Err(Error::option("the clock gives a time that is no finite number").into()),
            Err(error) => Err(error.into()),
        };
        // What waits, waits with the checks of the token's own issuer.
        self.answer(
            result,
            || Suspended::Verified(Box::new(token.clone()), Arc::clone(&self.0)),
            run,
            times,
        )
    }

    /// The same as [`check_again`](Self::check_again), for the texts that
    /// [`still_valid_text`](Self::still_valid_text) takes.
    pub fn check_again_text(
        &self,
        header: &str,
        claims: &str,
        key_id: Option<&str>,
        now: f64,
        times: Times,
    ) -> Check {
        match Token::kept(header, claims, key_id) {
            Ok(token) => self.check_again(&token, now, times),
            Err(error) => Run::new(now, Some(times)).done(Err(error)),
        }
    }
}

impl Token {
    /// A token made from its kept texts. Nothing is verified: it is for checking its times and
    /// lists.
    fn kept(header: &str, claims: &str, key_id: Option<&str>) -> Result<Self> {
        let segment = base64url::encode(header.as_bytes());
        let parse = |form| Header::parse(form, segment.as_bytes(), &Limits::DEFAULT);
        let (kind, header) = match parse(Form::Signed) {
            Ok(header) => (TokenKind::Signed, header),
            Err(_) => (TokenKind::Encrypted, parse(Form::Encrypted)?),
        };
        let claims = Claims::read(claims)?;
        let key = Arc::new(Identity::named(key_id));
        Ok(Checked {
            kind,
            claims,
            header: Arc::new(header),
            key,
            outer: None,
            beside: Beside::default(),
        }
        .into())
    }
}

impl Claims {
    fn read(text: &str) -> Result<Self> {
        let (mut claims, mut spans) = (Registered::default(), Spans::default());
        claims.fill(text, Limits::MAX_JSON_DEPTH, |_, value| spans.add(text, value))?;
        spans.end(claims.seen, claims.cnf.is_some(), claims.status.is_some());
        Ok(Self {
            json: text.to_owned(),
            spans,
        })
    }
}

impl Checks {
    fn verify_again(self: &Arc<Self>, token: &Token, run: &mut Run) -> Result<Token, Stop> {
        let claims = Registered::read(token.claims_json(), Limits::MAX_JSON_DEPTH)?;
        if let Some(members) = &self.members {
            return members.of(&claims)?.0.verify_again(token, run);
        }
        self.policy.check_times(&claims, run.now)?;
        self.check_list(token.clone(), run)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dpop::prove;
    use crate::jwt::Outcome;
    use crate::machine::Times;
    use crate::options::{
        CheckOptions, Confirmation, GenerateOptions, IssueOptions, IssuerOptions, KeyOptions, ProofOptions,
        RevocationsOptions, RevokeOptions, VerifyOptions,
    };
    use crate::{ErrorCode, Issuer, Key, Revocations, SignatureAlgorithm, Token, Verifier};

    const NOW: f64 = 1_700_000_000.0;

    fn secret() -> Key {
        Key::from_secret(
            b"0123456789abcdef0123456789ABCDEF",
            SignatureAlgorithm::HS256.into(),
            &KeyOptions::default(),
        )
        .unwrap()
    }

    /// A token of this issuer that is bound to a key, and was accepted with its proof.
    fn accepted(verifier: &Verifier) -> Token {
        let key = Key::generate(SignatureAlgorithm::ES256.into(), &GenerateOptions::default()).unwrap();
        let options = IssuerOptions {
            issuer: Some("https://a.example".into()),
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        };
        let call = IssueOptions {
            confirm: Some(Confirmation::of_key(&key).unwrap()),
            now: Some(NOW),
            ..IssueOptions::default()
        };
        let token = Issuer::new(Some(secret().into()), None, &options)
            .unwrap()
            .issue(&json!({ "sub": "alice" }), &call)
            .unwrap();
        let options = ProofOptions {
            access_token: Some(token.clone()),
            now: Some(NOW),
            ..ProofOptions::default()
        };
        let proof = prove(&key, "GET", "https://api.example/events", &options).unwrap();
        let sent = CheckOptions {
            proof: Some(proof.into()),
            method: Some("GET".into()),
            url: Some("/events".into()),
            now: Some(NOW),
            ..CheckOptions::default()
        };
        verifier.verify_with(&token, &sent).unwrap()
    }

    #[test]
    fn a_bound_token_is_still_good_without_another_proof() {
        let revocations = Revocations::new(&RevocationsOptions::default()).unwrap();
        let options = VerifyOptions {
            issuer: Some("https://a.example".into()),
            public_origins: Some(vec!["https://api.example".into()]),
            leeway: Some("30s".into()),
            ..VerifyOptions::default()
        };
        let own = Verifier::new(Some(secret().into()), None, &options)
            .unwrap()
            .with_revocations(&revocations)
            .unwrap();
        let several = Verifier::by_issuer([own.clone()], None).unwrap();
        let other = Verifier::by_issuer([], None).unwrap();
        for verifier in [own, several] {
            let token = accepted(&verifier);
            for (now, expected) in [(NOW + 929.0, None), (NOW + 930.0, Some(ErrorCode::Expired))] {
                let checked = verifier.still_valid(&token, now);
                assert_eq!(checked.err().map(|error| error.code()), expected);
                let checked =
                    verifier.still_valid_text(token.header(), token.claims_json(), token.key_id(), now, None);
                assert_eq!(checked.err().map(|error| error.code()), expected);
                let Outcome::Done(checked) = verifier.check_again(&token, now, Times::of_test(now)).outcome
                else {
                    panic!("it waits")
                };
                assert_eq!(checked.as_ref().err().map(|error| error.code()), expected);
                assert!(checked.is_err() || checked.unwrap().proven_by() == token.proven_by());
                let check = verifier.check_again_text(
                    token.header(),
                    token.claims_json(),
                    token.key_id(),
                    now,
                    Times::of_test(now),
                );
                let Outcome::Done(checked) = check.outcome else {
                    panic!("it waits")
                };
                assert_eq!(checked.err().map(|error| error.code()), expected);
            }
            assert_eq!(
                verifier.still_valid(&token, f64::NAN).unwrap_err().code(),
                ErrorCode::OptionInvalid
            );
            assert_eq!(
                other.still_valid(&token, NOW).unwrap_err().code(),
                ErrorCode::ClaimMismatch
            );
            let call = RevokeOptions {
                now: Some(NOW),
                ..RevokeOptions::default()
            };
            let entry = revocations
                .revoke_subject(Some("https://a.example"), "alice", &call)
                .unwrap();
            assert_eq!(
                verifier.still_valid(&token, NOW + 1.0).unwrap_err().code(),
                ErrorCode::Revoked
            );
            let again = verifier.still_valid_text(token.header(), token.claims_json(), None, NOW + 1.0, None);
            assert_eq!(again.unwrap_err().code(), ErrorCode::Revoked);
            for (header, claims) in [
                ("no JSON", token.claims_json()),
                (token.header(), "no JSON"),
                ("{}", "{}"),
            ] {
                assert!(
                    verifier
                        .still_valid_text(header, claims, None, NOW, None)
                        .is_err()
                );
                let outcome = verifier
                    .check_again_text(header, claims, None, NOW, Times::of_test(NOW))
                    .outcome;
                assert!(matches!(outcome, Outcome::Done(Err(_))));
            }
            revocations.withdraw(&entry.id, &call).unwrap();
        }
    }
}
