//! Independent oracles: what josekit (on OpenSSL) and jsonwebtoken (on RustCrypto) make, tokenseal
//! reads, and the other way round.
//!
//! All three are a [`Library`], which makes keys and makes and reads tokens. [`run::all`] lets each
//! of the other two exchange keys and tokens with tokenseal, for every [`Form`] of token and every
//! algorithm that tokenseal has, and [`table::render`] writes down what was exchanged. What a
//! library lacks, it explains in words, which stand on the page too. Another form of token is a
//! variant of [`Form`] and an arm in `produce` and `consume` of each library.

#![forbid(unsafe_code)]

mod case;
mod josekit;
mod josekit_json;
mod josekit_keys;
mod jsonwebtoken;
mod library;
mod ours;
pub mod run;
pub mod table;
pub mod ways;

pub use case::{Case, Form, Subject};
pub use josekit::Josekit;
pub use jsonwebtoken::Jsonwebtoken;
pub use library::{Format, Half, KeyPair, KeyTexts, Library, Role};
pub use ours::Tokenseal;
