//! Both drivers in one form, so that every test is written once.

use std::time::Duration;

use serde_json::json;
use tokenseal::{
    Answer, IssueOptions, Issuer, ProtectedResource, RemoteKeySet, RequestOptions, Result, Token, Verifier,
};
use tokenseal_drivers::{Settings, blocking};

/// What a driver does, in blocking form.
pub(crate) trait Carrier: Send + Sync {
    fn verify(&self, verifier: &Verifier, token: &str) -> Result<Token>;
    fn verify_many(&self, verifier: &Verifier, tokens: &[&str]) -> Vec<Result<Token>>;
    fn ready(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()>;
    fn issue(&self, issuer: &Issuer) -> Result<String>;
    fn check_request(&self, resource: &ProtectedResource, headers: &[(&str, String)]) -> Answer;
}

/// Makes a driver.
pub(crate) type Make = fn(Settings) -> Result<Box<dyn Carrier>>;

/// Runs tests, which are functions of a [`Make`], with each driver.
macro_rules! with_both {
    ($($test:ident)+) => {
        mod blocking {
            $(#[test] fn $test() { super::$test($crate::carrier::blocking); })+
        }

        #[cfg(feature = "async")]
        mod tokio {
            $(#[test] fn $test() { super::$test($crate::carrier::tokio); })+
        }
    };
}
pub(crate) use with_both;

pub(crate) fn blocking(settings: Settings) -> Result<Box<dyn Carrier>> {
    Ok(Box::new(blocking::Driver::with(settings)?))
}

impl Carrier for blocking::Driver {
    fn verify(&self, verifier: &Verifier, token: &str) -> Result<Token> {
        blocking::Driver::verify(self, verifier, token)
    }

    fn verify_many(&self, verifier: &Verifier, tokens: &[&str]) -> Vec<Result<Token>> {
        blocking::Driver::verify_many(self, verifier, tokens)
    }

    fn ready(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        self.ready_sets(sets, timeout)
    }

    fn issue(&self, issuer: &Issuer) -> Result<String> {
        blocking::Driver::issue(self, issuer, &json!({ "sub": "alice" }), &IssueOptions::default())
    }

    fn check_request(&self, resource: &ProtectedResource, headers: &[(&str, String)]) -> Answer {
        blocking::Driver::check_request(
            self,
            resource,
            "GET",
            "/orders",
            headers,
            &RequestOptions::default(),
        )
    }
}

#[cfg(feature = "async")]
pub(crate) fn tokio(settings: Settings) -> Result<Box<dyn Carrier>> {
    let runtime = ::tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    Ok(Box::new(Asynchronous {
        driver: tokenseal_drivers::tokio::Driver::with(settings)?,
        runtime,
    }))
}

#[cfg(feature = "async")]
struct Asynchronous {
    driver: tokenseal_drivers::tokio::Driver,
    runtime: ::tokio::runtime::Runtime,
}

#[cfg(feature = "async")]
impl Carrier for Asynchronous {
    fn verify(&self, verifier: &Verifier, token: &str) -> Result<Token> {
        self.runtime.block_on(self.driver.verify(verifier, token))
    }

    fn verify_many(&self, verifier: &Verifier, tokens: &[&str]) -> Vec<Result<Token>> {
        self.runtime.block_on(self.driver.verify_many(verifier, tokens))
    }

    fn ready(&self, sets: &[RemoteKeySet], timeout: Duration) -> Result<()> {
        self.runtime.block_on(self.driver.ready_sets(sets, timeout))
    }

    fn issue(&self, issuer: &Issuer) -> Result<String> {
        self.runtime.block_on(
            self.driver
                .issue(issuer, &json!({ "sub": "alice" }), &IssueOptions::default()),
        )
    }

    fn check_request(&self, resource: &ProtectedResource, headers: &[(&str, String)]) -> Answer {
        self.runtime.block_on(self.driver.check_request(
            resource,
            "GET",
            "/orders",
            headers,
            &RequestOptions::default(),
        ))
    }
}
