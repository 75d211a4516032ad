//! What strace wrote: the system calls that change files in one folder, and what the writer said in
//! between.

use std::collections::HashMap;
use std::path::Path;

/// A call that succeeded. Files are identified by their descriptor, or by their name in the folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    /// Opened for any purpose; `create` if that may create it.
    Open {
        descriptor: u32,
        name: String,
        create: bool,
        truncate: bool,
    },
    OpenFolder {
        descriptor: u32,
    },
    /// At a place of the file, or at its end.
    Write {
        descriptor: u32,
        place: Option<usize>,
        bytes: Vec<u8>,
    },
    SetLength {
        descriptor: u32,
        length: usize,
    },
    Sync {
        descriptor: u32,
    },
    /// How much of it was done is unknown.
    FailedSync {
        descriptor: u32,
    },
    Rename {
        from: String,
        to: String,
    },
    Unlink {
        name: String,
    },
    Close {
        descriptor: u32,
    },
    /// The writer said that this version, or this many records, are saved.
    Acknowledge {
        number: u64,
    },
}

/// Calls that change nothing that has to last. Any other call that concerns the folder, and is not
/// known here, is an error.
const HARMLESS: &[&str] = &[
    "access",
    "faccessat",
    "faccessat2",
    "fcntl",
    "flock",
    "fstat",
    "fstatfs",
    "getdents64",
    "lseek",
    "newfstatat",
    "poll",
    "pread64",
    "read",
    "readlink",
    "readlinkat",
    "stat",
    "statx",
];

/// Arguments for strace whose output [`parse`] reads.
pub(crate) const ARGUMENTS: [&str; 7] = ["-y", "-xx", "-s", "1000000", "-e", "trace=%file,%desc", "-o"];

/// Reads the record of one process.
pub(crate) fn parse(record: &str, folder: &Path) -> Vec<Call> {
    let escaped: String = folder
        .to_str()
        .unwrap()
        .bytes()
        .map(|byte| format!("\\x{byte:02x}"))
        .collect();
    let mut unfinished: HashMap<&str, &str> = HashMap::new();
    let mut calls = Vec::new();
    for line in record.lines() {
        let (process, rest) = line.trim_start().split_once(' ').unwrap_or_default();
        let rest = rest.trim_start();
        if let Some(beginning) = rest.strip_suffix(" <unfinished ...>") {
            unfinished.insert(process, beginning);
            continue;
        }
        let resumed = rest
            .strip_prefix("<... ")
            .and_then(|rest| rest.split_once(" resumed>"));
        let whole = match resumed {
            Some((_, end)) => format!(
                "{}{end}",
                unfinished.remove(process).expect("what is resumed has begun")
            ),
            None => rest.to_owned(),
        };
        calls.extend(call(&whole, &escaped));
    }
    calls
}

