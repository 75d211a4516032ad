//! Protected resources, as strings: what every language does between [`ProtectedResource::take`]
//! and its own answer.

use tokenseal::http::{Response, event_answer, logout_answer};
use tokenseal::{Answer, ProtectedResource, RequestOptions, Result, Taken};

use crate::access::{Brought, error_of};
use crate::clock::now_or;
use crate::options::options;

/// The answer to a request whose token was taken, and checked as the language checks tokens: with
/// the [proof](Taken::proof), the [method](Taken::method) and the [URL](Taken::url) that were
/// taken. `given` is `RequestOptions`, as JSON text; [`Answer::to_json`] crosses.
///
/// # Errors
/// `ERR_OPTION_INVALID` if the options cannot be read; `ERR_INTERNAL` for a token whose text the
/// library did not write.
pub fn answer(
    resource: &ProtectedResource,
    taken: &Taken,
    brought: Brought<'_>,
    given: &str,
) -> Result<Answer> {
    let given: RequestOptions = options(given)?;
    let given = RequestOptions {
        now: Some(now_or(given.now)),
        ..given
    };
    let mut refused = None;
    let presented = brought.presented(&mut refused)?;
    Ok(resource.answer(taken, presented, &given))
}

/// The answer to a pushed event (or, with `is_logout`, to a logout) whose error had this code and
/// claim; both are None if all went well. As JSON: `status`, `headers` and `body`.
pub fn event_answer_json(is_logout: bool, code: Option<&str>, claim: Option<&str>) -> String {
    let error = code.map(|code| {
        let error = error_of(code);
        match claim {
            Some(claim) => error.with_claim(claim.to_owned()),
            None => error,
        }
    });
    let Response {
        status,
        headers,
        body,
    } = if is_logout {
        logout_answer(error.as_ref())
    } else {
        event_answer(error.as_ref())
    };
    serde_json::json!({ "status": status, "headers": headers, "body": body }).to_string()
}

#[cfg(test)]
mod tests {
    use tokenseal::{
        ErrorCode, Key, KeyOptions, ResourceOptions, SignatureAlgorithm, Verifier, VerifyOptions,
    };

    use super::*;

    fn resource() -> ProtectedResource {
        let key = Key::from_secret(
            b"0123456789abcdef0123456789ABCDEF",
            SignatureAlgorithm::HS256.into(),
            &KeyOptions::default(),
        )
        .unwrap();
        let verifier = Verifier::new(Some(key.into()), None, &VerifyOptions::default()).unwrap();
        ProtectedResource::new(&verifier, None, None, &ResourceOptions::default()).unwrap()
    }

    #[test]
    fn texts_are_answered_as_tokens_are() {
        let resource = resource();
        let taken = resource.take("GET", "/orders", &[("Authorization", "Bearer a.b.c")]);
        let claims = Brought::Claims {
            json: r#"{"scope":"read"}"#,
            proven_by: None,
        };
        let status = |brought, given| answer(&resource, &taken, brought, given).unwrap().status();
        assert_eq!(status(claims, "{}"), 200);
        assert_eq!(status(claims, r#"{"scope":"read"}"#), 200);
        assert_eq!(status(claims, r#"{"scope":["read","write"]}"#), 403);
        assert_eq!(status(Brought::Error("ERR_JWT_EXPIRED"), "{}"), 401);
        assert_eq!(status(Brought::Error("E_OTHER"), "{}"), 500);
        assert_eq!(status(Brought::Nothing, r#"{"optional":true}"#), 500);
        assert_eq!(
            answer(&resource, &taken, claims, r#"{"scopes":"read"}"#)
                .unwrap_err()
                .code(),
            ErrorCode::OptionInvalid
        );
        let refused = answer(&resource, &taken, Brought::Error("ERR_JWT_EXPIRED"), "{}").unwrap();
        assert!(refused.to_json().starts_with(
            r#"{"allowed":false,"status":401,"headers":[["WWW-Authenticate","Bearer error=\"invalid_token\","#
        ));
        assert!(
            refused
                .to_json()
                .ends_with(r#""code":"ERR_JWT_EXPIRED","fault":"token","message":"","claim":null,"dpop_nonce":null,"decision":null}"#),
            "{}",
            refused.to_json()
        );
    }

    #[test]
    fn answers_to_events_cross_as_one_text() {
        let refused = event_answer_json(false, Some("ERR_JWT_CLAIM_MISMATCH"), Some("iss"));
        assert!(refused.contains(r#""status":400"#) && refused.contains("invalid_issuer"));
        assert_eq!(
            event_answer_json(true, None, None),
            r#"{"status":200,"headers":[["Cache-Control","no-store"]],"body":""}"#
        );
        assert!(event_answer_json(false, Some("E_OTHER"), None).contains(r#""status":500"#));
    }
}
