//! The `tokenseal` command: [`tokenseal_cli::run`] with this process's arguments, streams and
//! clock, a way to fetch keys, and a way to talk to servers.

use std::io::{IsTerminal, stderr, stdin, stdout};
use std::process::ExitCode;
use std::time::SystemTime;

use tokenseal_cli::{Ask, Get, Process, run};

fn main() -> ExitCode {
    let (terminal, now) = (stdout().is_terminal(), tokenseal::timestamp(SystemTime::now()));
    let (mut stdin, mut stdout, mut stderr) = (stdin().lock(), stdout().lock(), stderr().lock());
    let ask = asking();
    let process = Process {
        stdin: &mut stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal,
        now,
        get: GET,
        ask: ask.as_deref(),
    };
    run(std::env::args_os(), process).into()
}

#[cfg(feature = "fetch")]
const GET: Option<&Get<'static>> = Some(&|fetch| {
    use tokenseal::machine::{Answer, Failure};

    // Made when needed: most commands fetch nothing.
    match tokenseal_drivers::blocking::Driver::new() {
        Ok(driver) => driver.get(fetch),
        Err(_) => Answer::Failed {
            id: fetch.id,
            why: Failure::Tls,
        },
    }
});

/// One connection serves everything that a command asks: it has one server.
#[cfg(feature = "fetch")]
fn asking() -> Option<Box<Ask<'static>>> {
    use std::cell::OnceCell;

    use tokenseal::machine::Answer;
    use tokenseal_drivers::StoreClient;
    use tokenseal_drivers::store::Single;

    let opened: OnceCell<Single> = OnceCell::new();
    Some(Box::new(move |url, store| {
        let client = match opened.get() {
            Some(client) => client,
            None => {
                let client = Single::open(url)?;
                opened.get_or_init(|| client)
            }
        };
        Ok(match client.send(&store.commands, store.timeout) {
            Ok(values) => Answer::Reply { id: store.id, values },
            Err(why) => Answer::Failed { id: store.id, why },
        })
    }))
}

#[cfg(not(feature = "fetch"))]
fn asking() -> Option<Box<Ask<'static>>> {
    None
}

#[cfg(not(feature = "fetch"))]
const GET: Option<&Get<'static>> = None;
