//! Creating, opening, following and appending, in one process.

use std::os::unix::fs::PermissionsExt;
use std::thread;

use tokenseal::{ErrorCode, RevocationLog};
use tokenseal_files::RevocationFile;

use crate::common::{folder_for, names};
use crate::records::{HEADER, NAME, Reader, append, count_in, empty, follow, record, with};

#[test]
fn records_are_handed_over_once_and_in_order() {
    let (folder, path, file) = empty();
    assert_eq!(file.header().unwrap(), HEADER);
    let other = RevocationFile::open(&path).unwrap();
    assert_eq!((follow(&file).unwrap(), follow(&other).unwrap()), (None, None));
    for number in 1..=20 {
        assert_eq!(append(&file).unwrap(), number);
        // Its writer knows it.
        assert_eq!(
            (
                follow(&file).unwrap(),
                follow(&other).unwrap(),
                follow(&other).unwrap()
            ),
            (None, Some(number), None)
        );
    }
    let mut all = Reader::default();
    file.read(&mut all).unwrap();
    assert_eq!((all.taken, count_in(&path).unwrap()), (20, 20));
    assert_eq!(names(&folder), [NAME, "revoked.log.lock"]);
    for name in names(&folder) {
        assert_eq!(
            folder.path().join(&name).metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{name}"
        );
    }
}

/// A writer first learns what others have written.
#[test]
fn writers_that_take_turns_see_each_other() {
    let (_folder, path, file) = empty();
    let other = RevocationFile::open(&path).unwrap();
    let (mut one, mut two) = (Reader::default(), Reader::default());
    for number in 1..=20 {
        let (file, reader) = if number % 2 == 1 {
            (&file, &mut one)
        } else {
            (&other, &mut two)
        };
        file.append(reader).unwrap();
        // Only what the other one has written is handed over.
        assert_eq!(
            (reader.last, reader.taken),
            (number - 1, if number == 1 { 0 } else { 1 })
        );
        *reader = Reader {
            last: number,
            ..Reader::default()
        };
    }
    assert_eq!(count_in(&path).unwrap(), 20);
}

#[test]
fn nothing_is_overwritten_and_nothing_made_by_opening() {
    let (folder, path) = folder_for(NAME);
    let refused = RevocationFile::open(&path).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::RevocationUnavailable);
    assert!(names(&folder).is_empty());
    let file = RevocationFile::create(&path, HEADER).unwrap();
    append(&file).unwrap();
    let refused = RevocationFile::create(&path, HEADER).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::OptionInvalid);
    assert!(
        refused.message().ends_with("nothing was overwritten"),
        "{refused}"
    );
    assert_eq!(count_in(&path).unwrap(), 1);
}

#[test]
fn of_several_creators_one_creates() {
    for _ in 0..20 {
        let (folder, path) = folder_for(NAME);
        let created: Vec<bool> = thread::scope(|scope| {
            let creators: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| RevocationFile::create(&path, HEADER).is_ok()))
                .collect();
            creators
                .into_iter()
                .map(|creator| creator.join().unwrap())
                .collect()
        });
        assert_eq!(created.iter().filter(|created| **created).count(), 1);
        assert_eq!((count_in(&path).unwrap(), names(&folder).len()), (0, 2));
    }
}

#[test]
fn a_refused_record_changes_nothing() {
    let (_folder, path, file) = with(2);
    let before = std::fs::read(&path).unwrap();
    let refused = file
        .append(&mut Reader {
            refuses: true,
            ..Reader::default()
        })
        .unwrap_err();
    assert_eq!(refused.message(), "no");
    assert!(std::fs::read(&path).unwrap() == before);
    // Everything is handed over once more: the receiver that refused may not have kept it.
    assert_eq!((follow(&file).unwrap(), append(&file).unwrap()), (Some(2), 3));
}

