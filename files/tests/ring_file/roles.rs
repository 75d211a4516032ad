//! What other processes do: they are this test program once more, which plays a role instead of
//! testing.

use std::env;
use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tokenseal::Error;
use tokenseal::RingStore;
use tokenseal_files::RingFile;

use crate::common::player::{FILE, Player, ROLE};
use crate::text::{text, version};

/// This program is started to run this one test, which then plays the role.
#[test]
fn another_process_makes_changes() {
    if let (Some(role), Some(ring)) = (env::var_os(ROLE), env::var_os(FILE)) {
        return play(&role.into_string().unwrap(), Path::new(&ring));
    }
    let folder = tempfile::tempdir().unwrap();
    let ring = folder.path().join("keys.ring");
    RingFile::create(&ring, &text(0)).unwrap();
    let mut other = Player::start(&ring, "count 2");
    assert_eq!([other.hear(), other.hear()], ["done 1", "done 2"]);
    assert_eq!(crate::text::version_in(&ring), 2);
}

fn play(role: &str, path: &Path) {
    let (role, number) = role.split_once(' ').unwrap_or((role, "1"));
    let number = number.parse().unwrap();
    if role == "create" {
        return say(&RingFile::create(path, &text(number))
            .map_or_else(|error| refusal(&error), |_| "created".to_owned()));
    }
    let ring = RingFile::open(path).unwrap();
    match role {
        "count" => count(&ring, number),
        "try" => attempt(&ring),
        "hold" => hold(&ring),
        "fork" => fork(&ring),
        "confirm" => confirm(&ring),
        "idle" => idle(&ring),
        _ => panic!("nobody plays {role}"),
    }
}

/// Changes the ring this often. If others keep coming first, it tries again.
fn count(ring: &RingFile, times: u64) {
    for _ in 0..times {
        loop {
            match increment(ring) {
                Ok(made) => break say(&format!("done {made}")),
                Err(error) if error.message().contains("another process has held it") => {}
                Err(error) => return say(&refusal(&error)),
            }
        }
    }
}

fn increment(ring: &RingFile) -> Result<u64, Error> {
    let mut made = 0;
    ring.change(&mut |found| {
        made = version(&found) + 1;
        Ok(Some(text(made)))
    })?;
    Ok(made)
}

/// One change, and what is read before and after it.
fn attempt(ring: &RingFile) {
    say(&read(ring));
    say(&increment(ring).map_or_else(|error| refusal(&error), |made| format!("done {made}")));
    say(&read(ring));
}

fn read(ring: &RingFile) -> String {
    match ring.read() {
        Ok(Some(found)) => format!("reads {}", version(&found)),
        Ok(None) => "reads nothing new".to_owned(),
        Err(error) => refusal(&error),
    }
}

/// Stays in a change until it is told to go on.
fn hold(ring: &RingFile) {
    let changed = ring.change(&mut |found| {
        say("inside");
        listen();
        Ok(Some(text(version(&found) + 1)))
    });
    say(&changed.map_or_else(|error| refusal(&error), |()| "done".to_owned()));
}

/// Forks in a change. The child lives on until it is told to end, by a signal.
fn fork(ring: &RingFile) {
    let changed = ring.change(&mut |found| {
        // SAFETY: the child does nothing but wait.
        let child = unsafe { libc::fork() };
        if child == 0 {
            loop {
                // SAFETY: it takes nothing, and may be called after a fork.
                unsafe { libc::pause() };
            }
        }
        say(&child.to_string());
        Ok(Some(text(version(&found) + 1)))
    });
    say(&changed.map_or_else(|error| refusal(&error), |()| "done".to_owned()));
    listen();
}

/// A change that finds nothing to change.
fn confirm(ring: &RingFile) {
    let mut found = 0;
    ring.change(&mut |text| {
        found = version(&text);
        Ok(None)
    })
    .unwrap();
    say(&format!("done {found}"));
}

/// Reads until nothing is new, and then some more.
fn idle(ring: &RingFile) {
    ring.read().unwrap();
    sleep(Duration::from_millis(2_200));
    ring.read().unwrap();
    say("settled");
    (0..5).for_each(|_| assert!(ring.read().unwrap().is_none()));
    say("done");
}

fn refusal(error: &Error) -> String {
    format!("refused {}: {}", error.code(), error.message())
}

/// In one system call, so that a record of them shows it in its place.
fn say(line: &str) {
    std::io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}

fn listen() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}
