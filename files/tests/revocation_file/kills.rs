//! Writers that are killed at any moment.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use tokenseal_files::RevocationFile;

use crate::common::names;
use crate::common::player::Player;
use crate::records::{NAME, append, count_in, empty, follow};

/// How many writers are killed; `cargo xtask soak` kills more.
const KILLS: &str = "TOKENSEAL_FILE_KILLS";
/// In microseconds: from the start of a process in every other case, and from its first record in the others.
const LONGEST_LIFE: u64 = 10_000;
/// With each kill all of the file is read: after so many, another one is taken.
const OF_ONE_FILE: u64 = 500;

/// The file is whole, no acknowledged record is lost, and at most one more was written. Each writer goes on where the last one was.
#[test]
fn a_killed_writer_loses_no_record() {
    let kills: u64 = std::env::var(KILLS).map_or(500, |kills| kills.parse().expect("a number"));
    (0..kills.div_ceil(OF_ONE_FILE)).for_each(|file| kill((kills - file * OF_ONE_FILE).min(OF_ONE_FILE)));
}

fn kill(kills: u64) {
    let (folder, path, file) = empty();
    let (mut acknowledged, mut in_a_change, mut newest) = (0, 0, 0);
    for kill in 0..kills {
        let mut writer = Player::start(&path, "count 1000000");
        let mut said = Vec::new();
        if kill % 2 == 1 {
            said.push(writer.hear());
        }
        // Drawn anew each time: the hasher's keys are random.
        std::thread::sleep(Duration::from_micros(
            RandomState::new().hash_one(kill) % LONGEST_LIFE,
        ));
        writer.signal("KILL");
        said.extend(writer.hear_all());
        if let Some(last) = said.last() {
            acknowledged = last
                .strip_prefix("done ")
                .unwrap_or_else(|| panic!("{said:?}"))
                .parse()
                .unwrap();
        }
        let found = count_in(&path).unwrap();
        assert!(
            (acknowledged..=acknowledged + 1).contains(&found),
            "{found} was found after {acknowledged}, by kill {kill}"
        );
        // Between a write and the end of its sync, the lock file is empty.
        in_a_change += u64::from(folder.path().join("revoked.log.lock").metadata().unwrap().len() == 0);
        newest = follow(&file).unwrap().unwrap_or(newest);
        assert_eq!(newest, found);
        acknowledged = found;
    }
    // Otherwise nothing was shown.
    assert!(
        acknowledged >= kills / 2 && in_a_change > kills / 50,
        "{in_a_change} of {kills} kills in one of {acknowledged} changes"
    );
    assert_eq!(
        append(&RevocationFile::open(&path).unwrap()).unwrap(),
        acknowledged + 1
    );
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"]);
    println!("{in_a_change} of {kills} kills in one of {acknowledged} changes");
}