/// One call, if it succeeded and matters.
fn call(line: &str, folder: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(" = ")?;
    let arguments: Vec<&str> = arguments.trim_end().strip_suffix(')')?.split(", ").collect();
    let succeeded = !result.starts_with('-') && !result.starts_with('?');
    // What it says goes to standard error.
    if name == "write" && arguments[0].starts_with("2<") {
        let said = String::from_utf8(unescape(arguments[1])).unwrap();
        return said.trim().strip_prefix("done ").map(|number| Call::Acknowledge {
            number: number.parse().unwrap(),
        });
    }
    let descriptor = |text: &str| text.split('<').next().unwrap().parse().unwrap();
    if let ("fsync" | "fdatasync", [file], true, false) =
        (name, arguments.as_slice(), line.contains(folder), succeeded)
    {
        return Some(Call::FailedSync {
            descriptor: descriptor(file),
        });
    }
    if !succeeded || !line.contains(folder) || HARMLESS.contains(&name) {
        return None;
    }
    let name_in = |text: &str| {
        let path = String::from_utf8(unescape(text)).unwrap();
        let folder = String::from_utf8(unescape(&format!("\"{folder}\""))).unwrap();
        path.strip_prefix(&folder)
            .unwrap_or_else(|| panic!("outside of the folder: {line}"))
            .trim_start_matches('/')
            .to_owned()
    };
    Some(match (name, arguments.as_slice()) {
        ("openat", [_, path, flags, mode @ ..]) => {
            let (name, has) = (name_in(path), |flag| flags.split('|').any(|found| found == flag));
            let descriptor = descriptor(result);
            if name.is_empty() {
                return Some(Call::OpenFolder { descriptor });
            }
            if has("O_CREAT") {
                assert_eq!(mode, ["0600"], "what is created is for its owner alone: {line}");
                assert!(
                    has("O_EXCL") || name.ends_with(".lock"),
                    "a temporary file is a new one: {line}"
                );
            }
            Call::Open {
                descriptor,
                name,
                create: has("O_CREAT"),
                truncate: has("O_TRUNC"),
            }
        }
        ("write", [file, bytes, _]) => {
            let bytes = unescape(bytes);
            assert_eq!(result, bytes.len().to_string(), "a part was written: {line}");
            Call::Write {
                descriptor: descriptor(file),
                place: None,
                bytes,
            }
        }
        ("pwrite64", [file, bytes, _, place]) => {
            let bytes = unescape(bytes);
            assert_eq!(result, bytes.len().to_string(), "a part was written: {line}");
            Call::Write {
                descriptor: descriptor(file),
                place: Some(place.parse().unwrap()),
                bytes,
            }
        }
        ("ftruncate", [file, length]) => Call::SetLength {
            descriptor: descriptor(file),
            length: length.parse().unwrap(),
        },
        ("fsync" | "fdatasync", [file]) => Call::Sync {
            descriptor: descriptor(file),
        },
        ("rename", [from, to]) => Call::Rename {
            from: name_in(from),
            to: name_in(to),
        },
        ("renameat", [_, from, _, to]) | ("renameat2", [_, from, _, to, _]) => Call::Rename {
            from: name_in(from),
            to: name_in(to),
        },
        ("unlink", [path]) | ("unlinkat", [_, path, "0"]) => Call::Unlink { name: name_in(path) },
        ("close", [file]) => Call::Close {
            descriptor: descriptor(file),
        },
        _ => panic!("the simulated disk does not know this call: {line}"),
    })
}

/// The bytes of `"\x61\x62"`.
fn unescape(text: &str) -> Vec<u8> {
    let inside = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or_else(|| panic!("no whole string: {text}"));
    inside
        .split("\\x")
        .skip(1)
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

#[test]
fn reads_calls_that_were_interrupted() {
    let record = r#"7  openat(AT_FDCWD<\x2f>, "\x2f\x66\x2f\x61", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600 <unfinished ...>
8  read(3<\x2f\x66\x2f\x61>, "", 4) = 0
7  <... openat resumed>) = 3<\x2f\x66\x2f\x61>
7  write(3<\x2f\x66\x2f\x61>, "\x61\x62", 2) = 2
7  fsync(3<\x2f\x66\x2f\x61>)             = -1 EIO (Input/output error)
7  fsync(3<\x2f\x66\x2f\x61>)             = 0
7  write(2<\x2f\x65>, "\x64\x6f\x6e\x65\x20\x34\x0a", 7) = 7
7  +++ exited with 0 +++"#;
    let expected = [
        Call::Open {
            descriptor: 3,
            name: "a".to_owned(),
            create: true,
            truncate: false,
        },
        Call::Write {
            descriptor: 3,
            place: None,
            bytes: b"ab".to_vec(),
        },
        Call::FailedSync { descriptor: 3 },
        Call::Sync { descriptor: 3 },
        Call::Acknowledge { number: 4 },
    ];
    assert_eq!(parse(record, Path::new("/f")), expected);
}

#[test]
#[should_panic(expected = "the simulated disk does not know this call")]
fn refuses_calls_that_it_does_not_know() {
    parse(r"7  fallocate(3<\x2f\x66\x2f\x61>, 0, 0, 1) = 0", Path::new("/f"));
}
