//! Writers that are killed at any moment.

use tokenseal::RingStore;
use tokenseal_files::RingFile;

use crate::common::names;
use crate::common::player::{KILLS, killed_writer};
use crate::life::{folder, increment};
use crate::text::{text, version, version_in};

/// The ring is whole, no acknowledged change is lost, and at most one more was made. Each writer
/// finds what the last one left.
#[test]
fn a_killed_writer_loses_no_change() {
    let kills: u64 = std::env::var(KILLS).map_or(500, |kills| kills.parse().expect("a number"));
    let (folder, path) = folder();
    let ring = RingFile::create(&path, &text(0)).unwrap();
    let (mut acknowledged, mut in_a_change) = (0, 0);
    for kill in 0..kills {
        acknowledged = killed_writer(&path, kill).unwrap_or(acknowledged);
        let found = version_in(&path);
        assert!(
            (acknowledged..=acknowledged + 1).contains(&found),
            "{found} was found after {acknowledged}, by kill {kill}"
        );
        in_a_change += u64::from(found > acknowledged || names(&folder).len() > 2);
        assert!(ring.read().unwrap().is_none_or(|text| version(&text) == found));
        acknowledged = found;
    }
    // Otherwise nothing was proven.
    assert!(
        acknowledged >= kills / 2 && in_a_change > kills / 50,
        "{in_a_change} of {kills} kills in one of {acknowledged} changes"
    );
    increment(&ring).unwrap();
    assert_eq!(names(&folder), ["keys.ring", "keys.ring.lock"]);
    println!("{in_a_change} of {kills} kills in one of {acknowledged} changes");
}
