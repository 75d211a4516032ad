//! Several processes and one ring.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokenseal_files::RingFile;

use crate::common::names;
use crate::common::player::{Player, signal};
use crate::life::{folder, increment};
use crate::text::{text, version_in};

#[test]
fn four_writers_make_every_change_once() {
    let (folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let writers: Vec<Player> = (0..4).map(|_| Player::start(&path, "count 250")).collect();
    let said: Vec<String> = writers.into_iter().flat_map(Player::hear_all).collect();
    let made: BTreeSet<u64> = said
        .iter()
        .map(|line| {
            line.strip_prefix("done ")
                .unwrap_or_else(|| panic!("{line}"))
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!((said.len(), made), (1000, (1..=1000).collect()));
    assert_eq!(version_in(&path), 1000);
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
}

#[test]
fn of_several_processes_one_creates() {
    let (_folder, path) = folder();
    let creators: Vec<Player> = (0..4)
        .map(|number| Player::start(&path, &format!("create {number}")))
        .collect();
    let said: Vec<String> = creators.into_iter().flat_map(Player::hear_all).collect();
    let winners: Vec<usize> = (0..4).filter(|&number| said[number] == "created").collect();
    assert_eq!((said.len(), winners.len()), (4, 1), "{said:?}");
    assert_eq!(version_in(&path), winners[0] as u64);
    assert_eq!(
        said.iter()
            .filter(|line| line.ends_with("nothing was overwritten"))
            .count(),
        3,
        "{said:?}"
    );
}

/// A process that holds the lock for too long is reported, and loses nothing.
#[test]
fn a_stopped_writer_is_not_waited_for() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let mut writer = Player::start(&path, "hold");
    assert_eq!(writer.hear(), "inside");
    writer.signal("STOP");
    let began = Instant::now();
    let refused = increment(&ring).unwrap_err();
    let waited = began.elapsed();
    assert!(
        refused
            .message()
            .contains("keys.ring.lock: another process has held it for 5 s"),
        "{refused}"
    );
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(20)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!(version_in(&path), 0);
    writer.signal("CONT");
    writer.go_on();
    assert_eq!(writer.hear(), "done");
    increment(&ring).unwrap();
    assert_eq!(version_in(&path), 2);
}

#[test]
fn a_killed_writer_leaves_no_lock() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let mut writer = Player::start(&path, "hold");
    assert_eq!(writer.hear(), "inside");
    writer.signal("KILL");
    increment(&ring).unwrap();
    assert_eq!(version_in(&path), 1);
}

#[test]
fn a_forked_child_does_not_keep_the_lock() {
    let (_folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let mut writer = Player::start(&path, "fork");
    let child = writer.hear();
    assert_eq!(writer.hear(), "done");
    signal("0", &child);
    let changed = increment(&ring);
    signal("KILL", &child);
    changed.unwrap();
    assert_eq!(version_in(&path), 2);
}
