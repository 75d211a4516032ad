//! Token exchange (RFC 8693): a service that acts for a user gets a token of its own, for another
//! service.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Request, Response};
use serde_json::{Map, Value, json};
use tokenseal::http::oauth::{Parameters, Refusal, scope_of};
use tokenseal::{Fault, IssueOptions, OneOrMany, Token};

use super::authenticate::{Call, counted};
use crate::app::App;
use crate::service::Exchange;
use crate::wire::log_failure;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const JWT: &str = "urn:ietf:params:oauth:token-type:jwt";
/// The most actors of a token, including the present one.
const MOST_ACTORS: usize = 5;

/// Issues a token in exchange for a token.
pub(super) async fn token(State(app): State<Arc<App>>, request: Request<Body>) -> Response<Body> {
    match answer(Arc::clone(&app), request).await {
        Ok(body) => counted(&app, "exchange", tokenseal::http::oauth::granted(&body), None),
        Err(refusal) => counted(&app, "exchange", refusal.response(), Some(refusal.error())),
    }
}

async fn answer(app: Arc<App>, request: Request<Body>) -> Result<Value, Refusal> {
    let call = Call::read(app, request, &["audience", "resource"]).await?;
    let (client, form) = (&call.client, &call.form);
    if form.require("grant_type")? != GRANT {
        return Err(Refusal::unsupported_grant_type(
            "the only grant type here is token exchange (RFC 8693)",
        ));
    }
    if !client.exchanges {
        return Err(Refusal::unauthorized_client(
            "this client may not exchange tokens",
        ));
    }
    check_types(form)?;
    let subject = subject_token(&call).await?;
    let rule = rule(&call, &subject)?;
    let audiences = audiences(rule, form)?;
    let scope = scope(rule, &subject, form)?;
    let exp = expiry(rule, &subject, call.now)?;

    let mut claims = Map::new();
    let sub = subject
        .claim_json("sub")
        .and_then(|sub| serde_json::from_str::<String>(sub).ok());
    claims.insert(
        "sub".to_owned(),
        sub.ok_or_else(|| Refusal::invalid_request("subject_token has no sub that is a text"))?
            .into(),
    );
    claims.insert("client_id".to_owned(), client.id.as_str().into());
    claims.insert("act".to_owned(), actor(&client.id, &rule.name, &subject)?);
    claims.insert("exp".to_owned(), exp.into());
    if let Some(scope) = &scope {
        claims.insert("scope".to_owned(), scope.as_str().into());
    }
    let audience = match <[String; 1]>::try_from(audiences) {
        Ok([one]) => OneOrMany::One(one),
        Err(several) => OneOrMany::Many(several),
    };
    let options = IssueOptions {
        audience: Some(audience),
        now: Some(call.now),
        ..IssueOptions::default()
    };
    let token = call
        .service
        .driver
        .issue(&rule.issuer, &claims, &options)
        .await
        .map_err(|error| {
            log_failure("exchange", &error);
            Refusal::failure(&error)
        })?;
    let mut answer = json!({
        "access_token": token,
        "issued_token_type": ACCESS_TOKEN,
        "token_type": "Bearer",
        "expires_in": exp - call.now.floor() as i64,
    });
    if let (Some(scope), Some(members)) = (scope, answer.as_object_mut()) {
        members.insert("scope".to_owned(), scope.into());
    }
    Ok(answer)
}

fn check_types(form: &Parameters) -> Result<(), Refusal> {
    if !matches!(form.require("subject_token_type")?, ACCESS_TOKEN | JWT) {
        return Err(Refusal::unsupported_token_type(
            "subject_token_type is neither that of an access token nor of a JWT (RFC 8693, section 3)",
        ));
    }
    if form
        .get("requested_token_type")
        .is_some_and(|kind| !matches!(kind, ACCESS_TOKEN | JWT))
    {
        return Err(Refusal::unsupported_token_type(
            "requested_token_type is neither that of an access token nor of a JWT",
        ));
    }
    match form.get("actor_token").or(form.get("actor_token_type")) {
        Some(_) => Err(Refusal::invalid_request(
            "actor_token is not taken: the client that authenticates is the actor",
        )),
        None => Ok(()),
    }
}

/// The subject token, checked as at an API. RFC 8693, section 2.2.2: a bad one is an invalid
/// request.
async fn subject_token(call: &Call) -> Result<Token, Refusal> {
    let text = call.form.require("subject_token")?;
    // Only its API's keys decrypt an encrypted token, and only that API accepts an audience of its
    // own.
    let apart = call
        .service
        .apis
        .iter()
        .filter(|api| api.is_apart)
        .map(|api| api.resource.verifier());
    let mut checked = call
        .service
        .driver
        .verify_at(&call.service.verifier, text, call.now)
        .await;
    for verifier in apart {
        if checked.as_ref().is_err_and(|error| error.fault() == Fault::Token) {
            checked = call
                .service
                .driver
                .verify_at(verifier, text, call.now)
                .await
                .or_else(|error| match error.fault() {
                    Fault::Token => checked,
                    _ => Err(error),
                });
        }
    }
    match checked {
        // The client has not proven possession of what the token is bound to, and neither could the
        // next one.
        Ok(token) if token.claim_json("cnf").is_some() => Err(Refusal::invalid_request(
            "subject_token is bound to a key or certificate (cnf): such a token is not exchanged",
        )),
        Ok(token) => Ok(token),
        Err(error) if error.fault() == Fault::Token => Err(Refusal::invalid_request(format!(
            "subject_token is not acceptable: {}",
            error.code().description()
        ))),
        Err(error) => {
            log_failure("exchange", &error);
            Err(Refusal::failure(&error))
        }
    }
}

