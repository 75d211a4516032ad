//! `tokenseal-stores`: starts real Redis and Valkey servers on free ports of the loopback, and
//! stops, pauses, cuts off and fails them over, as it is asked. Every language's tests of stores
//! start one: see `tests/stores/README.md` for the requests.
//!
//! It reads one request per line of standard input, and answers each with one line on standard
//! output. When its input ends it ends every server and removes their folders; on Linux the servers
//! end even if it is killed.

#[cfg(unix)]
mod program;

#[cfg(unix)]
fn main() -> std::process::ExitCode {
    program::main()
}

#[cfg(not(unix))]
fn main() -> std::process::ExitCode {
    eprintln!("tokenseal-stores: neither Redis nor Valkey runs on this system");
    std::process::ExitCode::FAILURE
}
