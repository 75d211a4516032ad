//! Verifiers: what a service calls for every request.

use std::sync::Arc;

use napi::bindgen_prelude::{ClassInstance, Function};
use napi::{Env, Result as NapiResult};
use napi_derive::napi;
use tokenseal::{CheckOptions, Result, Token, VerifyOptions};
use tokenseal_bridge::options::javascript_options as options;

use crate::boundary::{Outcome, guarded};
use crate::incoming::{Incoming, Longest};
use crate::key_set::KeySet;
use crate::packed::{Checked, CheckedMany};
use crate::task::{Done, run};

/// A verifier of the core, and how long its tokens may be.
#[napi]
pub struct Verifier(Arc<tokenseal::Verifier>, Longest);

/// A verifier, its keys and options compiled.
#[napi(catch_unwind)]
pub fn new_verifier(
    keys: Option<ClassInstance<'_, KeySet>>,
    decryption_keys: Option<ClassInstance<'_, KeySet>>,
    json: String,
) -> Outcome<Verifier> {
    let core = |keys: Option<ClassInstance<'_, KeySet>>| keys.map(|keys| keys.0.clone());
    guarded(|| {
        let options: VerifyOptions = options(&json)?;
        let verifier = tokenseal::Verifier::new(core(keys).map(Into::into), core(decryption_keys), &options)?;
        Ok(Verifier(Arc::new(verifier), Longest::compact(options.max_token_bytes)))
    })
}

#[napi]
impl Verifier {
    /// The function that checks a token: of all functions the one that is called most. It holds the verifier, which saves looking it up.
    #[napi(catch_unwind)]
    pub fn checker<'env>(&self, env: &'env Env) -> NapiResult<Function<'env, (), Outcome<Checked>>> {
        let (verifier, longest) = (Arc::clone(&self.0), self.1);
        env.create_function_from_closure("verify", move |call| {
            let (token, now): (Incoming<'_>, f64) = (call.get(0)?, call.get(1)?);
            Ok(guarded(|| token.with(longest, |token| verifier.verify(token, now)).map(Checked::from)))
        })
    }

    /// Checks a token on the thread pool.
    #[napi(catch_unwind)]
    pub fn verify_later(&self, token: Incoming<'_>, now: f64) -> Done<Token, Checked> {
        let (verifier, token) = (Arc::clone(&self.0), token.read(self.1));
        run(true, move || verifier.verify(token?, now))
    }

    /// Checks many tokens; each has its own outcome.
    #[napi(catch_unwind)]
    pub fn verify_many(&self, later: bool, tokens: Vec<Incoming<'_>>, now: f64) -> Done<Vec<Result<Token>>, CheckedMany> {
        let (verifier, tokens) = (Arc::clone(&self.0), Incoming::read_all(tokens, self.1));
        run(later, move || Ok(verifier.verify_many(&tokens?, now)))
    }
}

/// The time that the options of a check give, if they do.
#[napi(catch_unwind)]
pub fn given_time(json: String) -> Outcome<Option<f64>> {
    guarded(|| options::<CheckOptions>(&json).map(|options| options.now))
}
