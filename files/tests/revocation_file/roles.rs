//! What other processes do: they are this test program once more, which plays a role instead of
//! testing.

use std::env;
use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use tokenseal::{Error, LogReader, Result, RevocationLog};
use tokenseal_files::RevocationFile;

use crate::common::player::{FILE, Player, ROLE};
use crate::records::{HEADER, Reader, Writer, count_in, empty, follow};

/// This program is started to run this one test, which then plays the role.
#[test]
fn another_process_makes_changes() {
    if let (Some(role), Some(file)) = (env::var_os(ROLE), env::var_os(FILE)) {
        return play(&role.into_string().unwrap(), Path::new(&file));
    }
    let (_folder, path, _file) = empty();
    let mut other = Player::start(&path, "count 2");
    assert_eq!([other.hear(), other.hear()], ["done 1", "done 2"]);
    assert_eq!(count_in(&path).unwrap(), 2);
}

fn play(role: &str, path: &Path) {
    let (role, number) = role.split_once(' ').unwrap_or((role, "1"));
    let number = number.parse().unwrap();
    match role {
        "create" => say(&RevocationFile::create(path, HEADER)
            .map_or_else(|error| refusal(&error), |_| "done 0".to_owned())),
        "count" => count(path, number, |_| 0),
        // All but the last two have expired.
        "end" => count(path, number, |last| last),
        "try" => attempt(path),
        "again" => again(path, number),
        "confirm" => say(&format!("done {}", Writer::open(path).confirm())),
        "hold" => hold(path),
        "idle" => idle(path),
        "revoke" => crate::lists::revoke(path, number),
        "check" => crate::lists::check(path),
        "open" => crate::lists::open(path),
        _ => panic!("nobody plays {role}"),
    }
}

/// Appends this often. If others keep coming first, it tries again.
fn count(path: &Path, times: u64, ended: fn(u64) -> u64) {
    let mut writer = Writer::open(path);
    for _ in 0..times {
        loop {
            match writer.append(ended) {
                Ok(made) => break say(&format!("done {made}")),
                Err(error) if error.message().contains("another process has held it") => {}
                Err(error) => return say(&refusal(&error)),
            }
        }
    }
}

/// One record, and what is read before and after it, by one object.
fn attempt(path: &Path) {
    let file = RevocationFile::open(path).unwrap();
    let found = follow(&file);
    let last = found.as_ref().ok().copied().flatten().unwrap_or_default();
    say(&reads(found));
    let appended = file.append(&mut Reader {
        last,
        ..Reader::default()
    });
    say(&appended.map_or_else(|error| refusal(&error), |()| format!("done {}", last + 1)));
    say(&reads(follow(&file)));
}

/// Appends with one object, this often, whether that fails or not.
fn again(path: &Path, times: u64) {
    let mut writer = Writer::open(path);
    (0..times).for_each(|_| {
        say(&writer
            .append(|_| 0)
            .map_or_else(|error| refusal(&error), |made| format!("done {made}")))
    });
}

fn reads(found: Result<Option<u64>>) -> String {
    match found {
        Ok(Some(found)) => format!("reads {found}"),
        Ok(None) => "reads nothing new".to_owned(),
        Err(error) => refusal(&error),
    }
}

/// Stays in a change until it is told to go on.
fn hold(path: &Path) {
    struct Holding(Reader);
    impl LogReader for Holding {
        fn record(&mut self, record: &[u8]) -> Result<()> {
            self.0.record(record)
        }
        fn next(&mut self) -> Result<Vec<u8>> {
            say("inside");
            listen();
            self.0.next()
        }
        fn keeps(&self, record: &[u8]) -> bool {
            self.0.keeps(record)
        }
    }
    let appended = RevocationFile::open(path)
        .unwrap()
        .append(&mut Holding(Reader::default()));
    say(&appended.map_or_else(|error| refusal(&error), |()| "done".to_owned()));
}

/// Follows until nothing is new, and then some more.
fn idle(path: &Path) {
    let file = RevocationFile::open(path).unwrap();
    follow(&file).unwrap();
    sleep(Duration::from_millis(2_200));
    follow(&file).unwrap();
    say("settled");
    (0..5).for_each(|_| assert!(follow(&file).unwrap().is_none()));
    say("done");
}

pub(crate) fn refusal(error: &Error) -> String {
    format!("refused {}: {}", error.code(), error.message())
}

/// In one system call, so that a record of them shows it in its place.
pub(crate) fn say(line: &str) {
    std::io::stderr()
        .write_all(format!("{line}\n").as_bytes())
        .unwrap();
}

/// The line that is said to it; None if nobody is there.
pub(crate) fn listen() -> Option<String> {
    let mut line = String::new();
    (std::io::stdin().read_line(&mut line).unwrap() > 0).then(|| line.trim_end().to_owned())
}
