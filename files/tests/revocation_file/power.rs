//! A loss of power at any moment of a change: the system calls of a writer are recorded, and
//! replayed on a disk that loses what was not synced.

use std::collections::HashMap;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::common::disk::Disk;
use crate::common::player::Player;
use crate::common::record::{ARGUMENTS, Call, parse};
use crate::common::{folder_for, strace};
use crate::records::{LONG, NAME, append, count_in, empty, fill, record as record_bytes, with};

/// After each call, the power goes. The file must be whole or have a torn tail, as new as what was
/// acknowledged, and at most one record newer; and the next writer must be able to go on. Returns
/// how many different files were examined.
fn check(disk: &Disk, acknowledged: Option<u64>, calls: &[Call]) -> Result<usize, String> {
    check_after(disk, acknowledged, 0, calls)
}

/// The same, if this many writers failed before they could acknowledge their record.
fn check_after(disk: &Disk, acknowledged: Option<u64>, failed: u64, calls: &[Call]) -> Result<usize, String> {
    let (mut disk, mut acknowledged, mut found) = (disk.clone(), acknowledged, HashMap::new());
    for (index, call) in calls.iter().enumerate() {
        disk.apply(call);
        if let Call::Acknowledge { number } = call {
            acknowledged = Some(*number);
        }
        for left in disk.after_power_loss(NAME) {
            let count = match left {
                Some(bytes) => found
                    .entry(bytes)
                    .or_insert_with_key(|bytes| recover(bytes))
                    .clone()
                    .map(Some),
                None => Ok(None),
            };
            let count = count.map_err(|error| format!("{error}, after call {index}, {}", brief(call)))?;
            let newest = acknowledged.map_or(failed, |count| count + 1 + failed);
            if count < acknowledged || count.is_some_and(|count| count > newest) {
                return Err(format!(
                    "{count:?} where {acknowledged:?} was acknowledged, after call {index}, {}",
                    brief(call)
                ));
            }
        }
    }
    Ok(found.len())
}

/// How many records are found in such a file after the power is back. One more is then appended.
fn recover(bytes: &[u8]) -> Result<u64, String> {
    let (_folder, path) = folder_for(NAME);
    let mut options = std::fs::OpenOptions::new();
    std::io::Write::write_all(
        &mut options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .unwrap(),
        bytes,
    )
    .unwrap();
    let found = count_in(&path).map_err(|error| error.message().to_owned())?;
    let file = tokenseal_files::RevocationFile::open(&path).unwrap();
    let appended = append(&file).map_err(|error| error.message().to_owned())?;
    match (appended, count_in(&path)) {
        (appended, Ok(count)) if appended == found + 1 && count == appended => Ok(found),
        wrong => Err(format!("{wrong:?} after {found}")),
    }
}

fn brief(call: &Call) -> String {
    format!("{call:?}").chars().take(200).collect()
}

/// The calls of a writer that plays this role, some of which fail.
fn record_with(faults: &[&str], path: &Path, role: &str) -> Vec<Call> {
    let record = tempfile::NamedTempFile::new().unwrap();
    let arguments = [faults, ARGUMENTS.as_slice(), &[record.path().to_str().unwrap()]].concat();
    strace::hear(&arguments, path, role);
    parse(
        &std::fs::read_to_string(record.path()).unwrap(),
        &path.parent().unwrap().canonicalize().unwrap(),
    )
}

fn record(path: &Path, role: &str) -> Vec<Call> {
    record_with(&[], path, role)
}

fn without(calls: &[Call], index: usize) -> Vec<Call> {
    [&calls[..index], &calls[index + 1..]].concat()
}

fn places(calls: &[Call], which: impl Fn(&Call) -> bool) -> Vec<usize> {
    (0..calls.len()).filter(|&index| which(&calls[index])).collect()
}

fn syncs(calls: &[Call]) -> Vec<usize> {
    places(calls, |call| matches!(call, Call::Sync { .. }))
}

fn writes(calls: &[Call]) -> Vec<usize> {
    places(calls, |call| matches!(call, Call::Write { place: Some(_), .. }))
}

fn acknowledgements(calls: &[Call]) -> usize {
    places(calls, |call| matches!(call, Call::Acknowledge { .. })).len()
}

/// The file as it is now, durably.
fn disk(path: &Path) -> Disk {
    Disk::with(NAME, &std::fs::read(path).unwrap())
}

