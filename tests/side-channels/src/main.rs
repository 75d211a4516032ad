//! Shows under valgrind's memcheck that no branch and no address depends on a secret, in what is
//! the core's own: AES-CBC with HMAC, the key management around AES Key Wrap and the other
//! algorithms, and the comparison of tags.
//!
//! memcheck reports each branch and each address that depends on undefined bytes. So the core marks
//! its secrets as undefined (see `core/src/secrecy.rs`), and nothing may be reported. Everything
//! else about it is in `docs/security.md`.
//!
//! `side-channels operations` does everything that is checked; `side-channels control NAME` does
//! one thing that must be reported, so that nobody trusts a test that sees nothing.
//! `tests/memcheck.rs` runs them. The program ends with 0 if nothing was reported, 1 if something
//! was, and 2 if it could not see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // a test

extern crate tokenseal_watched as tokenseal;

mod controls;
mod observed;
#[path = "../../../core/tests/vectors/read.rs"]
mod read;
mod requests;
mod sign_and_encrypt;
mod vectors;
mod verify_and_decrypt;

use std::process::ExitCode;

use tokenseal::watch::{self, Watcher};

fn main() -> ExitCode {
    if !requests::running() {
        eprintln!(
            "this needs valgrind: it is not running, or its headers were not there when this was compiled"
        );
        return ExitCode::from(2);
    }
    watch::set(Watcher {
        secret: observed::secret,
        public: requests::public,
    });
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["operations"] => {
            verify_and_decrypt::all();
            sign_and_encrypt::all();
        }
        ["control", name] => controls::run(name),
        _ => return ExitCode::from(2),
    }
    observed::finish()
}
