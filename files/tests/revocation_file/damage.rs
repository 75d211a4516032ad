//! Changed bytes, and missing ends.

use std::collections::BTreeSet;
use std::io::Write;

use tokenseal::{ErrorCode, RevocationLog};
use tokenseal_files::RevocationFile;

use crate::records::{Reader, append, count_in, record, with};

const COUNT: u64 = 5;

/// Each bit of each byte: what is read is what was written, or unavailable. Only the last record
/// may pass for a torn one, which the disk cannot tell from it.
#[test]
fn a_flipped_bit_is_unavailable_or_in_the_last_record() {
    let (_folder, path, _file) = with(COUNT);
    let whole = std::fs::read(&path).unwrap();
    let last = whole.len() - record(COUNT).len() - 12;
    let mut seen = BTreeSet::new();
    for index in 0..whole.len() {
        for bit in 0..8 {
            let mut flipped = whole.clone();
            flipped[index] ^= 1 << bit;
            std::fs::write(&path, &flipped).unwrap();
            match count_in(&path) {
                Ok(count) => assert!(index >= last && count == COUNT - 1, "{count} by byte {index}"),
                Err(error) => assert!(
                    index < last && error.code() == ErrorCode::RevocationUnavailable,
                    "byte {index}: {error}"
                ),
            }
            seen.insert(index >= last);
        }
    }
    assert_eq!(seen.len(), 2);
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(count_in(&path).unwrap(), COUNT);
}

/// No writer ever cuts off what is damaged.
#[test]
fn a_damaged_file_is_left_as_it_is() {
    let (_folder, path, file) = with(COUNT);
    let mut damaged = std::fs::read(&path).unwrap();
    let place = damaged.len() - record(COUNT).len() - 12 - 3;
    damaged[place] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    for _ in 0..2 {
        let refused = RevocationFile::open(&path)
            .unwrap()
            .append(&mut Reader::default())
            .unwrap_err();
        assert!(
            refused.message().contains("is damaged, and others lie behind it"),
            "{refused}"
        );
        assert!(std::fs::read(&path).unwrap() == damaged);
    }
    damaged[place] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    assert_eq!(append(&file).unwrap(), COUNT + 1);
}

/// A record that was cut short counts as absent, and makes way for the next one.
#[test]
fn a_torn_tail_is_cut_off_by_the_next_writer() {
    let (_folder, path, _file) = with(COUNT);
    let whole = std::fs::read(&path).unwrap();
    let last = whole.len() - record(COUNT).len() - 12;
    for end in last..whole.len() {
        for zeros in [0, 1, 700] {
            let torn = [&whole[..end], &vec![0; zeros]].concat();
            std::fs::write(&path, &torn).unwrap();
            assert_eq!(count_in(&path).unwrap(), COUNT - 1, "{end}");
            assert!(std::fs::read(&path).unwrap() == torn, "a reader writes nothing");
            let file = RevocationFile::open(&path).unwrap();
            assert_eq!(append(&file).unwrap(), COUNT);
            assert!(std::fs::read(&path).unwrap() == whole, "{end}");
        }
    }
}

/// What is longer than one record can be is not a torn record.
#[test]
fn a_long_tail_is_damage() {
    let (_folder, path, _file) = with(COUNT);
    for (length, is_torn) in [(4108, true), (4109, false), (2_000_000, false)] {
        let whole = std::fs::read(&path).unwrap();
        std::fs::OpenOptions::new()
            .append(true)
            .open(&path)
            .unwrap()
            .write_all(&vec![0; length])
            .unwrap();
        assert_eq!(count_in(&path).is_ok(), is_torn, "{length}");
        std::fs::write(&path, whole).unwrap();
    }
}

/// Every beginning of a file, as a copy that was cut short leaves it.
#[test]
fn a_cut_file_is_shorter_or_unavailable() {
    let (_folder, path, _file) = with(COUNT);
    let whole = std::fs::read(&path).unwrap();
    for end in 0..whole.len() {
        std::fs::write(&path, &whole).unwrap();
        let file = RevocationFile::open(&path).unwrap();
        file.follow(&mut Reader::default()).unwrap();
        std::fs::write(&path, &whole[..end]).unwrap();
        if let Ok(count) = count_in(&path) {
            assert!(count < COUNT, "{end}");
        }
        // A process that has read it knows better.
        assert_eq!(
            file.follow(&mut Reader::default()).unwrap_err().code(),
            ErrorCode::RevocationUnavailable
        );
    }
}

/// A newer version's file, and something that is not such a file at all.
#[test]
fn other_files_are_unavailable() {
    let (_folder, path, _file) = with(1);
    let mut newer = std::fs::read(&path).unwrap();
    newer[7] = 2;
    for other in [newer, b"{}".to_vec(), vec![0; 100], vec![0xff; 10_000]] {
        std::fs::write(&path, other).unwrap();
        let refused = count_in(&path).unwrap_err();
        assert!(
            refused
                .message()
                .ends_with("its beginning is damaged, or a newer version wrote it"),
            "{refused}"
        );
    }
}
