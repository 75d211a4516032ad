//! Operations that make and check tokens.

use serde_json::{Value, json};
use tokenseal::{Issuer, JsonText, Token, Verifier, jwe, jws};

use super::{Case, Failed, Outcome, base64url, json_text, option_invalid, outcome};

impl Case<'_> {
    pub(super) fn perform_token(self, operation: &str) -> Result<Outcome, Failed> {
        let made = |token: String| outcome(json!({ "token": token }));
        Ok(match operation {
            "jws.sign" => made(jws::sign(self.bytes("payload")?, &self.key(self.input("key"))?, &self.options()?)?),
            "jws.verify" => {
                let verified = jws::verify(self.text("token")?, self.keys("keys")?, &self.options()?)?;
                let payload = base64url(verified.payload());
                outcome(json!({ "payload": payload, "header": json_text(verified.header()), "key_id": verified.key_id() }))
            }
            "jwe.encrypt" => made(jwe::encrypt(&self.bytes("plaintext")?, &self.key(self.input("key"))?, &self.options()?)?),
            "jwe.decrypt" => {
                let decrypted = jwe::decrypt(self.text("token")?, self.keys("keys")?, &self.options()?)?;
                let plaintext = base64url(decrypted.plaintext());
                outcome(json!({ "plaintext": plaintext, "header": json_text(decrypted.header()), "key_id": decrypted.key_id() }))
            }
            "sign" => made(tokenseal::sign(&self.claims()?, &self.key(self.input("key"))?, &self.options()?)?),
            "encrypt" => made(tokenseal::encrypt(&self.claims()?, &self.key(self.input("key"))?, &self.options()?)?),
            "seal" => {
                let (signing, encrypting) = (self.key(self.input("sign_with"))?, self.key(self.input("encrypt_to"))?);
                made(tokenseal::seal(&self.claims()?, &signing, &encrypting, &self.options()?)?)
            }
            "verify" => checked(&tokenseal::verify(self.text("token")?, self.keys("keys")?, &self.options()?)?),
            "decrypt" => checked(&tokenseal::decrypt(self.text("token")?, self.keys("keys")?, &self.options()?)?),
            "unseal" => {
                let (decrypting, verifying) = (self.keys("decrypt_with")?, self.keys("verify_with")?);
                checked(&tokenseal::unseal(self.text("token")?, decrypting, verifying, &self.options()?)?)
            }
            "verifier.verify" => self.verifier()?,
            "issuer.issue" => {
                let key = |name: &str| self.has(name).then(|| self.key(self.input(name))).transpose();
                let issuer = Issuer::new(key("signing_key")?, key("encryption_key")?, &self.options()?)?;
                let call = tokenseal::options_from_json(self.case["input"].get("issue").cloned().unwrap_or_else(|| json!({})))?;
                made(issuer.issue(&self.claims()?, &call)?)
            }
            "inspect_unverified" => {
                let token = tokenseal::inspect_unverified(self.text("token")?)?;
                outcome(json!({ "kind": token.kind.as_str(), "header": json_text(&token.header), "claims": token.claims }))
            }
            _ => return Err(Failed::Broken(format!("the operation {operation} is not known here"))),
        })
    }

    /// `now` belongs to the call, the other options to the verifier.
    fn verifier(self) -> Result<Outcome, Failed> {
        let mut options = self.raw_options();
        let now = options.as_object_mut().and_then(|options| options.shift_remove("now"));
        let now = now.as_ref().and_then(Value::as_f64).ok_or_else(option_invalid)?;
        let options = tokenseal::options_from_json(options)?;
        let verifier = Verifier::new(self.optional_keys("keys")?, self.optional_keys("decryption_keys")?, &options)?;
        Ok(checked(&verifier.verify(self.text("token")?, now)?))
    }

    pub(super) fn claims(&self) -> Result<JsonText<'_>, Failed> {
        self.text("claims").map(JsonText)
    }
}

fn checked(token: &Token) -> Outcome {
    outcome(json!({
        "claims": token.claims_json(),
        "header": json_text(token.header()),
        "key_id": token.key_id(),
        "kind": token.kind().as_str(),
        "outer_header": token.outer_header().map(json_text),
        "decryption_key_id": token.decryption_key_id(),
    }))
}
