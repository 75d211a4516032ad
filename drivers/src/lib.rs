//! Drivers for what `tokenseal` fetches: the keys of issuers, and of recipients to encrypt to.
//!
//! The core decides what is fetched, when, and for how long it is used; a driver does the fetching.
//! With the feature `blocking` (the default) that is [`blocking::Driver`], over `ureq`; with
//! `async` it is [`tokio::Driver`], over `reqwest`. Both trust the certificates that the platform
//! trusts, take no proxy from the environment, and follow no redirect. They run nothing in an idle
//! process.
//!
//! ```no_run
//! use tokenseal::{Verifier, VerifyOptions};
//! use tokenseal_drivers::blocking::Driver;
//!
//! let options = VerifyOptions { audience: Some("https://api.example".into()), ..VerifyOptions::default() };
//! let verifier = Verifier::for_issuer("https://tenant.example/", None, &options)?;
//! let driver = Driver::new()?;
//! driver.ready(&verifier, std::time::Duration::from_secs(10))?; // at the start: fetches, or says why not
//!
//! # let token = "";
//! let token = driver.verify(&verifier, token)?;
//! # Ok::<(), tokenseal::Error>(())
//! ```

#![forbid(unsafe_code)]

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(any(feature = "blocking", feature = "async"))]
mod common;
mod settings;
pub mod store;
#[cfg(feature = "async")]
pub mod tokio;

pub use settings::Settings;
pub use store::StoreClient;
