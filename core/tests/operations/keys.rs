//! Operations on keys and key sets.

use serde_json::{Value, json};
use tokenseal::{Algorithm, Error, Key, KeyOptions, KeySet, Password, ThumbprintHash};

use super::{
    Case, Failed, JWKS_OPTIONS, Outcome, base64url, bytes, document, json_text, only, option_invalid, outcome,
};

impl Case<'_> {
    pub(super) fn perform_key(self, operation: &str) -> Result<Outcome, Failed> {
        Ok(match operation {
            "key.import" => describe(&self.key(self.input("key"))?)?,
            "key.export" => self.export()?,
            "key.public" => {
                outcome(json!({ "jwk": json_text(&self.key(self.input("key"))?.public()?.to_jwk(false)?) }))
            }
            "key.with_key_id" => {
                let key = self
                    .key(self.input("key"))?
                    .with_key_id(self.input("key_id").as_str());
                let mut described = describe(&key)?;
                described.insert("jwk".to_owned(), json_text(&key.to_jwk(key.is_private())?));
                described
            }
            "key.generate" => {
                let key = Key::generate(self.algorithm()?, &self.options()?)?;
                let mut described = describe(&key)?;
                let is_thumbprint = key.key_id() == Some(key.thumbprint(ThumbprintHash::Sha256)?.as_str());
                described.insert("key_id_is_thumbprint".to_owned(), json!(is_thumbprint));
                described
            }
            // For the demo and the interop matrix, not for vectors: a new key, including its
            // private half.
            "key.make" => {
                let mut options = self.case["input"].as_object().cloned().unwrap_or_default();
                options.shift_remove("alg");
                let key = Key::generate(
                    self.algorithm()?,
                    &tokenseal::options_from_json(Value::Object(options))?,
                )?;
                let mut exported = outcome(json!({ "jwk": json_text(&key.to_jwk(true)?) }));
                if key.key_type() != "oct" {
                    exported.insert("public_jwk".to_owned(), json_text(&key.public()?.to_jwk(false)?));
                }
                exported
            }
            "key.equal" => {
                outcome(json!({ "equal": self.key(self.input("key"))? == self.key(self.input("other"))? }))
            }
            "keyset.import" => {
                let set = KeySet::from_jwks(
                    &document(self.input("jwks")),
                    &tokenseal::options_from_json(only(&self.case["input"], JWKS_OPTIONS))?,
                )?;
                let key_ids: Vec<_> = set.iter().map(Key::key_id).collect();
                let rejected: Vec<_> = set
                    .rejected()
                    .iter()
                    .map(|one| json!([one.index, one.key_id, one.code.as_str()]))
                    .collect();
                outcome(json!({ "count": set.len(), "key_ids": key_ids, "rejected": rejected }))
            }
            _ => {
                return Err(Failed::Broken(format!(
                    "the operation {operation} is not known here"
                )));
            }
        })
    }

    fn algorithm(self) -> Result<Algorithm, Failed> {
        Ok(self.text("alg")?.parse::<Algorithm>()?)
    }

    fn export(self) -> Result<Outcome, Failed> {
        let key = self.key(self.input("key"))?;
        let private = self.input("private").as_bool().unwrap_or_default();
        Ok(outcome(match self.text("format")? {
            "jwk" => json!({ "jwk": json_text(&key.to_jwk(private)?) }),
            "pem" => json!({ "pem": key.to_pem(private)? }),
            "der" => json!({ "der": base64url(&key.to_der(private)?) }),
            other => return Err(Failed::Broken(format!("the format {other} is not known here"))),
        }))
    }
}

/// Makes a key as the case says: from a JWK, a certificate, PEM, DER, a secret or a password.
pub(super) fn make(how: &Value) -> Result<Key, Failed> {
    let text = |name: &str| how.get(name).and_then(Value::as_str);
    let algorithm = || {
        text("alg")
            .ok_or_else(option_invalid)
            .and_then(|name| Ok(name.parse::<Algorithm>()?))
    };
    if let Some(jwk) = how.get("jwk") {
        return Ok(Key::from_jwk(
            &document(jwk),
            &tokenseal::options_from_json(only(how, &["alg", "enc", "signature_uses", "allow_weak_secret"]))?,
        )?);
    }
    let mut options: KeyOptions =
        tokenseal::options_from_json(only(how, &["enc", "key_id", "encoding", "allow_weak_secret"]))?;
    if let Some(certificate) = how.get("certificate") {
        let certificate = match certificate["der"].as_str() {
            Some(der) => bytes(der)?,
            None => certificate.as_str().unwrap_or_default().as_bytes().to_vec(),
        };
        return Ok(Key::from_certificate(&certificate, algorithm()?, &options)?);
    }
    if how.get("pem").is_some() || how.get("der").is_some() {
        options.password = text("password").map(Password::from);
    }
    if let Some(pem) = text("pem") {
        return Ok(Key::from_pem(pem.as_bytes(), algorithm()?, &options)?);
    }
    if let Some(der) = text("der") {
        return Ok(Key::from_der(&bytes(der)?, algorithm()?, &options)?);
    }
    if let Some(secret) = text("secret") {
        return Ok(Key::from_secret(&bytes(secret)?, algorithm()?, &options)?);
    }
    if let Some(secret) = text("secret_text") {
        return Ok(Key::from_secret(secret, algorithm()?, &options)?);
    }
    match text("password") {
        Some(password) => {
            let algorithm = if how.get("alg").is_some() {
                algorithm()?
            } else {
                Key::DEFAULT_PASSWORD_ALGORITHM
            };
            Ok(Key::from_password(password.as_bytes(), algorithm, &options)?)
        }
        None => Err(Failed::Broken(
            "the case does not say how a key is made".to_owned(),
        )),
    }
}

fn describe(key: &Key) -> Result<Outcome, Error> {
    Ok(outcome(json!({
        "algorithm": key.algorithm().map(Algorithm::as_str),
        "key_id": key.key_id(),
        "key_type": key.key_type(),
        "use": key.key_use(),
        "is_private": key.is_private(),
        "thumbprint": key.thumbprint(ThumbprintHash::Sha256)?,
        "thumbprint_uri": key.thumbprint_uri(ThumbprintHash::Sha256)?,
        "thumbprint_sha512": key.thumbprint(ThumbprintHash::Sha512)?,
    })))
}
