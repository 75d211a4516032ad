//! Operations with keys that are held elsewhere: the case contains what the private key returned.

use serde_json::json;
use tokenseal::{Unsigned, jwe};

use super::{Case, Failed, Outcome, base64url, json_text, outcome};

impl Case<'_> {
    pub(super) fn perform_external(self, operation: &str) -> Result<Outcome, Failed> {
        let key = self.key(self.input("key"))?;
        match operation {
            "prepare" => {
                let unsigned = tokenseal::prepare(&self.claims()?, &key, &self.options()?)?;
                self.completed(&unsigned)
            }
            "jwe.prepare_decrypt" => {
                let pending = jwe::prepare_decrypt(self.text("token")?, &key, &self.options()?)?;
                let peer_key = pending
                    .peer_key()
                    .map(|peer| peer.to_jwk(false))
                    .transpose()?
                    .map(|jwk| json_text(&jwk));
                let mut results = outcome(
                    json!({ "peer_key": peer_key, "encrypted_key": pending.encrypted_key().map(base64url) }),
                );
                if self.has("secret") {
                    let decrypted = pending.complete(self.bytes("secret")?)?;
                    let plaintext = base64url(decrypted.plaintext());
                    let found = json!({ "plaintext": plaintext, "header": json_text(decrypted.header()), "key_id": decrypted.key_id() });
                    results.extend(outcome(found));
                }
                Ok(results)
            }
            _ => Err(Failed::Broken(format!(
                "the operation {operation} is not known here"
            ))),
        }
    }

    /// What must be signed and, if the case has its signature, the complete token.
    pub(super) fn completed(self, unsigned: &Unsigned) -> Result<Outcome, Failed> {
        let mut outcome =
            outcome(json!({ "signing_input": String::from_utf8_lossy(unsigned.signing_input()) }));
        if self.has("signature") {
            let format = self
                .has("format")
                .then(|| json!({ "format": self.input("format") }));
            let options = tokenseal::options_from_json(format.unwrap_or_else(|| json!({})))?;
            outcome.insert(
                "token".to_owned(),
                json!(unsigned.complete_with(self.bytes("signature")?, &options)?),
            );
        }
        Ok(outcome)
    }
}
