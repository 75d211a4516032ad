//! The second part: a token of every algorithm, made in each language and opened in each, as one
//! grid.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::answerer::Answerer;
use super::{KeyPair, heading, now, print_failures};
use crate::report::{Row, table};

/// How a key of the algorithm is had, and who makes it.
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

struct Case {
    algorithm: &'static str,
    /// The content encryption of a `dir` key, or the curve of an ECDH-ES key.
    options: &'static [(&'static str, &'static str)],
    keys: Keys,
}

const fn case(algorithm: &'static str, options: &'static [(&'static str, &'static str)], keys: Keys) -> Case {
    Case {
        algorithm,
        options,
        keys,
    }
}

/// Every algorithm and content encryption of the library, as docs/algorithms.md lists them.
const CASES: &[Case] = &[
    case("HS256", &[], Keys::Signing),
    case("HS384", &[], Keys::Signing),
    case("HS512", &[], Keys::Signing),
    case("RS256", &[], Keys::Signing),
    case("RS384", &[], Keys::Signing),
    case("RS512", &[], Keys::Signing),
    case("PS256", &[], Keys::Signing),
    case("PS384", &[], Keys::Signing),
    case("PS512", &[], Keys::Signing),
    case("ES256", &[], Keys::Signing),
    case("ES384", &[], Keys::Signing),
    case("ES512", &[], Keys::Signing),
    case("ES256K", &[], Keys::Signing),
    case("EdDSA", &[], Keys::Signing),
    case("Ed25519", &[], Keys::Signing),
    case("ML-DSA-44", &[], Keys::Signing),
    case("ML-DSA-65", &[], Keys::Signing),
    case("ML-DSA-87", &[], Keys::Signing),
    case("dir", &[("enc", "A128CBC-HS256")], Keys::Shared),
    case("dir", &[("enc", "A192CBC-HS384")], Keys::Shared),
    case("dir", &[("enc", "A256CBC-HS512")], Keys::Shared),
    case("dir", &[("enc", "A128GCM")], Keys::Shared),
    case("dir", &[("enc", "A192GCM")], Keys::Shared),
    case("dir", &[("enc", "A256GCM")], Keys::Shared),
    case("A128KW", &[], Keys::Shared),
    case("A192KW", &[], Keys::Shared),
    case("A256KW", &[], Keys::Shared),
    case("A128GCMKW", &[], Keys::Shared),
    case("A192GCMKW", &[], Keys::Shared),
    case("A256GCMKW", &[], Keys::Shared),
    case("RSA-OAEP", &[], Keys::PublicEncryption),
    case("RSA-OAEP-256", &[], Keys::PublicEncryption),
    case("RSA-OAEP-384", &[], Keys::PublicEncryption),
    case("RSA-OAEP-512", &[], Keys::PublicEncryption),
    case("ECDH-ES", &[("curve", "P-256")], Keys::PublicEncryption),
    case("ECDH-ES", &[("curve", "X25519")], Keys::PublicEncryption),
    case("ECDH-ES+A128KW", &[("curve", "P-256")], Keys::PublicEncryption),
    case("ECDH-ES+A192KW", &[("curve", "P-384")], Keys::PublicEncryption),
    case("ECDH-ES+A256KW", &[("curve", "P-521")], Keys::PublicEncryption),
    case("ECDH-ES+A256KW", &[("curve", "X25519")], Keys::PublicEncryption),
    case("PBES2-HS256+A128KW", &[], Keys::Password),
    case("PBES2-HS384+A192KW", &[], Keys::Password),
    case("PBES2-HS512+A256KW", &[], Keys::Password),
];

pub(crate) fn play(answerers: &[Answerer]) -> Row {
    heading("Every algorithm, from each language to each");
    let titles: Vec<&str> = answerers.iter().map(|answerer| answerer.title).collect();
    say!(
        "In each column a token made in one language; its cells say whether {} opened it, in this order.\n",
        titles.join(", ")
    );
    let mut row = Row::new("algorithms");
    let mut lines = Vec::new();
    for case in CASES {
        let mut line = vec![case.name()];
        line.extend(cells(case, answerers, &mut row));
        lines.push(line);
    }
    let made: Vec<String> = titles.iter().map(|title| format!("made in {title}")).collect();
    let headings: Vec<&str> = ["algorithm"]
        .into_iter()
        .chain(made.iter().map(String::as_str))
        .collect();
    say!("{}", table(&headings, &lines));
    print_failures(&row);
    row
}

