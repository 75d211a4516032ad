//! What several endpoints have in common.

use serde_json::{Map, Value, json};

/// Schemas, security schemes and headers that paths refer to.
pub(super) fn components() -> Value {
    json!({
        "securitySchemes": {
            "client": {
                "type": "http",
                "scheme": "basic",
                "description": "client_secret_basic. A client may send client_id and client_secret, or client_assertion (RFC 7523), in the form instead.",
            },
        },
        "schemas": {
            "OauthError": {
                "description": "RFC 6749, section 5.2",
                "type": "object",
                "required": ["error", "error_description"],
                "properties": {
                    "error": { "type": "string" },
                    "error_description": { "type": "string" },
                    "code": { "description": "The library's own code", "type": "string", "pattern": "^ERR_[A-Z_]+$" },
                },
            },
            "EventError": {
                "description": "RFC 8935, section 2.3",
                "type": "object",
                "required": ["err", "description"],
                "properties": { "err": { "type": "string" }, "description": { "type": "string" } },
            },
            "Introspection": {
                "description": "RFC 7662, section 2.2. A token that is not active has no other member.",
                "type": "object",
                "required": ["active"],
                "properties": {
                    "active": { "type": "boolean" },
                    "scope": { "type": "string" },
                    "client_id": { "type": "string" },
                    "username": { "type": "string" },
                    "token_type": { "enum": ["Bearer", "DPoP"] },
                    "exp": { "type": "integer" },
                    "iat": { "type": "integer" },
                    "nbf": { "type": "integer" },
                    "sub": { "type": "string" },
                    "aud": { "type": "string", "description": "The one audience that is the caller's" },
                    "iss": { "type": "string" },
                    "jti": { "type": "string" },
                    "cnf": { "type": "object" },
                    "act": { "type": "object" },
                },
                "if": { "properties": { "active": { "const": true } } },
                "then": { "required": ["token_type", "exp"] },
                "else": { "maxProperties": 1 },
            },
            "Token": {
                "description": "RFC 8693, section 2.2.1",
                "type": "object",
                "required": ["access_token", "issued_token_type", "token_type", "expires_in"],
                "properties": {
                    "access_token": { "type": "string" },
                    "issued_token_type": { "type": "string" },
                    "token_type": { "const": "Bearer" },
                    "expires_in": { "type": "integer", "minimum": 0 },
                    "scope": { "type": "string" },
                },
                "additionalProperties": false,
            },
            "KeySet": {
                "description": "RFC 7517, section 5",
                "type": "object",
                "required": ["keys"],
                "properties": { "keys": { "type": "array", "items": { "type": "object", "required": ["kty", "kid", "alg"], "not": { "required": ["d"] } } } },
            },
            "Metadata": {
                "description": "RFC 9728, section 2",
                "type": "object",
                "required": ["resource"],
                "properties": { "resource": { "type": "string", "format": "uri" } },
            },
        },
    })
}

/// The answers of an endpoint, by status.
pub(super) fn answers(all: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Object(
        all.into_iter()
            .map(|(status, answer)| (status.to_owned(), answer))
            .collect(),
    )
}

/// An answer whose body has one of the schemas.
pub(super) fn of(description: &str, content_type: &str, schema: &str) -> Value {
    json!({ "description": description, "content": { content_type: { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } })
}

/// An answer with text.
pub(super) fn text(description: &str, content_type: &str) -> Value {
    json!({ "description": description, "content": { content_type: { "schema": { "type": "string" } } } })
}

/// An answer without a body.
pub(super) fn empty(description: &str) -> Value {
    json!({ "description": description })
}

/// The same answer, with headers that it always has.
pub(super) fn with_headers(mut answer: Value, headers: &[&str]) -> Value {
    let headers: Map<String, Value> = headers
        .iter()
        .map(|name| {
            (
                (*name).to_owned(),
                json!({ "required": true, "schema": { "type": "string" } }),
            )
        })
        .collect();
    if let Some(members) = answer.as_object_mut() {
        members.insert("headers".to_owned(), Value::Object(headers));
    }
    answer
}

pub(super) fn oauth_error(description: &str) -> Value {
    with_headers(
        of(description, "application/json", "OauthError"),
        &["Cache-Control"],
    )
}

/// What every endpoint for clients answers if it does not do what it is asked.
pub(super) fn refusals() -> [(&'static str, Value); 5] {
    let of = |description, header: &str| {
        with_headers(
            of(description, "application/json", "OauthError"),
            &["Cache-Control", header],
        )
    };
    [
        (
            "400",
            oauth_error("The request is malformed, or the client may not do this"),
        ),
        ("401", of("The client did not show who it is", "WWW-Authenticate")),
        (
            "429",
            of(
                "Too many requests, or too many failed authentications",
                "Retry-After",
            ),
        ),
        (
            "500",
            oauth_error("A defect, or a configuration that does not fit the token"),
        ),
        (
            "503",
            of(
                "Nothing was decided: keys or a store are out of reach",
                "Retry-After",
            ),
        ),
    ]
}

/// A form with these fields, some of which are required.
pub(super) fn form(required: &[&str], fields: &[(&str, &str)]) -> Value {
    let own = fields.iter().chain(&[
        ("client_id", "The client, if it does not authenticate by a header"),
        ("client_secret", "Its secret, the same"),
        (
            "client_assertion",
            "A JWT that it has signed, the same (RFC 7523)",
        ),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer, with client_assertion",
        ),
    ]);
    let properties: Map<String, Value> = own
        .map(|(name, description)| {
            (
                (*name).to_owned(),
                json!({ "type": "string", "description": description }),
            )
        })
        .collect();
    json!({
        "required": true,
        "content": { "application/x-www-form-urlencoded": { "schema": { "type": "object", "required": required, "properties": properties } } },
    })
}

/// A parameter of the path.
pub(super) fn part(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string", "minLength": 1 } })
}
