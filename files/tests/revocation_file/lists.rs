//! Lists in files, as a program uses them.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;
use tokenseal::{
    EntriesOptions, ErrorCode, FileOptions, GenerateOptions, Key, Result, Revocations, RevokeOptions,
    SignatureAlgorithm, TokenOptions, Verifier, VerifyOptions,
};
use tokenseal_files::open_revocations;

use crate::common::player::Player;
use crate::common::{folder_for, names};
use crate::records::NAME;
use crate::roles::{listen, refusal, say};

/// How many sessions each writer revokes.
const SESSIONS: u64 = 25;

fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs_f64()
}

fn at(now: f64) -> RevokeOptions {
    RevokeOptions {
        now: Some(now),
        ..RevokeOptions::default()
    }
}

fn made_with(longest_lifetime: Option<&str>, create: bool) -> FileOptions {
    FileOptions {
        longest_lifetime: longest_lifetime.map(Into::into),
        create,
    }
}

fn make(path: &Path) -> Result<Revocations> {
    open_revocations(path, &made_with(None, true))
}

/// Role: revokes sessions, one at a time.
pub(crate) fn revoke(path: &Path, writer: u64) {
    let list = open_revocations(path, &made_with(None, false)).unwrap();
    for number in 0..SESSIONS {
        match list.revoke_session(None, &format!("{writer}-{number}"), &at(now())) {
            Ok(_) => say(&format!("done {writer}-{number}")),
            Err(error) => say(&refusal(&error)),
        }
    }
}

/// Role: receives sessions, and says which of their tokens it still accepts.
pub(crate) fn check(path: &Path) {
    let list = open_revocations(path, &made_with(None, false)).unwrap();
    let key = Key::generate(SignatureAlgorithm::HS256.into(), &GenerateOptions::default()).unwrap();
    let verifier = Verifier::new(Some(key.clone().into()), None, &VerifyOptions::default())
        .unwrap()
        .with_revocations(&list)
        .unwrap();
    let accepts = |session: &&str| {
        let options = TokenOptions {
            expires_in: Some("1h".into()),
            now: Some(now()),
            ..TokenOptions::default()
        };
        let token = tokenseal::sign(&json!({ "sid": session }), &key, &options).unwrap();
        match verifier.verify(&token, now()) {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error.code(), ErrorCode::Revoked, "{error}");
                false
            }
        }
    };
    say(if accepts(&"never revoked") {
        "ready"
    } else {
        "refuses everything"
    });
    while let Some(line) = listen() {
        let accepted: Vec<&str> = line.split_whitespace().filter(accepts).collect();
        say(&format!("accepts {}", accepted.join(" ")));
    }
}

/// Role: creates the list, or opens it.
pub(crate) fn open(path: &Path) {
    say(&make(path).map_or_else(|error| refusal(&error), |_| "opened".to_owned()));
}

/// Every process refuses whatever was acknowledged once its last look is 0.2 seconds old.
#[test]
fn what_one_process_revokes_all_refuse() {
    let (_folder, path) = folder_for(NAME);
    make(&path).unwrap();
    let mut readers: Vec<Player> = (0..4).map(|_| Player::start(&path, "check")).collect();
    readers
        .iter_mut()
        .for_each(|reader| assert_eq!(reader.hear(), "ready"));
    let (sender, acknowledged) = mpsc::channel();
    thread::scope(|scope| {
        for writer in 0..4 {
            let (sender, mut writer) = (sender.clone(), Player::start(&path, &format!("revoke {writer}")));
            scope.spawn(move || {
                loop {
                    match writer.hear() {
                        line if line.is_empty() => break,
                        line => sender.send(line).unwrap(),
                    }
                }
            });
        }
        drop(sender);
        let mut heard = 0;
        while let Ok(first) = acknowledged.recv() {
            let lines: Vec<String> = [first].into_iter().chain(acknowledged.try_iter()).collect();
            heard += lines.len();
            let sessions = lines
                .iter()
                .map(|line| line.strip_prefix("done ").unwrap_or_else(|| panic!("{line}")));
            let sessions = sessions.collect::<Vec<_>>().join(" ");
            thread::sleep(Duration::from_millis(210));
            for reader in &mut readers {
                reader.tell(&sessions);
                assert_eq!(reader.hear(), "accepts", "of {sessions}");
            }
        }
        assert_eq!(heard as u64, 4 * SESSIONS);
    });
    let list = open_revocations(&path, &made_with(None, false)).unwrap();
    let entries = list
        .entries(&EntriesOptions {
            now: Some(now()),
            ..EntriesOptions::default()
        })
        .unwrap();
    assert_eq!(entries.len() as u64, 4 * SESSIONS);
}