#[test]
fn records_and_headers_have_a_longest_length() {
    struct Long(usize);
    impl tokenseal::LogReader for Long {
        fn record(&mut self, _: &[u8]) -> tokenseal::Result<()> {
            Ok(())
        }
        fn next(&mut self) -> tokenseal::Result<Vec<u8>> {
            Ok(vec![1; self.0])
        }
        fn keeps(&self, _: &[u8]) -> bool {
            true
        }
    }
    let (_folder, path, file) = empty();
    file.append(&mut Long(4096)).unwrap();
    for length in [0, 4097] {
        let refused = file.append(&mut Long(length)).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::RevocationUnavailable, "{refused}");
    }
    file.append(&mut Long(1)).unwrap();
    RevocationFile::open(&path).unwrap().follow(&mut Long(0)).unwrap();
    let (_folder, path) = folder_for(NAME);
    assert!(RevocationFile::create(&path, &[0; 4097]).is_err() && !path.exists());
    RevocationFile::create(&path, &[0; 4096]).unwrap();
}

/// What a file held, and no longer holds, would be accepted again. A process that knows goes on
/// refusing until it is back.
#[test]
fn a_file_that_went_back_is_unavailable_until_it_is_back() {
    let (_folder, path, file) = with(3);
    let third = std::fs::read(&path).unwrap();
    let second = &third[..third.len() - record(3).len() - 12];
    let states: [(&str, &dyn Fn()); 4] = [
        ("cannot find", &|| std::fs::remove_file(&path).unwrap()),
        ("are missing", &|| std::fs::write(&path, second).unwrap()),
        ("beginning is damaged", &|| std::fs::write(&path, b"").unwrap()),
        ("another list", &|| {
            std::fs::remove_file(&path).unwrap();
            RevocationFile::create(&path, b"of another list").unwrap();
        }),
    ];
    for (number, (what, go_back)) in states.into_iter().enumerate() {
        go_back();
        let failures = [
            follow(&file).unwrap_err(),
            file.append(&mut Reader::default()).unwrap_err(),
        ];
        for error in &failures {
            assert_eq!(error.code(), ErrorCode::RevocationUnavailable, "{what}: {error}");
        }
        assert!(failures[1].message().contains(what), "{what}: {}", failures[1]);
        // As it was, under the same name.
        std::fs::write(&path, &third).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(follow(&file).unwrap(), Some(3), "{number}");
        assert_eq!(count_in(&path).unwrap(), 3);
    }
    assert_eq!(append(&file).unwrap(), 4);
}

/// Someone restores an older copy, and others write more than it lacked, before the next look: what
/// they wrote is not missed.
#[test]
fn a_copy_that_has_grown_is_read_from_its_start() {
    struct Bytes(Vec<u8>, Vec<Vec<u8>>);
    impl tokenseal::LogReader for Bytes {
        fn record(&mut self, record: &[u8]) -> tokenseal::Result<()> {
            self.1.push(record.to_vec());
            Ok(())
        }
        fn next(&mut self) -> tokenseal::Result<Vec<u8>> {
            Ok(self.0.clone())
        }
        fn keeps(&self, _: &[u8]) -> bool {
            true
        }
    }
    let (_folder, path, file) = empty();
    let append = |bytes: &[u8]| {
        RevocationFile::open(&path)
            .unwrap()
            .append(&mut Bytes(bytes.to_vec(), Vec::new()))
            .unwrap()
    };
    append(b"one");
    let copy = std::fs::read(&path).unwrap();
    append(b"two");
    let mut reader = Bytes(Vec::new(), Vec::new());
    file.follow(&mut reader).unwrap();
    std::fs::write(&path, copy).unwrap();
    ["six", "ten"].iter().for_each(|record| append(record.as_bytes()));
    file.follow(&mut reader).unwrap();
    assert_eq!(
        reader.1,
        ["one", "two", "one", "six", "ten"].map(|record| record.as_bytes().to_vec())
    );
}

#[test]
fn a_path_means_the_same_file_from_another_folder() {
    let (_folder, _path, file) = empty();
    assert!(
        format!("{file:?}").starts_with("RevocationFile { path: \"/"),
        "{file:?}"
    );
}