/// As left by a writer that is killed during a change.
fn forget(path: &Path) {
    std::fs::write(path.with_file_name("revoked.log.lock"), b"").unwrap();
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_loss_of_power_loses_nothing_acknowledged() {
    let (_folder, path, _file) = with(2);
    let disk = disk(&path);
    let calls = record(&path, "count 3");
    assert_eq!(
        (
            acknowledgements(&calls),
            syncs(&calls).len(),
            writes(&calls).len()
        ),
        (3, 3, 3),
        "{calls:?}"
    );
    let looked_at = check(&disk, Some(2), &calls).unwrap();
    assert!(looked_at > 3 * 4, "{looked_at} files after {} calls", calls.len());
    // The test would notice a mistake.
    for sync in syncs(&calls) {
        assert!(
            check(&disk, Some(2), &without(&calls, sync))
                .unwrap_err()
                .contains("was acknowledged")
        );
    }
    let mut hasty = calls.clone();
    let acknowledgement = places(&calls, |call| matches!(call, Call::Acknowledge { .. }))[0];
    hasty.swap(syncs(&calls)[0], acknowledgement);
    assert!(check(&disk, Some(2), &hasty).is_err());
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_file_is_created_whole_or_not_at_all() {
    let (_folder, path) = folder_for(NAME);
    let calls = record(&path, "create");
    assert_eq!(
        (acknowledgements(&calls), syncs(&calls).len()),
        (1, 2),
        "{calls:?}"
    );
    check(&Disk::default(), None, &calls).unwrap();
    for sync in syncs(&calls) {
        check(&Disk::default(), None, &without(&calls, sync)).unwrap_err();
    }
}

/// A writer is killed before its sync. The next one has nothing to write, but its answer depends on
/// what it found, so that must be durable.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn what_a_killed_writer_left_lasts_before_it_counts() {
    for next in ["confirm", "count 1"] {
        let (_folder, path, _file) = with(1);
        let disk = disk(&path);
        let killed = record(&path, "count 1");
        forget(&path);
        let next = record(&path, next);
        let calls = [&killed[..syncs(&killed)[0]], &next].concat();
        check_after(&disk, Some(1), 1, &calls).unwrap();
        // Of the file, and of the folder, which covers writers that are killed while they create or
        // compact.
        check_after(&disk, Some(1), 1, &without(&calls, syncs(&calls)[0])).unwrap_err();
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn what_a_killed_creator_left_lasts_before_it_counts() {
    let (_folder, path) = folder_for(NAME);
    let killed = record(&path, "create");
    let killed = &killed[..syncs(&killed)[1]];
    forget(&path);
    let next = record(&path, "count 1");
    let calls = [killed, &next].concat();
    check_after(&Disk::default(), None, 1, &calls).unwrap();
    let folder = syncs(&calls)[2];
    assert!(
        check_after(&Disk::default(), None, 1, &without(&calls, folder))
            .unwrap_err()
            .starts_with("None where Some(1)")
    );
}

/// Linux treats what it failed to write as written. The next writer must not.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn what_could_not_be_synced_is_written_again() {
    let (_folder, path, _file) = with(1);
    let disk = disk(&path);
    let failed = record_with(&["-e", "inject=fdatasync:error=EIO:when=1"], &path, "count 1");
    assert_eq!(
        (acknowledgements(&failed), syncs(&failed).len()),
        (0, 0),
        "{failed:?}"
    );
    for next in ["confirm", "count 2"] {
        let content = std::fs::read(&path).unwrap();
        let next = record(&path, next);
        let calls = [failed.as_slice(), &next].concat();
        check_after(&disk, Some(1), 1, &calls).unwrap();
        let rewritten = writes(&calls)[1];
        check_after(&disk, Some(1), 1, &without(&calls, rewritten)).unwrap_err();
        check_after(&disk, Some(1), 1, &without(&calls, syncs(&calls)[0])).unwrap_err();
        std::fs::write(&path, content).unwrap();
        forget(&path);
    }
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_torn_tail_may_be_torn_again() {
    let (_folder, path, _file) = with(2);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - record_bytes(2).len() / 2]).unwrap();
    let disk = disk(&path);
    let calls = record(&path, "count 2");
    assert_eq!(acknowledgements(&calls), 2);
    check(&disk, Some(1), &calls).unwrap();
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn a_compaction_loses_nothing() {
    let (_folder, path, _file) = empty();
    let last = fill(&path, 1 << 20);
    let disk = disk(&path);
    let calls = record(&path, "end 2");
    assert_eq!(
        (acknowledgements(&calls), syncs(&calls).len()),
        (2, 4),
        "{:?}",
        calls.iter().map(brief).collect::<Vec<_>>()
    );
    check(&disk, Some(last), &calls).unwrap();
    // The first record is not acknowledged before the new file, which holds it, is durable: its own
    // sync is for compactions that fail.
    for sync in &syncs(&calls)[1..] {
        check(&disk, Some(last), &without(&calls, *sync)).unwrap_err();
    }
    let mut early = calls.clone();
    let rename = places(&calls, |call| matches!(call, Call::Rename { .. }))[0];
    early.swap(syncs(&calls)[1], rename);
    check(&disk, Some(last), &early).unwrap_err();
    assert!(last > LONG);
}

/// The promise of `follow`: one `stat` as long as nothing changes.
#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "strace runs on Linux only")]
fn to_see_that_nothing_changed_takes_one_stat() {
    let (_folder, path, _file) = with(2);
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
        calls.iter().filter(|line| line.contains(NAME)).count(),
        5,
        "{calls:?}"
    );
    assert!(
        calls
            .iter()
            .all(|line| line.contains("stat") || line.contains("write(2")),
        "{calls:?}"
    );
    assert_eq!(Player::start(&path, "confirm").hear(), "done 2");
}
