//! Writers that are killed at any moment.

use tokenseal_files::RevocationFile;

use crate::common::names;
use crate::common::player::{KILLS, killed_writer};
use crate::records::{NAME, append, count_in, empty, follow};

/// The whole file is read after each kill: after this many, a new file is used.
const OF_ONE_FILE: u64 = 500;

/// The file is whole, no acknowledged record is lost, and at most one more was written. Each writer
/// goes on where the last one stopped.
#[test]
fn a_killed_writer_loses_no_record() {
    let kills: u64 = std::env::var(KILLS).map_or(500, |kills| kills.parse().expect("a number"));
    (0..kills.div_ceil(OF_ONE_FILE)).for_each(|file| kill((kills - file * OF_ONE_FILE).min(OF_ONE_FILE)));
}

fn kill(kills: u64) {
    let (folder, path, file) = empty();
    let (mut acknowledged, mut in_a_change, mut newest) = (0, 0, 0);
    for kill in 0..kills {
        acknowledged = killed_writer(&path, kill).unwrap_or(acknowledged);
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
    // Otherwise nothing was proven.
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
