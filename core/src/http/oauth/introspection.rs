//! Token introspection responses (RFC 7662, section 2.2).

use serde_json::Value;

use super::Refusal;
use crate::error::{Error, Fault, Result};
use crate::http::response::{Response, json_type, no_store};
use crate::json::ObjectWriter;
use crate::jwt::Token;

/// The members that a response has of its own, which cannot be requested as claims.
const OWN: [&str; 16] = [
    "active",
    "scope",
    "client_id",
    "username",
    "token_type",
    "exp",
    "iat",
    "nbf",
    "sub",
    "aud",
    "iss",
    "jti",
    "cnf",
    "act",
    "acr",
    "auth_time",
];

/// A caller of introspection: what it is told about a token.
///
/// ```
/// # use serde_json::json;
/// use tokenseal::http::oauth::Introspection;
/// # use tokenseal::{Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions, Verifier, VerifyOptions};
/// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
/// # let options = VerifyOptions { audience: Some("https://api.example".into()), ..VerifyOptions::default() };
/// # let verifier = Verifier::new(Some(key.clone().into()), None, &options)?;
/// # let now = 1_700_000_000.0;
/// # let options = TokenOptions { expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
/// # let claims = json!({ "sub": "alice", "aud": ["https://api.example", "https://other.example"], "scope": "read write" });
/// # let token = tokenseal::sign(&claims, &key, &options)?;
/// let caller = Introspection::new(["https://api.example"], ["tenant"])?;
/// let checked = verifier.verify(token, now);
/// let answer = caller.answer(checked.as_ref(), now);
/// assert_eq!(answer.status, 200);
/// assert_eq!(
///     answer.body,
///     r#"{"active":true,"scope":"read write","token_type":"Bearer","exp":1700000300,"iat":1700000000,"sub":"alice","aud":"https://api.example"}"#
/// );
///
/// let refused = verifier.verify("no token", now);
/// assert_eq!(caller.answer(refused.as_ref(), now).body, r#"{"active":false}"#);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introspection {
    audiences: Vec<String>,
    claims: Vec<String>,
}

impl Introspection {
    /// A caller that tokens with one of these audiences are for, and that receives these claims in
    /// addition to those in every response. Without an audience, every token with one audience or
    /// none is for it.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for a claim that a response has of its own, or that is named twice.
    pub fn new(
        audiences: impl IntoIterator<Item = impl Into<String>>,
        claims: impl IntoIterator<Item = impl Into<String>>,
    ) -> Result<Self> {
        let claims: Vec<String> = claims.into_iter().map(Into::into).collect();
        if let Some(name) = claims.iter().find(|name| OWN.contains(&name.as_str())) {
            return Err(Error::option(format!(
                "claims names {name}, which every answer of introspection has of its own"
            )));
        }
        if let Some((_, name)) = claims
            .iter()
            .enumerate()
            .find(|(index, name)| claims.iter().take(*index).any(|one| one == *name))
        {
            return Err(Error::option(format!("claims names {name} twice")));
        }
        Ok(Self {
            audiences: audiences.into_iter().map(Into::into).collect(),
            claims,
        })
    }

    /// The response, given the result of checking the token. A token that is not acceptable, or is
    /// for someone else, is not active, and nothing says why. A failure that is not the token's
    /// fault is an error: in that case, nobody decided whether the token is active.
    ///
    /// A bound token (`cnf`) is active for whoever holds it: the caller must check the proof, and
    /// is told what the token is bound to. `exp` is always present, so a token without one is not
    /// active; `iat` is never later than now, and `aud` is one string, the caller's.
    pub fn answer(&self, checked: Result<&Token, &Error>, now: f64) -> Response {
        let answered = |body: String| Response {
            status: 200,
            headers: vec![no_store(), json_type()],
            body,
        };
        match checked {
            Ok(token) => answered(self.active(token, now).unwrap_or_else(inactive)),
            Err(error) if error.fault() == Fault::Token => answered(inactive()),
            Err(error) => Refusal::failure(error).response(),
        }
    }

    fn active(&self, token: &Token, now: f64) -> Option<String> {
        let json = |name: &str| token.claim_json(name);
        let text = |name: &str| json(name).and_then(|json| serde_json::from_str::<String>(json).ok());
        let time = |name: &str| {
            json(name)
                .and_then(|json| json.parse::<f64>().ok())
                .map(f64::floor)
        };
        let audience = self.audience(json("aud"))?;
        let exp = time("exp")?;
        let is_dpop = json("cnf")
            .and_then(|cnf| serde_json::from_str::<Value>(cnf).ok())
            .is_some_and(|cnf| cnf.get("jkt").is_some());

        let mut answer = ObjectWriter::new();
        answer.raw("active", true);
        for (name, value) in [
            ("scope", scope_of(token)),
            ("client_id", client_of(token)),
            ("username", text("username")),
        ] {
            if let Some(value) = value {
                answer.text(name, &value);
            }
        }
        answer.text("token_type", if is_dpop { "DPoP" } else { "Bearer" });
        for (name, value) in [
            ("exp", Some(exp)),
            ("iat", time("iat").map(|iat| iat.min(now.floor()))),
            ("nbf", time("nbf")),
        ] {
            if let Some(value) = value {
                answer.raw(name, value);
            }
        }
        if let Some(sub) = json("sub") {
            answer.raw("sub", sub);
        }
        if let Some(audience) = &audience {
            answer.text("aud", audience);
        }
        for name in ["iss", "jti", "cnf", "act", "acr", "auth_time"]
            .into_iter()
            .chain(self.claims.iter().map(String::as_str))
        {
            if let Some(value) = json(name) {
                answer.raw(name, value);
            }
        }
        Some(answer.finish())
    }

    /// The caller's audience among those of the token. None: the token is not for it, or nobody can
    /// tell.
    fn audience(&self, json: Option<&str>) -> Option<Option<String>> {
        let found: Vec<String> = match json.map(serde_json::from_str::<Value>) {
            None => Vec::new(),
            Some(Ok(Value::String(one))) => vec![one],
            Some(several) => several
                .ok()
                .and_then(|several| serde_json::from_value(several).ok())?,
        };
        match (&self.audiences[..], &found[..]) {
            ([], []) => Some(None),
            ([], [only]) => Some(Some(only.clone())),
            ([], _) => None,
            (own, found) => found
                .iter()
                .find(|one| own.contains(one))
                .map(|one| Some(one.clone())),
        }
    }
}

/// The client that a token was issued to: its `client_id` (RFC 9068) or `azp`.
pub fn client_of(token: &Token) -> Option<String> {
    let text = |name: &str| {
        token
            .claim_json(name)
            .and_then(|json| serde_json::from_str::<String>(json).ok())
    };
    text("client_id").or_else(|| text("azp"))
}

/// The scope of a token as one string, as the token wrote it (RFC 8693, section 4.2); a list, or
/// the value of `scp`, is joined with spaces.
pub fn scope_of(token: &Token) -> Option<String> {
    let value = ["scope", "scp"]
        .into_iter()
        .find_map(|name| token.claim_json(name))?;
    match serde_json::from_str(value).ok()? {
        Value::String(scope) => Some(scope),
        several => serde_json::from_value::<Vec<String>>(several)
            .ok()
            .map(|several| several.join(" ")),
    }
}

fn inactive() -> String {
    r#"{"active":false}"#.to_owned()
}
