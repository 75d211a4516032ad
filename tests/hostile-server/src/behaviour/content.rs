//! Complete answers whose text is not a key set, or has no key that may be used.

use serde_json::{Value, json};

use super::{Exchange, Row};
use crate::answer::{Answer, JSON};
use crate::keys;

pub(super) const TABLE: &[Row] = &[
    ("bom", |exchange| {
        exchange.keys(format!("\u{feff}{}", keys::set(&[keys::good()])))
    }),
    ("deep-nesting", |exchange| {
        exchange.keys(format!("{{\"keys\":{}", "[".repeat(200_000)))
    }),
    ("duplicate-members", |exchange| {
        let (other, good) = (keys::set(&[keys::reused()]), keys::set(&[keys::good()]));
        exchange.keys(format!(
            "{},{}",
            other.trim_end_matches('}'),
            good.trim_start_matches('{')
        ))
    }),
    ("empty-200", |exchange| exchange.keys("")),
    ("error-200", |exchange| {
        exchange.send(&Answer::ok(JSON, "{\"error\":\"temporarily_unavailable\"}"))
    }),
    ("html-200", |exchange| {
        exchange.send(&Answer::ok(
            "text/html",
            "<!doctype html><title>Sign in</title><p>Please sign in to this network.</p>",
        ))
    }),
    ("json-array", |exchange| {
        exchange.keys(json!([keys::good()]).to_string())
    }),
    ("jwk", |exchange| exchange.keys(keys::good().to_string())),
    ("keys-null", |exchange| exchange.keys("{\"keys\":null}")),
    ("keys-object", |exchange| {
        exchange.keys(json!({ "keys": { "good-1": keys::good() } }).to_string())
    }),
    ("latin-1", |exchange| {
        let mut bytes = json!({ "keys": [keys::good()], "name": "@" })
            .to_string()
            .into_bytes();
        bytes
            .iter_mut()
            .filter(|byte| **byte == b'@')
            .for_each(|byte| *byte = 0xe9);
        exchange.keys(bytes)
    }),
    ("metadata-instead", |exchange| {
        exchange.keys(json!({ "issuer": exchange.issuer(), "jwks_uri": exchange.issuer() }).to_string())
    }),
    ("no-keys", |exchange| only(exchange, &[])),
    ("nul-after", |exchange| {
        exchange.keys(format!("{}\0", keys::set(&[keys::good()])))
    }),
    ("off-curve", |exchange| {
        only(
            exchange,
            &[keys::with(
                keys::good(),
                "y",
                json!("JnleXOjHSe3kUQri-NLTpYZ0J9hbTmivdsRrUYAxd5Q"),
            )],
        )
    }),
    ("private-keys", |exchange| only(exchange, &[keys::private()])),
    ("rsa-1024", |exchange| only(exchange, &[keys::rsa(1024)])),
    ("rsa-32768", |exchange| only(exchange, &[keys::rsa(32_768)])),
    ("symmetric-keys", |exchange| only(exchange, &[keys::symmetric()])),
    ("trailing-data", |exchange| {
        exchange.keys(keys::set(&[keys::good()]).repeat(2))
    }),
    ("truncated-json", |exchange| {
        exchange.keys(keys::set(&[keys::good()]).trim_end_matches('}'))
    }),
    ("unheard-of-keys", |exchange| {
        only(exchange, &[json!({ "kty": "unheard-of", "kid": "good-1" })])
    }),
    ("utf-16", |exchange| {
        let text = format!("\u{feff}{}", keys::set(&[keys::good()]));
        exchange.keys(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>())
    }),
    ("wrong-algorithm", |exchange| {
        only(exchange, &[keys::with(keys::good(), "alg", json!("ECDH-ES"))])
    }),
    ("wrong-operations", |exchange| {
        only(
            exchange,
            &[keys::with(keys::good(), "key_ops", json!(["encrypt"]))],
        )
    }),
    ("wrong-use", |exchange| {
        only(exchange, &[keys::with(keys::good(), "use", json!("enc"))])
    }),
];

/// A set of these keys alone.
fn only(exchange: &mut Exchange<'_>, keys: &[Value]) -> std::io::Result<()> {
    exchange.keys(keys::set(keys))
}
