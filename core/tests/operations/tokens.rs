//! Operations that create tokens and verify or decrypt them.

use serde_json::{Value, json};
use tokenseal::{Error, IssueOptions, Issuer, JsonText, KeySet, Token, Verifier, VerifyOptions, jwe, jws};

use super::{Case, Failed, Outcome, base64url, json_text, option_invalid, outcome};

impl Case<'_> {
    pub(super) fn perform_token(self, operation: &str) -> Result<Outcome, Failed> {
        let created = |token: String| outcome(json!({ "token": token }));
        Ok(match operation {
            "jws.sign" => created(jws::sign(
                self.bytes("payload")?,
                self.key_or_keys()?,
                &self.options()?,
            )?),
            "jws.verify" => self.verify_bytes()?,
            "jwe.encrypt" => {
                let options = jwe::EncryptOptions {
                    aad: self.optional_bytes("aad")?,
                    ..self.options()?
                };
                created(jwe::encrypt(
                    &self.bytes("plaintext")?,
                    self.key_or_keys()?,
                    &options,
                )?)
            }
            "jwe.decrypt" => self.decrypt_bytes()?,
            "sign" => created(tokenseal::sign(
                &self.claims()?,
                &self.key(self.input("key"))?,
                &self.options()?,
            )?),
            "encrypt" => created(tokenseal::encrypt(
                &self.claims()?,
                &self.key(self.input("key"))?,
                &self.options()?,
            )?),
            "seal" => {
                let (signing, encrypting) = (
                    self.key(self.input("sign_with"))?,
                    self.key(self.input("encrypt_to"))?,
                );
                created(tokenseal::seal(
                    &self.claims()?,
                    &signing,
                    &encrypting,
                    &self.options()?,
                )?)
            }
            "verify" => {
                self.remembering(Some(self.keys("keys")?), None)?;
                checked(&tokenseal::verify(
                    self.token()?,
                    self.keys("keys")?,
                    &self.options()?,
                )?)
            }
            "decrypt" => {
                self.remembering(None, Some(self.keys("keys")?))?;
                checked(&tokenseal::decrypt(
                    self.token()?,
                    self.keys("keys")?,
                    &self.options()?,
                )?)
            }
            "unseal" => {
                let (decrypting, verifying) = (self.keys("decrypt_with")?, self.keys("verify_with")?);
                self.remembering(Some(verifying.clone()), Some(decrypting.clone()))?;
                checked(&tokenseal::unseal(
                    self.token()?,
                    decrypting,
                    verifying,
                    &self.options()?,
                )?)
            }
            "verifier.verify" => self.verifier()?,
            "by_issuer.verify" => self.by_issuer()?,
            "issuer.issue" => {
                let key = |name: &str| self.has(name).then(|| self.key(self.input(name))).transpose();
                let issuer = Issuer::new(
                    key("signing_key")?.map(Into::into),
                    key("encryption_key")?.map(Into::into),
                    &self.options()?,
                )?;
                let call = tokenseal::options_from_json(
                    self.case["input"]
                        .get("issue")
                        .cloned()
                        .unwrap_or_else(|| json!({})),
                )?;
                let call = IssueOptions {
                    confirm: self.confirmation()?,
                    ..call
                };
                created(issuer.issue(&self.claims()?, &call)?)
            }
            "inspect_unverified" => {
                let token = tokenseal::inspect_unverified(self.token()?)?;
                outcome(
                    json!({ "kind": token.kind.as_str(), "header": json_text(&token.header), "claims": token.claims }),
                )
            }
            _ => {
                return Err(Failed::Broken(format!(
                    "the operation {operation} is not known here"
                )));
            }
        })
    }

    fn verify_bytes(self) -> Result<Outcome, Failed> {
        let options = jws::VerifyOptions {
            payload: self.optional_bytes("payload")?,
            ..self.options()?
        };
        let verified = jws::verify(self.token()?, self.keys("keys")?, &options)?;
        Ok(outcome(json!({
            "payload": base64url(verified.payload()),
            "header": json_text(verified.header()),
            "unprotected": verified.unprotected().map(json_text),
            "key_id": verified.key_id(),
            "verified": verified.verified().iter().map(one_signature).collect::<Vec<_>>(),
        })))
    }

    fn decrypt_bytes(self) -> Result<Outcome, Failed> {
        let decrypted = jwe::decrypt(self.token()?, self.keys("keys")?, &self.options()?)?;
        Ok(outcome(json!({
            "plaintext": base64url(decrypted.plaintext()),
            "header": json_text(decrypted.header()),
            "unprotected": decrypted.unprotected().map(json_text),
            "recipient_header": decrypted.recipient_header().map(json_text),
            "aad": decrypted.aad().map(base64url),
            "key_id": decrypted.key_id(),
            "recipient": decrypted.recipient(),
        })))
    }

    /// `now` belongs to the call, the other options to the verifier.
    fn verifier(self) -> Result<Outcome, Failed> {
        let mut options = self.raw_options();
        let now = options
            .as_object_mut()
            .and_then(|options| options.shift_remove("now"));
        let now = now.as_ref().and_then(Value::as_f64).ok_or_else(option_invalid)?;
        let options = tokenseal::options_from_json(options)?;
        let (keys, decryption_keys) = (
            self.optional_keys("keys")?,
            self.optional_keys("decryption_keys")?,
        );
        self.remembering(keys.clone(), decryption_keys.clone())?;
        let verifier = Verifier::new(keys.map(Into::into), decryption_keys.map(Into::into), &options)?;
        Ok(checked(&verifier.verify(self.token()?, now)?))
    }

    /// A Verifier that remembers gives the same result as one that does not, each time: the case is
    /// broken if it does not.
    fn remembering(self, keys: Option<KeySet>, decryption_keys: Option<KeySet>) -> Result<(), Failed> {
        let mut options = self.raw_options();
        let now = options
            .as_object_mut()
            .and_then(|options| options.shift_remove("now"));
        let (Some(now), Ok(options)) = (
            now.as_ref().and_then(Value::as_f64),
            tokenseal::options_from_json::<VerifyOptions>(options),
        ) else {
            return Ok(());
        };
        let of = |remember| {
            let options = VerifyOptions {
                remember,
                ..options.clone()
            };
            Verifier::new(
                keys.clone().map(Into::into),
                decryption_keys.clone().map(Into::into),
                &options,
            )
        };
        // If the options cannot be kept, or contradict it, there is no such Verifier.
        let (Ok(plain), Ok(remembering)) = (of(None), of(Some(1))) else {
            return Ok(());
        };
        let token = self.token()?;
        let told = |verifier: &Verifier| {
            verifier
                .verify(&token, now)
                .as_ref()
                .map(checked)
                .map_err(Error::clone)
        };
        let expected = told(&plain);
        match (0..4)
            .map(|_| told(&remembering))
            .find(|found| *found != expected)
        {
            Some(found) => Err(Failed::Broken(format!(
                "a Verifier that remembers finds {found:?}, and one without {expected:?}"
            ))),
            None => Ok(()),
        }
    }

    /// Each verifier is a case of its own: keys and options.
    fn by_issuer(self) -> Result<Outcome, Failed> {
        let now = self.raw_options()["now"].as_f64().ok_or_else(option_invalid)?;
        let members = self
            .input("verifiers")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let verifiers: Vec<Verifier> = members
            .iter()
            .map(|member| self.member(member))
            .collect::<Result<_, _>>()?;
        let verifier =
            Verifier::by_issuer(verifiers, self.optional_keys("decryption_keys")?.map(Into::into))?;
        // The last result is a remembered one.
        let token = self.token()?;
        let found: Vec<Result<Outcome, Error>> = (0..4)
            .map(|_| {
                verifier
                    .verify(&token, now)
                    .as_ref()
                    .map(checked)
                    .map_err(Error::clone)
            })
            .collect();
        if found.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(Failed::Broken(format!(
                "a Verifier that remembers finds one thing after another: {found:?}"
            )));
        }
        Ok(checked(&verifier.verify(self.token()?, now)?))
    }

    fn member(self, member: &Value) -> Result<Verifier, Failed> {
        let own = json!({ "input": member });
        let of = Case {
            case: &own,
            group_keys: self.group_keys,
        };
        let options: VerifyOptions = tokenseal::options_from_json(member["options"].clone())?;
        let options = VerifyOptions {
            remember: options.remember.or(Some(8)),
            ..options
        };
        Ok(Verifier::new(
            of.optional_keys("keys")?.map(Into::into),
            of.optional_keys("decryption_keys")?.map(Into::into),
            &options,
        )?)
    }

    pub(super) fn claims(&self) -> Result<JsonText<'_>, Failed> {
        self.text("claims").map(JsonText)
    }
}

fn one_signature(one: &jws::VerifiedSignature) -> Value {
    json!({ "index": one.index, "key_id": one.key_id, "algorithm": one.algorithm.as_str(), "header": json_text(&one.header) })
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
