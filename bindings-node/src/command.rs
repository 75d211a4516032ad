//! The command: the same code as the Rust one.

use std::io::{IsTerminal, stderr, stdin, stdout};

use napi::bindgen_prelude::{FnArgs, Function, Uint8Array};
use napi_derive::napi;
use tokenseal::Error;
use tokenseal::machine::{Answer, Failure, Fetch, Store};
use tokenseal_bridge::{machine, message, now};
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

/// What it makes of commands for a server.
#[napi(object, object_to_js = false)]
pub struct Asked {
    /// The answer, as JSON; none if it has none.
    pub answer: Option<String>,
    /// Whether no client of such servers is installed.
    pub is_missing: bool,
}

/// Carries out one command with this process's streams and clock, and returns its exit code. The
/// arguments begin with the program's name. `get` makes one request, JSON in, and waits for its
/// answer; `ask` sends commands, JSON as well, to the server at a URL.
#[napi(catch_unwind)]
pub fn command(
    arguments: Vec<String>,
    get: Function<'_, String, Fetched>,
    ask: Function<'_, FnArgs<(String, String)>, Asked>,
) -> Outcome<u32> {
    guarded(|| {
        let (terminal, now) = (stdout().is_terminal(), now());
        let get = |fetch: &Fetch| fetched(&get, fetch);
        let ask = |url: &str, store: &Store| asked(&ask, url, store);
        let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
        let (stdin, stdout, stderr) = (&mut stdin, &mut stdout, &mut stderr);
        let process = Process {
            stdin,
            stdout,
            stderr,
            terminal,
            now,
            get: Some(&get),
            ask: Some(&ask),
        };
        Ok(run(arguments, process).into())
    })
}

/// It throws nothing; if it did, there would be no answer.
fn fetched(get: &Function<'_, String, Fetched>, fetch: &Fetch) -> Answer {
    let told = get.call(machine::request(fetch)).ok();
    let answer = told.and_then(|told| machine::answer(&told.answer, told.body.to_vec()).ok());
    answer.unwrap_or(Answer::Failed {
        id: fetch.id,
        why: Failure::Connect,
    })
}

fn asked(
    ask: &Function<'_, FnArgs<(String, String)>, Asked>,
    url: &str,
    store: &Store,
) -> Result<Answer, Error> {
    match ask.call((url.to_owned(), machine::store_request(store)).into()) {
        Ok(Asked { is_missing: true, .. }) => Err(message::no_store_client("npm install redis, or ioredis")),
        Ok(Asked {
            answer: Some(answer), ..
        }) => machine::answer(&answer, Vec::new()),
        _ => Err(message::store_url_unreadable()),
    }
}
