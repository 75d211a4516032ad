//! Rust's own drivers, in this process.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokenseal::{
    JwksOptions, KeySet, RevocationChange, Revocations, RevokeOptions, Token, Verifier, VerifyOptions,
    options_from_json,
};
use tokenseal_drivers::store::Single;
use tokenseal_drivers::{blocking, tokio as asynchronous};
use tokio::runtime::Runtime;

use super::service::{Begin, Outcomes, Service};
use super::targets::{ISSUER, Target};

const PATIENCE: Duration = Duration::from_secs(20);

/// Both.
pub(crate) fn all() -> Result<Vec<Box<dyn Service>>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    Ok(vec![
        Box::new(Rust::threads()?),
        Box::new(Rust::new(
            "Rust, tokio",
            Form::Tokio(asynchronous::Driver::new()?, runtime),
        )),
    ])
}

/// One of them.
pub(crate) struct Rust {
    title: &'static str,
    form: Form,
    begun: Option<Begun>,
}

struct Begun {
    list: Revocations,
    verifier: Verifier,
    /// Without the list: it checks what is to be revoked.
    plain: Verifier,
}

enum Form {
    Threads(blocking::Driver),
    Tokio(asynchronous::Driver, Runtime),
}

impl Rust {
    /// The one that blocks.
    pub(crate) fn threads() -> Result<Self> {
        Ok(Self::new(
            "Rust, threads",
            Form::Threads(blocking::Driver::new()?),
        ))
    }

    fn new(title: &'static str, form: Form) -> Self {
        Self {
            title,
            form,
            begun: None,
        }
    }

    fn begun(&self) -> Result<&Begun> {
        self.begun.as_ref().context("it has not begun")
    }
}

impl Service for Rust {
    fn title(&self) -> &str {
        self.title
    }

    fn begin(&mut self, begin: &Begin<'_>) -> Result<()> {
        let keys = KeySet::from_jwks(&begin.keys.to_string(), &JwksOptions::default())?;
        let options = VerifyOptions {
            issuer: Some(begin.issuer.into()),
            ..VerifyOptions::default()
        };
        let plain = Verifier::new(Some(keys.into()), None, &options)?;
        let list = Revocations::redis(&options_from_json(begin.options.clone())?)?;
        let client = Single::from(redis::Client::open(format!("redis://127.0.0.1:{}/", begin.port))?);
        let verifier = plain.clone().with_revocations(&list)?;
        match &self.form {
            Form::Threads(driver) => {
                driver.follow(&list, client);
                driver.ready(&verifier, PATIENCE)?;
            }
            Form::Tokio(driver, runtime) => {
                driver.follow(&list, client);
                runtime.block_on(driver.ready(&verifier, PATIENCE))?;
            }
        }
        self.begun = Some(Begun {
            list,
            verifier,
            plain,
        });
        Ok(())
    }

    fn revoke(&mut self, target: &Target) -> Result<Outcomes> {
        let Begun { list, plain, .. } = self.begun()?;
        let now = tokenseal::timestamp(std::time::SystemTime::now());
        let change = change(target, plain, now)?;
        let began = Instant::now();
        let made = match &self.form {
            Form::Threads(driver) => driver.change(list, change),
            Form::Tokio(driver, runtime) => on(runtime, driver.change(list, change)),
        };
        Ok(outcomes([(made.map(drop), began.elapsed())], "revoked"))
    }

    fn check(&mut self, tokens: &[&str]) -> Result<Outcomes> {
        let Begun { verifier, .. } = self.begun()?;
        let check = |token: &&str| {
            let began = Instant::now();
            let checked: tokenseal::Result<Token> = match &self.form {
                Form::Threads(driver) => driver.verify(verifier, token),
                Form::Tokio(driver, runtime) => on(runtime, driver.verify(verifier, token)),
            };
            (checked.map(drop), began.elapsed())
        };
        Ok(outcomes(tokens.iter().map(check), "accepted"))
    }
}

fn on<T>(runtime: &Runtime, future: impl Future<Output = T>) -> T {
    runtime.block_on(future)
}

/// The change that a target stands for.
fn change(target: &Target, plain: &Verifier, now: f64) -> Result<RevocationChange> {
    let options = RevokeOptions {
        now: Some(now),
        ..RevokeOptions::default()
    };
    let (issuer, value) = (Some(ISSUER), target.value.as_str());
    Ok(match target.kind {
        "token" => {
            let token = plain.verify(&target.token, now)?;
            RevocationChange::revoke(token.header(), token.claims_json(), &options)?
        }
        "token_id" => RevocationChange::revoke_id(issuer, value, &options)?,
        "session" => RevocationChange::revoke_session(issuer, value, &options)?,
        "subject" => RevocationChange::revoke_subject(issuer, value, &options)?,
        "key" => RevocationChange::revoke_key(issuer, value, &options)?,
        other => bail!("there is no kind `{other}`"),
    })
}

/// Each result as its code, or as what it is called when it went well.
fn outcomes(results: impl IntoIterator<Item = (tokenseal::Result<()>, Duration)>, good: &str) -> Outcomes {
    let mut all = Outcomes {
        outcomes: Vec::new(),
        longest: 0.0,
    };
    for (result, took) in results {
        all.outcomes
            .push(result.map_or_else(|error| error.code().as_str().to_owned(), |()| good.to_owned()));
        all.longest = all.longest.max(took.as_secs_f64() * 1000.0);
    }
    all
}
