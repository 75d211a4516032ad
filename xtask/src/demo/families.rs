//! The second part: every family of algorithms, made in each language and opened in each, as one grid.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::answerer::Answerer;
use super::{KeyPair, heading, now, print_failures};
use crate::report::{Row, table};

/// How a key of the family is had, and who makes it.
enum Keys {
    /// The maker's: it signs, and the opener gets the public half, or the same secret.
    Signing,
    /// A secret that both have, made by the opener.
    Shared,
    /// The opener's: the maker gets only the public half.
    PublicEncryption,
    /// A password that both know.
    Password,
}

struct Family {
    name: &'static str,
    algorithm: &'static str,
    options: &'static [(&'static str, &'static str)],
    keys: Keys,
}

const fn family(name: &'static str, algorithm: &'static str, options: &'static [(&'static str, &'static str)], keys: Keys) -> Family {
    Family { name, algorithm, options, keys }
}

const FAMILIES: &[Family] = &[
    family("HMAC", "HS256", &[], Keys::Signing),
    family("RSA PKCS#1", "RS256", &[], Keys::Signing),
    family("RSA-PSS", "PS256", &[], Keys::Signing),
    family("ECDSA", "ES256", &[], Keys::Signing),
    family("EdDSA", "Ed25519", &[], Keys::Signing),
    family("ML-DSA", "ML-DSA-65", &[], Keys::Signing),
    family("direct", "dir", &[("enc", "A256GCM")], Keys::Shared),
    family("AES key wrap", "A256KW", &[], Keys::Shared),
    family("AES-GCM key wrap", "A256GCMKW", &[], Keys::Shared),
    family("RSA-OAEP", "RSA-OAEP-256", &[], Keys::PublicEncryption),
    family("ECDH-ES on P-256", "ECDH-ES+A256KW", &[], Keys::PublicEncryption),
    family("ECDH-ES on X25519", "ECDH-ES+A256KW", &[("curve", "X25519")], Keys::PublicEncryption),
    family("PBES2", "PBES2-HS512+A256KW", &[], Keys::Password),
];

pub(crate) fn play(answerers: &[Answerer]) -> Row {
    heading("Every family of algorithms, from each language to each");
    let titles: Vec<&str> = answerers.iter().map(|answerer| answerer.title).collect();
    say!("In each column a token made in one language; its cells say whether {} opened it, in this order.\n", titles.join(", "));
    let mut row = Row::new("algorithm families");
    let mut lines = Vec::new();
    for family in FAMILIES {
        let mut line = vec![family.name.to_owned(), family.algorithm.to_owned()];
        line.extend(cells(family, answerers, &mut row));
        lines.push(line);
    }
    let made: Vec<String> = titles.iter().map(|title| format!("made in {title}")).collect();
    let headings: Vec<&str> = ["family", "alg"].into_iter().chain(made.iter().map(String::as_str)).collect();
    say!("{}", table(&headings, &lines));
    print_failures(&row);
    row
}

/// The cells of one family: a column for each maker, and in it a word for each opener.
fn cells(family: &Family, answerers: &[Answerer], row: &mut Row) -> Vec<String> {
    let keys: Vec<Result<KeyPair>> = answerers.iter().map(|answerer| family.make_keys(answerer)).collect();
    let mut columns = Vec::new();
    for (maker, makers) in answerers.iter().zip(&keys) {
        let mut words = Vec::new();
        for (opener, openers) in answerers.iter().zip(&keys) {
            let owner = if matches!(family.keys, Keys::Signing) { makers } else { openers };
            let result = match owner {
                Ok(keys) => family.hand_over(maker, opener, keys),
                Err(error) => Err(anyhow::anyhow!("no key: {error:#}")),
            };
            words.push(if result.is_ok() { "ok" } else { "NO" });
            match result {
                Ok(()) => row.pass(),
                Err(error) => {
                    row.fail(format!("{} ({}) from {} to {}: {error:#}", family.name, family.algorithm, maker.title, opener.title))
                }
            }
        }
        columns.push(words.join(" "));
    }
    columns
}

impl Family {
    fn make_keys(&self, answerer: &Answerer) -> Result<KeyPair> {
        if matches!(self.keys, Keys::Password) {
            let key = json!({ "password": format!("a long password, known in {}", answerer.title), "alg": self.algorithm });
            return Ok(KeyPair { private: key.clone(), public: key });
        }
        KeyPair::make(answerer, self.algorithm, self.options)
    }

    fn hand_over(&self, maker: &Answerer, opener: &Answerer, keys: &KeyPair) -> Result<()> {
        let claims = json!({ "sub": "user-42", "family": self.name, "made_in": maker.title });
        let signed = matches!(self.keys, Keys::Signing);
        let (making, opening) = if signed { ("sign", "verify") } else { ("encrypt", "decrypt") };
        let (makers, openers) = if signed { (&keys.private, &keys.public) } else { (&keys.public, &keys.private) };
        let token =
            maker.token(making, json!({ "claims": claims.to_string(), "key": makers }), json!({ "expires_in": 300, "now": now() }))?;
        let result = opener.result(opening, json!({ "token": token, "keys": openers }), self.reading())?;
        let arrived = opener.claims(&result)?;
        if let Some((name, _)) = claims.as_object().into_iter().flatten().find(|(name, value)| arrived.get(name) != Some(value)) {
            bail!("the claim `{name}` is not what was sent");
        }
        let header = opener.member(&result, "header")?;
        if header.get("alg").and_then(Value::as_str) != Some(self.algorithm) {
            bail!("the header does not say {}", self.algorithm);
        }
        Ok(())
    }

    /// Anybody can encrypt to a public key, so a token that is only that is refused unless the reader says otherwise.
    fn reading(&self) -> Value {
        if matches!(self.keys, Keys::PublicEncryption) { json!({ "allow_unsigned": true, "now": now() }) } else { json!({ "now": now() }) }
    }
}
