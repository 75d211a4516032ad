//! Several processes and one file.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::common::player::Player;
use crate::common::{folder_for, names};
use crate::records::{NAME, append, count_in, empty, follow};

#[test]
fn four_writers_write_every_record_once() {
    let (folder, path, _file) = empty();
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
    assert_eq!(count_in(&path).unwrap(), 1000);
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"]);
}

#[test]
fn of_several_processes_one_creates() {
    let (_folder, path) = folder_for(NAME);
    let creators: Vec<Player> = (0..4).map(|_| Player::start(&path, "create")).collect();
    let said: Vec<String> = creators.into_iter().flat_map(Player::hear_all).collect();
    assert_eq!(
        said.iter().filter(|line| *line == "done 0").count(),
        1,
        "{said:?}"
    );
    assert_eq!(
        said.iter()
            .filter(|line| line.ends_with("nothing was overwritten"))
            .count(),
        3,
        "{said:?}"
    );
    assert_eq!(count_in(&path).unwrap(), 0);
}

/// A process that holds the lock for too long is reported, and loses nothing. Followers go on.
#[test]
fn a_stopped_writer_is_not_waited_for() {
    let (_folder, path, file) = empty();
    let mut writer = Player::start(&path, "hold");
    assert_eq!(writer.hear(), "inside");
    writer.signal("STOP");
    let began = Instant::now();
    let refused = append(&file).unwrap_err();
    let waited = began.elapsed();
    assert!(
        refused
            .message()
            .contains("revoked.log.lock: another process has held it for 5 s"),
        "{refused}"
    );
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(20)).contains(&waited),
        "{waited:?}"
    );
    assert_eq!((follow(&file).unwrap(), count_in(&path).unwrap()), (None, 0));
    writer.signal("CONT");
    writer.go_on();
    assert_eq!(writer.hear(), "done");
    assert_eq!((append(&file).unwrap(), count_in(&path).unwrap()), (2, 2));
}

#[test]
fn a_killed_writer_leaves_no_lock() {
    let (_folder, path, file) = empty();
    let mut writer = Player::start(&path, "hold");
    assert_eq!(writer.hear(), "inside");
    writer.signal("KILL");
    assert_eq!(append(&file).unwrap(), 1);
}