/// What the client may get for tokens of this issuer, and for all audiences that it requests.
fn rule<'a>(call: &'a Call, subject: &Token) -> Result<&'a Exchange, Refusal> {
    let iss = subject
        .claim_json("iss")
        .and_then(|iss| serde_json::from_str::<String>(iss).ok());
    let mut own = call
        .service
        .exchanges
        .iter()
        .filter(|rule| rule.client == call.client.id && Some(&rule.subject_issuer) == iss.as_ref())
        .peekable();
    if own.peek().is_none() {
        return Err(Refusal::unauthorized_client(
            "this client may not exchange tokens of this issuer",
        ));
    }
    let allows =
        |rule: &&Exchange| targets(&call.form).all(|target| rule.audiences.iter().any(|own| own == target));
    own.find(allows)
        .ok_or_else(|| Refusal::invalid_target("this client gets no tokens for this audience or resource"))
}

fn targets(form: &Parameters) -> impl Iterator<Item = &str> {
    form.all("audience").chain(form.all("resource"))
}

fn audiences(rule: &Exchange, form: &Parameters) -> Result<Vec<String>, Refusal> {
    let mut asked: Vec<String> = Vec::new();
    for target in targets(form) {
        if !asked.iter().any(|other| other == target) {
            asked.push(target.to_owned());
        }
    }
    match (asked.is_empty(), &rule.audiences[..]) {
        (false, _) => Ok(asked),
        (true, [only]) => Ok(vec![only.clone()]),
        (true, _) => Err(Refusal::invalid_target(
            "audience is missing: which service the token is to be for",
        )),
    }
}

/// The requested scopes, if the token and the configuration both have them; all that both have, if
/// none were requested.
fn scope(rule: &Exchange, subject: &Token, form: &Parameters) -> Result<Option<String>, Refusal> {
    let own = scope_of(subject).unwrap_or_default();
    let has =
        |scope: &&str| own.split(' ').any(|one| one == *scope) && rule.scopes.iter().any(|one| one == scope);
    match form.get("scope") {
        Some(asked) => match asked.split(' ').all(|scope| has(&scope)) {
            true => Ok(Some(asked.to_owned())),
            false => Err(Refusal::invalid_scope(
                "scope is more than the token has, or than this client may pass on",
            )),
        },
        None => {
            let both: Vec<&str> = own
                .split(' ')
                .filter(|scope| !scope.is_empty())
                .filter(has)
                .collect();
            Ok((!both.is_empty()).then(|| both.join(" ")))
        }
    }
}

/// The expiry in whole seconds; never later than the token's.
fn expiry(rule: &Exchange, subject: &Token, now: f64) -> Result<i64, Refusal> {
    let own: Option<f64> = subject.claim_json("exp").and_then(|exp| exp.parse().ok());
    let exp = own
        .map_or(now + rule.lifetime, |own| own.min(now + rule.lifetime))
        .floor();
    match exp > now {
        true => Ok(exp as i64),
        // It was valid only thanks to its issuer's leeway.
        false => Err(Refusal::invalid_request("subject_token has expired")),
    }
}

/// The client, which acts on behalf of the previous actor (RFC 8693, section 4.1), if the token
/// allows it (section 4.4).
fn actor(client: &str, issuer: &str, subject: &Token) -> Result<Value, Refusal> {
    let claim = |name: &str| {
        subject
            .claim_json(name)
            .and_then(|json| serde_json::from_str::<Value>(json).ok())
    };
    if let Some(may_act) = claim("may_act") {
        let is_it = |(name, value): (&String, &Value)| match name.as_str() {
            "sub" | "client_id" => value == client,
            "iss" => value == issuer,
            _ => false,
        };
        if !may_act
            .as_object()
            .is_some_and(|may_act| !may_act.is_empty() && may_act.iter().all(is_it))
        {
            return Err(Refusal::unauthorized_client(
                "subject_token names who may act for its subject (may_act), and that is not this client",
            ));
        }
    }
    let before = claim("act");
    let mut depth = 1;
    let mut one = before.as_ref();
    while let Some(act) = one {
        depth += 1;
        if !act.is_object() || depth > MOST_ACTORS {
            return Err(Refusal::invalid_request(
                "act of subject_token is no object, or names too many actors",
            ));
        }
        one = act.get("act");
    }
    let mut act = Map::new();
    act.insert("sub".to_owned(), client.into());
    act.extend(before.map(|before| ("act".to_owned(), before)));
    Ok(Value::Object(act))
}
