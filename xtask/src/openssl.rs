//! OpenSSL, which josekit needs: an oracle in the tests, and nothing that is shipped.
//!
//! The system's, where its headers are found. Where they are not, they are installed (Debian, as
//! root), or else OpenSSL is compiled, which takes 7 CPU minutes, perl and make.

use std::path::Path;

use anyhow::{Result, bail};

use crate::debian;
use crate::workspace::answers;

/// Sees to it that josekit can be built, one way or the other.
pub(crate) fn set_up() -> Result<()> {
    if found() {
        return Ok(());
    }
    // Whether it helped is looked at below: without a network nothing is lost, if perl is there.
    debian::install(
        "Rust",
        "the headers of OpenSSL",
        &["libssl-dev", "pkg-config", "perl"],
    )?;
    if found() || cfg!(windows) {
        return Ok(());
    }
    if !answers("perl", &["-e", "use FindBin; use IPC::Cmd"]) || !answers("make", &["--version"]) {
        bail!(
            "the headers of OpenSSL are missing, for josekit, an oracle in the tests; on Debian: apt-get install libssl-dev pkg-config. \
             With perl and make, OpenSSL is compiled instead"
        );
    }
    say!(
        "Rust: the headers of OpenSSL are missing, so it is compiled (7 CPU minutes); on Debian: apt-get install libssl-dev pkg-config"
    );
    Ok(())
}

/// The arguments with which cargo builds this member, which links josekit, on this machine.
pub(crate) fn features(member: &str) -> Vec<String> {
    if found() {
        Vec::new()
    } else {
        vec!["--features".to_owned(), format!("{member}/vendored")]
    }
}

/// Whether the crate `openssl-sys` finds the library: through its variables, through pkg-config, or
/// where Homebrew puts it.
fn found() -> bool {
    const HOMEBREW: [&str; 4] = [
        "/opt/homebrew/opt/openssl@3",
        "/opt/homebrew/opt/openssl",
        "/usr/local/opt/openssl@3",
        "/usr/local/opt/openssl",
    ];
    std::env::var_os("OPENSSL_DIR").is_some()
        || answers("pkg-config", &["--exists", "openssl"])
        || (cfg!(target_os = "macos") && HOMEBREW.iter().any(|folder| Path::new(folder).is_dir()))
}