/// The cells of one algorithm: a column for each maker, and in it a word for each opener.
fn cells(case: &Case, answerers: &[Answerer], row: &mut Row) -> Vec<String> {
    let keys: Vec<Result<KeyPair>> = answerers
        .iter()
        .map(|answerer| case.make_keys(answerer))
        .collect();
    let mut columns = Vec::new();
    for (maker, makers) in answerers.iter().zip(&keys) {
        let mut words = Vec::new();
        for (opener, openers) in answerers.iter().zip(&keys) {
            let owner = if matches!(case.keys, Keys::Signing) {
                makers
            } else {
                openers
            };
            let result = match owner {
                Ok(keys) => case.hand_over(maker, opener, keys),
                Err(error) => Err(anyhow::anyhow!("no key: {error:#}")),
            };
            words.push(if result.is_ok() { "ok" } else { "NO" });
            match result {
                Ok(()) => row.pass(),
                Err(error) => row.fail(format!(
                    "{} from {} to {}: {error:#}",
                    case.name(),
                    maker.title,
                    opener.title
                )),
            }
        }
        columns.push(words.join(" "));
    }
    columns
}

impl Case {
    /// The algorithm, with what its key was made for.
    fn name(&self) -> String {
        let options = self.options.iter().map(|(_, value)| format!(", {value}"));
        format!("{}{}", self.algorithm, options.collect::<String>())
    }

    fn make_keys(&self, answerer: &Answerer) -> Result<KeyPair> {
        if matches!(self.keys, Keys::Password) {
            let key = json!({ "password": format!("a long password, known in {}", answerer.title), "alg": self.algorithm });
            return Ok(KeyPair {
                private: key.clone(),
                public: key,
            });
        }
        KeyPair::make(answerer, self.algorithm, self.options)
    }

    fn hand_over(&self, maker: &Answerer, opener: &Answerer, keys: &KeyPair) -> Result<()> {
        let claims = json!({ "sub": "user-42", "algorithm": self.algorithm, "made_in": maker.title });
        let signed = matches!(self.keys, Keys::Signing);
        let (making, opening) = if signed {
            ("sign", "verify")
        } else {
            ("encrypt", "decrypt")
        };
        let (makers, openers) = if signed {
            (&keys.private, &keys.public)
        } else {
            (&keys.public, &keys.private)
        };
        let token = maker.token(
            making,
            json!({ "claims": claims.to_string(), "key": makers }),
            json!({ "expires_in": 300, "now": now() }),
        )?;
        let result = opener.result(
            opening,
            json!({ "token": token, "keys": openers }),
            self.reading(),
        )?;
        let arrived = opener.claims(&result)?;
        if let Some((name, _)) = claims
            .as_object()
            .into_iter()
            .flatten()
            .find(|(name, value)| arrived.get(name) != Some(value))
        {
            bail!("the claim `{name}` is not what was sent");
        }
        let header = opener.member(&result, "header")?;
        if header.get("alg").and_then(Value::as_str) != Some(self.algorithm) {
            bail!("the header does not say {}", self.algorithm);
        }
        Ok(())
    }

    /// Anyone can encrypt to a public key, so a token that is only encrypted is refused unless the
    /// reader allows it.
    fn reading(&self) -> Value {
        if matches!(self.keys, Keys::PublicEncryption) {
            json!({ "allow_unsigned": true, "now": now() })
        } else {
            json!({ "now": now() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_out_no_algorithm() {
        let page = include_str!("../../../docs/algorithms.md");
        let (algorithms, _) = page.split_once("\n## Limits").unwrap();
        let listed = algorithms
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let shown = |name: &str| {
            CASES
                .iter()
                .any(|case| case.algorithm == name || case.options.iter().any(|(_, value)| *value == name))
        };
        let missing: Vec<&str> = listed.filter(|name| !shown(name)).collect();
        assert_eq!(missing, [""; 0]);
        assert!(!shown("none"));
    }
}
