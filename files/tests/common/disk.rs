//! A disk that may lose whatever was not synced, as POSIX allows: the sync of a file keeps its
//! data, that of a folder its names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::record::Call;

/// One folder, as programs see it and as a loss of power may leave it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    files: Vec<File>,
    /// Names as programs see them, and as they lasted when the folder was synced.
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    /// What changed since. Any of it may be lost.
    renamed: Vec<Renamed>,
    open: HashMap<u32, Opened>,
}

#[derive(Clone, Debug, Default)]
struct File {
    /// What may be on the disk. It is a single content, unless a sync has failed.
    synced: BTreeSet<Vec<u8>>,
    /// What was changed since: each may be lost, written in part, or be zeros, if only the length
    /// lasted.
    changed: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    /// At a place, or at the end.
    Write(Option<usize>, Vec<u8>),
    SetLength(usize),
}

/// A change of names that happens whole or not at all.
#[derive(Clone, Debug)]
struct Renamed {
    gone: Option<String>,
    there: Option<(String, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Opened {
    File(usize),
    Folder,
}

impl Disk {
    /// A disk with one file that lasts.
    pub(crate) fn with(name: &str, bytes: &[u8]) -> Self {
        let names = BTreeMap::from([(name.to_owned(), 0)]);
        let files = vec![File::with(bytes)];
        Self {
            files,
            names: names.clone(),
            synced_names: names,
            ..Self::default()
        }
    }

    pub(crate) fn apply(&mut self, call: &Call) {
        match call {
            Call::Open {
                descriptor,
                name,
                create,
                truncate,
            } => {
                assert!(!truncate, "nothing is overwritten in its place: {call:?}");
                let file = self.names.get(name).copied();
                let file = file.unwrap_or_else(|| {
                    assert!(create, "there is no {name}");
                    self.files.push(File::with(b""));
                    self.rename(None, Some((name.clone(), self.files.len() - 1)));
                    self.files.len() - 1
                });
                self.open.insert(*descriptor, Opened::File(file));
            }
            Call::OpenFolder { descriptor } => {
                self.open.insert(*descriptor, Opened::Folder);
            }
            // Without a place, a file is written from its beginning to its end.
            Call::Write {
                descriptor,
                place,
                bytes,
            } => self.change(*descriptor, Change::Write(*place, bytes.clone())),
            Call::SetLength { descriptor, length } => self.change(*descriptor, Change::SetLength(*length)),
            Call::FailedSync { descriptor } => match self.open[descriptor] {
                Opened::File(file) => self.files[file].fail_to_sync(),
                // Which of its names last is not known before, either.
                Opened::Folder => {}
            },
            Call::Sync { descriptor } => match self.open[descriptor] {
                Opened::File(file) => self.files[file].sync(),
                Opened::Folder => {
                    self.synced_names = self.names.clone();
                    self.renamed.clear();
                }
            },
            Call::Rename { from, to } => {
                let file = self.names[from];
                self.rename(Some(from.clone()), Some((to.clone(), file)));
            }
            Call::Unlink { name } => self.rename(Some(name.clone()), None),
            Call::Close { descriptor } => {
                self.open.remove(descriptor);
            }
            Call::Acknowledge { .. } => {}
        }
    }

    fn change(&mut self, descriptor: u32, change: Change) {
        match self.open[&descriptor] {
            Opened::File(file) => self.files[file].changed.push(change),
            Opened::Folder => panic!("a folder is not written to"),
        }
    }

    fn rename(&mut self, gone: Option<String>, there: Option<(String, usize)>) {
        let renamed = Renamed { gone, there };
        renamed.apply(&mut self.names);
        self.renamed.push(renamed);
    }

    /// Everything that a file with this name may hold after a loss of power now; None if it may be
    /// gone.
    pub(crate) fn after_power_loss(&self, name: &str) -> BTreeSet<Option<Vec<u8>>> {
        assert!(
            self.renamed.len() < 16,
            "too many changes of names for all their subsets"
        );
        let mut found = BTreeSet::new();
        for kept in 0..1_u32 << self.renamed.len() {
            let mut names = self.synced_names.clone();
            let renamed = self
                .renamed
                .iter()
                .enumerate()
                .filter(|(index, _)| kept & (1 << index) != 0);
            renamed.for_each(|(_, renamed)| renamed.apply(&mut names));
            match names.get(name) {
                Some(&file) => found.extend(self.files[file].after_power_loss().into_iter().map(Some)),
                None => _ = found.insert(None),
            }
        }
        found
    }
}

impl File {
    fn with(bytes: &[u8]) -> Self {
        Self {
            synced: BTreeSet::from([bytes.to_vec()]),
            changed: Vec::new(),
        }
    }

    fn sync(&mut self) {
        let changed = std::mem::take(&mut self.changed);
        let whole = |bytes: &Vec<u8>| {
            changed
                .iter()
                .fold(bytes.clone(), |bytes, change| change.whole(&bytes))
        };
        self.synced = self.synced.iter().map(whole).collect();
    }

    /// Linux treats what it could not write as written: no later sync will write it.
    fn fail_to_sync(&mut self) {
        self.synced = self.after_power_loss();
        self.changed.clear();
    }

    /// What was synced, followed by nothing, all, a part, or zeros of the length of each further
    /// change. A piece that is lost before one that is kept leaves zeros.
    fn after_power_loss(&self) -> BTreeSet<Vec<u8>> {
        let mut found = self.synced.clone();
        let mut longest = self.synced.clone();
        for change in &self.changed {
            found.extend(longest.iter().flat_map(|before| change.parts(before)));
            longest = longest
                .iter()
                .flat_map(|before| {
                    [
                        before.clone(),
                        change.whole(before),
                        change.without_content(before),
                    ]
                })
                .collect();
            found.extend(longest.iter().cloned());
        }
        found
    }
}

impl Change {
    fn whole(&self, before: &[u8]) -> Vec<u8> {
        match self {
            Self::Write(place, bytes) => write(before, place.unwrap_or(before.len()), bytes),
            Self::SetLength(length) => resized(before, *length),
        }
    }

    fn parts(&self, before: &[u8]) -> Vec<Vec<u8>> {
        match self {
            Self::Write(place, bytes) => {
                let lengths = [1, bytes.len() / 2, bytes.len() - 1];
                lengths
                    .iter()
                    .map(|&length| write(before, place.unwrap_or(before.len()), &bytes[..length]))
                    .collect()
            }
            Self::SetLength(_) => Vec::new(),
        }
    }

    /// Only the length lasted: what was there stays, and zeros follow it.
    fn without_content(&self, before: &[u8]) -> Vec<u8> {
        resized(before, self.whole(before).len().max(before.len()))
    }
}

fn write(before: &[u8], place: usize, bytes: &[u8]) -> Vec<u8> {
    let mut after = resized(before, before.len().max(place + bytes.len()));
    after[place..place + bytes.len()].copy_from_slice(bytes);
    after
}

fn resized(before: &[u8], length: usize) -> Vec<u8> {
    let mut after = before.to_vec();
    after.resize(length, 0);
    after
}

impl Renamed {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        if let Some(gone) = &self.gone {
            names.remove(gone);
        }
        if let Some((name, file)) = &self.there {
            names.insert(name.clone(), *file);
        }
    }
}
