//! `tokenseal serve`: the checks of [`tokenseal`] behind any API gateway.
//!
//! A gateway asks this program about every request (forward auth), and services behind it need not
//! know about tokens: they get a newly signed identity. The program also introspects, revokes and
//! exchanges tokens, and publishes keys, status lists and metadata.
//!
//! The core decides and this program transports: it makes no check, default of a check, challenge
//! or text of an answer about a token.
//!
//! From the outside in: [`run`] listens and reloads, [`config`] reads the file, `service` compiles
//! it, and the rooms `dialect`, `oauth`, `publish`, `events` and `admin` each answer one kind of
//! request.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod admin;
mod app;
pub mod arguments;
pub mod config;
mod demo;
mod dialect;
mod events;
mod oauth;
mod observe;
pub mod openapi;
mod publish;
pub mod run;
mod service;
mod wire;