#[test]
fn of_several_processes_that_start_at_once_all_open() {
    let (folder, path) = folder_for(NAME);
    let players: Vec<Player> = (0..4).map(|_| Player::start(&path, "open")).collect();
    let said: Vec<String> = players.into_iter().flat_map(Player::hear_all).collect();
    assert_eq!(said, ["opened"; 4]);
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"]);
}

#[test]
fn no_list_is_made_unless_that_was_asked_for() {
    let (folder, path) = folder_for(NAME);
    let refused = open_revocations(&path, &made_with(None, false)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::RevocationUnavailable);
    assert!(names(&folder).is_empty());
    // A folder that does not exist, and something that is not a file.
    let nowhere = folder.path().join("nowhere").join(NAME);
    assert_eq!(
        make(&nowhere).unwrap_err().code(),
        ErrorCode::RevocationUnavailable
    );
    assert_eq!(
        make(folder.path()).unwrap_err().code(),
        ErrorCode::RevocationUnavailable
    );
}

#[test]
fn a_list_keeps_the_lifetime_that_it_was_made_with() {
    let (_folder, path) = folder_for(NAME);
    open_revocations(&path, &made_with(Some("2h"), true)).unwrap();
    for same in [None, Some("2h"), Some("120m")] {
        let list = open_revocations(&path, &made_with(same, true)).unwrap();
        assert!(
            list.status().contains("\"longest_lifetime\":7200"),
            "{}",
            list.status()
        );
    }
    let refused = open_revocations(&path, &made_with(Some("1h"), true)).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::OptionInvalid);
    assert!(
        refused.message().contains("3600 s") && refused.message().contains("7200 s"),
        "{refused}"
    );
    let (_folder, path) = folder_for(NAME);
    make(&path).unwrap();
    let refused = open_revocations(&path, &made_with(Some("1h"), false)).unwrap_err();
    assert!(
        refused.message().contains("3600 s") && refused.message().contains("made with none"),
        "{refused}"
    );
}

/// Who did what and why is kept, another process can withdraw a mistake, and a compaction drops
/// what has expired.
#[test]
fn entries_are_kept_with_their_reasons_until_they_end() {
    let (_folder, path) = folder_for(NAME);
    let list = open_revocations(&path, &made_with(Some("1h"), true)).unwrap();
    let other = open_revocations(&path, &made_with(None, false)).unwrap();
    let start = 1_700_000_000.0;
    let says = |number: u64| RevokeOptions {
        by: Some("alice".into()),
        reason: Some(format!("{number} {}", "r".repeat(990))),
        ..at(start)
    };
    // It never ends.
    list.revoke_key(None, "k1", &says(0)).unwrap();
    let mut number = 0;
    while path.metadata().unwrap().len() <= 1 << 20 {
        list.revoke_session(None, &format!("s{number}"), &says(number))
            .unwrap();
        number += 1;
    }
    let asked = |now: f64, session: u64| EntriesOptions {
        now: Some(now),
        session_id: Some(format!("s{session}")),
        ..EntriesOptions::default()
    };
    let mistake = other.entries(&asked(start, 7)).unwrap().remove(0);
    other.withdraw(&mistake.id, &at(start + 1.0)).unwrap();
    let found = list.entries(&asked(start, 7)).unwrap().remove(0);
    assert_eq!(
        (found.by.as_deref(), found.reason),
        (Some("alice"), says(7).reason)
    );
    assert!(found.withdrawn.is_some());
    // More than two hours later, all this has expired.
    let later = start + 7_300.0;
    for session in ["late", "later"] {
        let options = RevokeOptions {
            by: Some("bob".into()),
            reason: Some("lost".into()),
            ..at(later)
        };
        open_revocations(&path, &made_with(None, false))
            .unwrap()
            .revoke_session(None, session, &options)
            .unwrap();
    }
    assert!(
        path.metadata().unwrap().len() < 3_000,
        "{}",
        path.metadata().unwrap().len()
    );
    let entries = list
        .entries(&EntriesOptions {
            now: Some(later),
            ..EntriesOptions::default()
        })
        .unwrap();
    assert_eq!(
        entries.iter().map(|entry| entry.kind).collect::<Vec<_>>(),
        ["key", "session", "session"]
    );
    assert_eq!(
        (entries[0].by.as_deref(), &entries[0].reason),
        (Some("alice"), &says(0).reason)
    );
    assert!(
        entries[1..]
            .iter()
            .all(|entry| entry.by.as_deref() == Some("bob") && entry.reason.as_deref() == Some("lost"))
    );
}
