//! The endpoints.

use serde_json::{Map, Value, json};

use super::parts::{answers, empty, form, oauth_error, of, part, refusals, text, with_headers};

pub(super) fn paths() -> Value {
    let all = gateways()
        .into_iter()
        .chain(clients())
        .chain(published())
        .chain(events())
        .chain(operation());
    Value::Object(all.collect::<Map<_, _>>())
}

fn clients() -> [(String, Value); 3] {
    let post = |path: &str, summary: &str, description: &str, form: Value, done: Value| {
        let answers = answers([("200", done)].into_iter().chain(refusals()));
        let operation = json!({
            "tags": ["clients"], "operationId": path.trim_start_matches('/'), "summary": summary, "description": description, "security": [{ "client": [] }],
            "requestBody": form, "responses": answers,
        });
        (path.to_owned(), json!({ "post": operation }))
    };
    let token = [
        ("token", "The token"),
        ("token_type_hint", "What kind it is; it is found out without"),
    ];
    let exchange = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", "The token to exchange"),
        (
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token, or …:jwt",
        ),
        (
            "audience",
            "Which service the new token is for; may be there several times",
        ),
        ("resource", "The same by URL; may be there several times"),
        (
            "scope",
            "What it is to be good for, of what the token is good for; all of it if not given",
        ),
        ("requested_token_type", "As subject_token_type"),
    ];
    let answered = |schema: &str| with_headers(of("Done", "application/json", schema), &["Cache-Control"]);
    [
        post(
            "/introspect",
            "Whether a token is active (RFC 7662)",
            "For the API of the client alone. A token that is bound (cnf) is active for whoever holds it: the caller has to check the proof.",
            form(&["token"], &token),
            answered("Introspection"),
        ),
        post(
            "/revoke",
            "Revoke a token (RFC 7009)",
            "After 200, the token is refused by all that share the list of revocations, within a second. A token that is no good need not be revoked.",
            form(&["token"], &token),
            with_headers(
                empty("It is refused from now on, or was no good"),
                &["Cache-Control"],
            ),
        ),
        post(
            "/token",
            "Exchange a token for one of another service (RFC 8693)",
            "As [[exchange]] of the configuration allows. Tokens that are bound (cnf) are not exchanged.",
            form(&["grant_type", "subject_token", "subject_token_type"], &exchange),
            answered("Token"),
        ),
    ]
}

fn published() -> Vec<(String, Value)> {
    const HEADERS: &[&str] = &["Access-Control-Allow-Origin", "Cache-Control", "ETag"];
    let get = |path: &str,
               id: &str,
               summary: &str,
               mut parameters: Vec<Value>,
               shown: Value,
               more: Vec<(&'static str, Value)>| {
        parameters.push(json!({ "name": "If-None-Match", "in": "header", "schema": { "type": "string", "pattern": "^[!-~]*$" } }));
        let known = with_headers(empty("The caller has it"), HEADERS);
        let usual = [
            ("200", with_headers(shown, HEADERS)),
            ("304", known),
            ("404", empty("There is none")),
        ];
        let operation = json!({
            "tags": ["published"], "operationId": id, "summary": summary, "parameters": parameters, "responses": answers(usual.into_iter().chain(more)),
        });
        (path.to_owned(), json!({ "get": operation }))
    };
    let unread = || {
        (
            "503",
            with_headers(
                oauth_error("It cannot be read"),
                &["Cache-Control", "Retry-After"],
            ),
        )
    };
    let keys = || of("The keys", "application/jwk-set+json", "KeySet");
    let metadata = || of("The metadata", "application/json", "Metadata");
    let time = json!({
        "name": "time", "in": "query", "schema": { "type": "integer" }, "description": "Not served: what a list was earlier is not kept",
    });
    let list = text("The list, signed", "application/statuslist+jwt");
    let listed = vec![("501", empty("What a list was earlier is not kept")), unread()];
    vec![
        get(
            "/jwks",
            "jwks",
            "The keys that identities are verified by",
            vec![],
            keys(),
            vec![unread()],
        ),
        get(
            "/jwks/{ring}",
            "ring",
            "The keys of a ring",
            vec![part("ring", "Its name")],
            keys(),
            vec![unread()],
        ),
        get(
            "/status/{list}",
            "statusList",
            "A status list (draft-ietf-oauth-status-list-21)",
            vec![part("list", "Its name"), time],
            list,
            listed,
        ),
        get(
            "/.well-known/oauth-protected-resource",
            "metadata",
            "The metadata of the API whose host it is (RFC 9728)",
            vec![],
            metadata(),
            vec![],
        ),
        get(
            "/.well-known/oauth-protected-resource/{path}",
            "metadataOfPath",
            "The metadata of the API that has this path, which may have several segments",
            vec![part("path", "The path of the resource")],
            metadata(),
            vec![],
        ),
    ]
}

