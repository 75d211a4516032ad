//! The command: the same code as the Rust one.

use std::io::{IsTerminal, stderr, stdin, stdout};

use napi::bindgen_prelude::{Function, Uint8Array};
use napi_derive::napi;
use tokenseal::machine::{Answer, Failure, Fetch};
use tokenseal_bridge::{machine, now};
use tokenseal_cli::{Process, run};

use crate::boundary::{Outcome, guarded};

/// What JavaScript's driver makes of a request.
#[napi(object, object_to_js = false)]
pub struct Fetched {
    /// The answer, as JSON.
    pub answer: String,
    /// Its body.
    pub body: Uint8Array,
}

/// Carries out one command with this process's streams and clock, and gives its exit code. The arguments begin with the program's name.
/// `get` makes one request, JSON in, and waits for its answer.
#[napi(catch_unwind)]
pub fn command(arguments: Vec<String>, get: Function<'_, String, Fetched>) -> Outcome<u32> {
    guarded(|| {
        let (terminal, now) = (stdout().is_terminal(), now());
        let get = |fetch: &Fetch| fetched(&get, fetch);
        let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
        let process = Process { stdin: &mut stdin, stdout: &mut stdout, stderr: &mut stderr, terminal, now, get: Some(&get) };
        Ok(run(arguments, process).into())
    })
}

/// It throws nothing; if it did, there would be no answer.
fn fetched(get: &Function<'_, String, Fetched>, fetch: &Fetch) -> Answer {
    let told = get.call(machine::request(fetch)).ok();
    let answer = told.and_then(|told| machine::answer(&told.answer, told.body.to_vec()).ok());
    answer.unwrap_or(Answer::Failed { id: fetch.id, why: Failure::Connect })
}
