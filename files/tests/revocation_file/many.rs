//! Large files, written here as the format's documentation says, and not by the code that reads
//! them.

use std::hash::Hasher;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use siphasher::sip::SipHasher13;
use tokenseal::FileOptions;
use tokenseal_files::open_revocations;

use crate::common::folder_for;
use crate::records::NAME;

/// How many records there are; ten million take 0.5 GB.
const RECORDS: &str = "TOKENSEAL_FILE_RECORDS";

/// Appends revocations of tokens.
fn write(path: &Path, count: u64) {
    let beginning = std::fs::read(path).unwrap();
    let id: &[u8; 16] = beginning[16..32].try_into().unwrap();
    let mut place = beginning.len() as u64;
    let mut file = BufWriter::with_capacity(
        1 << 20,
        std::fs::OpenOptions::new().append(true).open(path).unwrap(),
    );
    let mut record = [0; 45];
    record[..4].copy_from_slice(&41_u32.to_le_bytes());
    (record[4], record[5]) = (b't', 2);
    record[18..22].copy_from_slice(&2_000_000_000_u32.to_le_bytes());
    for number in 0..count {
        // Spread like hashes.
        record[6..14].copy_from_slice(
            &number
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29)
                .to_le_bytes(),
        );
        record[14..18].copy_from_slice(&(number as u32).to_le_bytes());
        record[26..34].copy_from_slice(&(1_700_000_000_000 + number).to_le_bytes());
        let mut checksum = SipHasher13::new_with_key(id);
        checksum.write(&place.to_le_bytes());
        checksum.write(&record);
        file.write_all(&checksum.finish().to_le_bytes()).unwrap();
        file.write_all(&record).unwrap();
        place += 8 + 45;
    }
    file.flush().unwrap();
}

/// What this thread has used of it; what others use in the meantime does not count. 0 if unknown.
fn processor_time() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(
        said.split(' ')
            .next()
            .and_then(|first| first.parse().ok())
            .unwrap_or_default(),
    )
}

#[test]
fn all_of_a_large_file_is_loaded() {
    let count: u64 = std::env::var(RECORDS).map_or(300_000, |count| count.parse().expect("a number"));
    let (_folder, path) = folder_for(NAME);
    drop(
        open_revocations(
            &path,
            &FileOptions {
                create: true,
                ..FileOptions::default()
            },
        )
        .unwrap(),
    );
    write(&path, count);
    let began = processor_time();
    let list = open_revocations(&path, &FileOptions::default()).unwrap();
    let loaded = processor_time() - began;
    let began = processor_time();
    let mut records = 0;
    struct Count<'a>(&'a mut u64);
    impl tokenseal::LogReader for Count<'_> {
        fn record(&mut self, _: &[u8]) -> tokenseal::Result<()> {
            *self.0 += 1;
            Ok(())
        }
        fn next(&mut self) -> tokenseal::Result<Vec<u8>> {
            unreachable!("it only reads")
        }
        fn keeps(&self, _: &[u8]) -> bool {
            true
        }
    }
    tokenseal::RevocationLog::read(
        &tokenseal_files::RevocationFile::open(&path).unwrap(),
        &mut Count(&mut records),
    )
    .unwrap();
    let read = processor_time() - began;
    assert_eq!(records, count);
    assert!(
        list.status().contains(&format!("\"token\":{count}")),
        "{}",
        list.status()
    );
    println!(
        "{count} records, {} bytes: loaded in {loaded:?} of the processor, of which the file takes {read:?}",
        path.metadata().unwrap().len()
    );
}
