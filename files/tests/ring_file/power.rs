//! A loss of power at any moment of a change: the system calls of a writer are recorded, and
//! replayed on a disk that loses what was not synced.

use std::path::Path;

use tokenseal_files::RingFile;

use crate::common::disk::Disk;
use crate::common::record::{ARGUMENTS, Call, parse};
use crate::common::strace;
use crate::life::folder;
use crate::text::{text, version_in, whole};

const RING: &str = "keys.ring";

/// After each call, the power goes. The ring must be whole, as new as what was acknowledged, and at
/// most one change newer. Returns how many different disks were examined.
fn check(disk: &Disk, acknowledged: Option<u64>, calls: &[Call]) -> Result<usize, String> {
    let (mut disk, mut acknowledged, mut looked_at) = (disk.clone(), acknowledged, 0);
    for (index, call) in calls.iter().enumerate() {
        disk.apply(call);
        if let Call::Acknowledge { number } = call {
            acknowledged = Some(*number);
        }
        for left in disk.after_power_loss(RING) {
            looked_at += 1;
            let version = match left {
                Some(bytes) => {
                    Some(whole(&bytes).ok_or_else(|| format!("torn after call {index}, {call:?}"))?)
                }
                None => None,
            };
            let newest = acknowledged.map_or(0, |version| version + 1);
            if version < acknowledged || version.is_some_and(|version| version > newest) {
                return Err(format!(
                    "{version:?} where {acknowledged:?} was acknowledged, after call {index}, {call:?}"
                ));
            }
        }
    }
    Ok(looked_at)
}

/// The calls of a writer that plays this role.
fn record(path: &Path, role: &str) -> Vec<Call> {
    let folder = path.parent().unwrap();
    let record = tempfile::NamedTempFile::new().unwrap();
    let arguments = [ARGUMENTS.as_slice(), &[record.path().to_str().unwrap()]].concat();
    strace::hear(&arguments, path, role);
    parse(
        &std::fs::read_to_string(record.path()).unwrap(),
        &folder.canonicalize().unwrap(),
    )
}

fn record_changes(changes: usize) -> Vec<Call> {
    let (_folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let calls = record(&path, &format!("count {changes}"));
    assert_eq!(
        calls
            .iter()
            .filter(|call| matches!(call, Call::Acknowledge { .. }))
            .count(),
        changes
    );
    calls
}

fn ring() -> Disk {
    Disk::with(RING, &text(0))
}

/// All of the calls but one.
fn without(calls: &[Call], index: usize) -> Vec<Call> {
    [&calls[..index], &calls[index + 1..]].concat()
}

fn places(calls: &[Call], which: impl Fn(&Call) -> bool) -> Vec<usize> {
    (0..calls.len()).filter(|&index| which(&calls[index])).collect()
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_loss_of_power_leaves_the_old_ring_or_the_new_one() {
    let calls = record_changes(3);
    let looked_at = check(&ring(), Some(0), &calls).unwrap();
    assert!(
        looked_at > calls.len(),
        "{looked_at} disks after {} calls",
        calls.len()
    );
}

/// The test above would notice a mistake: each sync is needed, and so is the order of the calls.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn every_sync_is_needed() {
    let calls = record_changes(2);
    let syncs = places(&calls, |call| matches!(call, Call::Sync { .. }));
    assert_eq!(syncs.len(), 4, "{calls:?}");
    for (number, &sync) in syncs.iter().enumerate() {
        let missing = check(&ring(), Some(0), &without(&calls, sync)).unwrap_err();
        let expected = if number % 2 == 0 {
            "torn after call"
        } else {
            "was acknowledged, after call"
        };
        assert!(missing.contains(expected), "without sync {number}: {missing}");
    }
    let mut early = calls.clone();
    let rename = places(&calls, |call| matches!(call, Call::Rename { .. }))[0];
    early.swap(syncs[0], rename);
    assert!(
        check(&ring(), Some(0), &early)
            .unwrap_err()
            .starts_with("torn after call")
    );
    let mut hasty = calls.clone();
    let acknowledgement = places(&calls, |call| matches!(call, Call::Acknowledge { .. }))[0];
    hasty.swap(syncs[1], acknowledgement);
    assert!(check(&ring(), Some(0), &hasty).is_err());
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_ring_is_created_whole_or_not_at_all() {
    let (_folder, path) = folder();
    let mut calls = record(&path, "create 0");
    calls.push(Call::Acknowledge { number: 0 });
    check(&Disk::default(), None, &calls).unwrap();
    for sync in places(&calls, |call| matches!(call, Call::Sync { .. })) {
        assert!(check(&Disk::default(), None, &without(&calls, sync)).is_err());
    }
}

/// A writer is killed before it has synced the folder. The next one finds its text, has nothing to
/// change, and may say so only once that text is durable.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn what_a_killed_writer_left_lasts_before_it_counts() {
    let (_folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let killed = record(&path, "count 1");
    let rename = places(&killed, |call| matches!(call, Call::Rename { .. }))[0];
    let next = record(&path, "confirm");
    assert_eq!(
        (version_in(&path), next.last().unwrap()),
        (1, &Call::Acknowledge { number: 1 })
    );
    let calls = [&killed[..=rename], &next].concat();
    check(&ring(), Some(0), &calls).unwrap();
    let sync = places(&calls, |call| matches!(call, Call::Sync { .. }))[1];
    assert!(
        check(&ring(), Some(0), &without(&calls, sync))
            .unwrap_err()
            .contains("Some(1) was acknowledged")
    );
}

/// The promise of `read`: one `stat` as long as nothing changes.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn to_see_that_nothing_changed_takes_one_stat() {
    let (_folder, path) = folder();
    RingFile::create(&path, &text(0)).unwrap();
    let record = tempfile::NamedTempFile::new().unwrap();
    strace::hear(
        &["-e", "trace=all", "-o", record.path().to_str().unwrap()],
        &path,
        "idle",
    );
    let record = std::fs::read_to_string(record.path()).unwrap();
    let (_, idle) = record.split_once("\"settled").unwrap();
    let (idle, _) = idle.split_once("\"done").unwrap();
    let calls: Vec<&str> = idle.lines().skip(1).collect();
    assert_eq!(
        calls.iter().filter(|line| line.contains("keys.ring")).count(),
        5,
        "{calls:?}"
    );
    assert!(
        calls
            .iter()
            .all(|line| line.contains("stat") || line.contains("write(2")),
        "{calls:?}"
    );
}
