//! Records merge to the same list in whatever order, batches and number they arrive.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::ends::Lifetime;
use super::super::list::{Batch, List};
use super::super::name::{Group, HashKey, Name};
use super::super::record::Record;
use super::super::stamp::Stamp;
use super::super::table::Hash96;

const NAMES: u8 = 4;

fn records() -> impl Strategy<Value = Vec<Record>> {
    let one = (0..NAMES, any::<bool>(), 0..6_u64, 0..3_u64, 1..5_u32, 1..5_u32);
    let record = one.prop_map(|(name, is_withdrawal, milliseconds, sequence, end, before)| {
        let group = if name % 2 == 0 {
            Group::Token
        } else {
            Group::Subject
        };
        let name = Name {
            group,
            hash: Hash96::from_bytes([name; 12]),
        };
        Record {
            before,
            ..Record::bare(
                name,
                Stamp {
                    milliseconds,
                    sequence,
                },
                is_withdrawal,
                end,
            )
        }
    });
    proptest::collection::vec(record, 1..14)
}

/// What every order must lead to, as decision 0074 says: the names that are revoked.
fn expected(records: &[Record]) -> Vec<Name> {
    let mut latest: BTreeMap<Name, [Option<Stamp>; 2]> = BTreeMap::new();
    for record in records {
        let [revoked, withdrawn] = latest.entry(record.name).or_default();
        let stamp = if record.is_withdrawal { withdrawn } else { revoked };
        *stamp = (*stamp).max(Some(record.stamp));
    }
    latest
        .into_iter()
        .filter(|(_, [revoked, withdrawn])| revoked > withdrawn)
        .map(|(name, _)| name)
        .collect()
}

/// In order, the log's own, in batches of these sizes; every record arrives `times` times.
fn merged(records: &[Record], sizes: &[usize], times: usize) -> List {
    let list = List::with_key(HashKey::from_bytes([1; 16]), Lifetime::of_seconds(0));
    for _ in 0..times {
        let mut rest = records;
        for size in sizes.iter().cycle() {
            let (now, later) = rest.split_at((*size).min(rest.len()));
            let mut batch = Batch::new(&list);
            now.iter().for_each(|record| batch.add(record.clone()));
            batch.merge();
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
    }
    list
}

fn revoked(list: &List) -> Vec<Name> {
    let mut names = Vec::new();
    for group in Group::ALL {
        list.state
            .ends(group)
            .for_each(|hash, _| names.push(Name { group, hash }));
        let cut_offs = list.state.cut_offs(group).map_or(0, |table| table.len());
        assert_eq!(
            cut_offs,
            if group.is_cut_off() {
                list.state.ends(group).len()
            } else {
                0
            }
        );
    }
    names.sort();
    names
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(std::env::var("TOKENSEAL_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(200)))]

    /// A log is read in the order of its stamps, in batches of any size, from the start again and
    /// again.
    #[test]
    fn a_log_comes_out_the_same_in_any_batches(mut records in records(), sizes in proptest::collection::vec(1..6_usize, 1..4), times in 1..3_usize) {
        records.sort_by_key(|record| record.stamp);
        prop_assert_eq!(revoked(&merged(&records, &sizes, times)), expected(&records));
    }

    /// Records that were written back arrive late, in any order. A name that is revoked is then
    /// never considered withdrawn. The opposite happens only to an entry whose stamp was not kept,
    /// since it was not withdrawn then.
    #[test]
    fn no_order_loses_a_revocation(records in records(), sizes in proptest::collection::vec(1..6_usize, 1..4)) {
        let found = revoked(&merged(&records, &sizes, 1));
        for name in expected(&records) {
            prop_assert!(found.contains(&name));
        }
        // Once everything has been read again from the start, every name has its stamps.
        prop_assert!(revoked(&merged(&records, &[records.len()], 1)) == expected(&records));
    }
}