fn events() -> [(String, Value); 2] {
    let post = |path: &str, summary: &str, body: Value, responses: Value| {
        let operation = json!({
            "tags": ["events"], "operationId": path.trim_start_matches('/'), "summary": summary, "requestBody": body, "responses": responses,
        });
        (path.to_owned(), json!({ "post": operation }))
    };
    let event = json!({ "required": true, "content": { "application/secevent+jwt": { "schema": { "type": "string" } } } });
    let field = json!({ "type": "object", "required": ["logout_token"], "properties": { "logout_token": { "type": "string" } } });
    let logout =
        json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": field } } });
    let quiet = |description| with_headers(empty(description), &["Cache-Control"]);
    [
        post(
            "/events",
            "Push a security event (RFC 8935)",
            event,
            answers([
                ("202", quiet("It was applied")),
                (
                    "400",
                    with_headers(
                        of("It is no good", "application/json", "EventError"),
                        &["Cache-Control", "Content-Language"],
                    ),
                ),
                ("500", quiet("A defect")),
                ("503", quiet("Keys or a store are out of reach: send it again")),
            ]),
        ),
        post(
            "/logout",
            "Log a session or a user out (OpenID Connect Back-Channel Logout 1.0)",
            logout,
            answers([
                ("200", quiet("It was applied")),
                (
                    "400",
                    oauth_error("The token is no good, or logging out has failed"),
                ),
            ]),
        ),
    ]
}

fn gateways() -> Vec<(String, Value)> {
    let nginx = &["X-Original-Method", "X-Original-URI"][..];
    let forwarded = &["X-Forwarded-Method", "X-Forwarded-Uri"][..];
    let mut all = Vec::new();
    for (dialect, needed) in [
        ("nginx", nginx),
        ("traefik", forwarded),
        ("caddy", forwarded),
        ("apisix", forwarded),
    ] {
        let of_host = format!("/auth/{dialect}");
        all.push((
            format!("{of_host}/{{api}}"),
            check(&format!("{dialect}OfApi"), dialect, needed, &["api"]),
        ));
        all.push((of_host, check(dialect, dialect, needed, &[])));
    }
    all.push((
        "/auth/envoy/{api}/{path}".to_owned(),
        check("envoy", "envoy", &[], &["api", "path"]),
    ));
    all
}

/// Any method will do; the gateway's own is ignored, except Envoy's, which is the client's.
fn check(id: &str, dialect: &str, needed: &[&str], parts: &[&str]) -> Value {
    let header = |name: &str, is_needed: bool, pattern: &str| json!({ "name": name, "in": "header", "required": is_needed, "schema": { "type": "string", "pattern": pattern } });
    let pattern = |name: &str| {
        if name.ends_with("Method") {
            "^[A-Z]+$"
        } else {
            "^/[!-\"$-~]*$"
        }
    };
    let needed = needed.iter().map(|name| header(name, true, pattern(name)));
    let credentials = ["Authorization", "DPoP"]
        .into_iter()
        .map(|name| header(name, false, "^[ -~]*$"));
    let parameters: Vec<Value> = needed
        .chain(credentials)
        .chain(parts.iter().map(|name| part(name, name)))
        .collect();
    let quiet = |description| {
        with_headers(
            of(description, "application/json", "OauthError"),
            &["Cache-Control"],
        )
    };
    let responses = answers([
        (
            "200",
            with_headers(
                empty("It may pass, with these headers in place of the client's"),
                &["Cache-Control"],
            ),
        ),
        ("400", quiet("The client's request is malformed")),
        (
            "401",
            with_headers(
                of("It has no good token", "application/json", "OauthError"),
                &["Cache-Control", "WWW-Authenticate"],
            ),
        ),
        ("403", quiet("Its token is not enough")),
        (
            "500",
            quiet("The gateway does not do its part: ERR_OPTION_INVALID"),
        ),
        (
            "503",
            quiet("Nothing was decided: keys or a store are out of reach"),
        ),
    ]);
    let summary = format!("Whether a request may pass, as {dialect} asks");
    json!({ "get": { "tags": ["gateways"], "operationId": id, "summary": summary, "parameters": parameters, "responses": responses } })
}

fn operation() -> [(String, Value); 3] {
    let get = |path: &str, summary: &str, responses: Value| {
        let id = path.trim_start_matches('/');
        (
            path.to_owned(),
            json!({ "get": { "tags": ["operation"], "operationId": id, "summary": summary, "responses": responses } }),
        )
    };
    let standing = |description: &str| {
        let schema = json!({ "type": "object", "required": ["ready"], "properties": { "ready": { "type": "boolean" } } });
        json!({ "description": description, "content": { "application/json": { "schema": schema } } })
    };
    let metrics = text("Counters and times", "application/openmetrics-text");
    [
        get(
            "/healthz",
            "Whether the program lives",
            answers([("200", text("It does", "text/plain"))]),
        ),
        get(
            "/readyz",
            "Whether it can decide",
            answers([
                ("200", standing("It can")),
                ("503", standing("It waits for what is named")),
            ]),
        ),
        get("/metrics", "Metrics, for Prometheus", answers([("200", metrics)])),
    ]
}
