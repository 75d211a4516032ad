//! What was requested and acknowledged, as an all-seeing observer knows it: what must be refused,
//! and what accepted.

use std::collections::HashMap;

use crate::record::Hash;
use crate::server::Id;

/// One change, from its beginning to the time at which nothing of it is in flight any more.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: usize,
    pub(crate) is_withdrawal: bool,
    begun: u64,
    closed: Option<u64>,
    pub(crate) is_acknowledged: bool,
    /// The ID that a store gave it: the latest, if it was written twice.
    pub(crate) stamp: Option<Id>,
    pub(crate) end: f64,
}

#[derive(Default)]
pub(crate) struct Truth {
    pub(crate) operations: Vec<Operation>,
    pub(crate) hashes: HashMap<usize, Hash>,
    /// The IDs of entries, for withdrawing them.
    pub(crate) entries: HashMap<usize, String>,
    order: u64,
}

impl Truth {
    pub(crate) fn begin(&mut self, name: usize, is_withdrawal: bool) -> usize {
        self.order += 1;
        let operation = Operation {
            name,
            is_withdrawal,
            begun: self.order,
            closed: None,
            is_acknowledged: false,
            stamp: None,
            end: 0.0,
        };
        self.operations.push(operation);
        self.operations.len() - 1
    }

    pub(crate) fn close(&mut self, index: usize) {
        self.order += 1;
        self.operations[index].closed = Some(self.order);
    }

    /// A store has given it an ID.
    pub(crate) fn note_written(&mut self, index: usize, hash: Hash, end: f64, id: Id) {
        let operation = &mut self.operations[index];
        operation.end = end;
        operation.stamp = operation.stamp.max(Some(id));
        self.hashes.insert(operation.name, hash);
    }

    /// The change of a name that decides: it was acknowledged, and everything contrary was over
    /// before it began. Nothing is certain if the store's IDs went back, so that it has an earlier
    /// one than something contrary.
    pub(crate) fn certain(&self, name: usize) -> Option<(usize, &Operation)> {
        let of_name = || {
            self.operations
                .iter()
                .enumerate()
                .filter(move |(_, operation)| operation.name == name)
        };
        let (index, last) = of_name().rfind(|(_, operation)| operation.is_acknowledged)?;
        let mut contrary = of_name()
            .map(|(_, other)| other)
            .filter(|other| other.is_withdrawal != last.is_withdrawal);
        contrary
            .all(|other| other.closed.is_some_and(|closed| closed < last.begun) && other.stamp < last.stamp)
            .then_some((index, last))
    }

    pub(crate) fn hash(&self, name: usize) -> Option<&Hash> {
        self.hashes.get(&name)
    }
}
