//! A disk that may lose whatever was not synced, as POSIX allows: the sync of a file keeps its data, that of a folder its names.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::record::Call;

/// One folder, as programs see it and as a loss of power may leave it.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// Names as programs see them, and as they lasted when the folder was synced.
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    /// What changed since. Each of it may be lost, or not.
    renamed: Vec<Renamed>,
    open: HashMap<u32, Opened>,
}

#[derive(Clone, Debug, Default)]
struct File {
    synced: Vec<u8>,
    /// What was appended since: each may be lost, come in part, or as zeros, where only the length lasted.
    appended: Vec<Vec<u8>>,
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
    pub(super) fn with(name: &str, bytes: &[u8]) -> Self {
        let names = BTreeMap::from([(name.to_owned(), 0)]);
        let files = vec![File { synced: bytes.to_vec(), appended: Vec::new() }];
        Self { files, names: names.clone(), synced_names: names, ..Self::default() }
    }

    pub(super) fn apply(&mut self, call: &Call) {
        match call {
            Call::Open { descriptor, name, create, truncate } => {
                assert!(!truncate, "nothing is overwritten in its place: {call:?}");
                let file = self.names.get(name).copied();
                let file = file.unwrap_or_else(|| {
                    assert!(create, "there is no {name}");
                    self.files.push(File::default());
                    self.rename(None, Some((name.clone(), self.files.len() - 1)));
                    self.files.len() - 1
                });
                self.open.insert(*descriptor, Opened::File(file));
            }
            Call::OpenFolder { descriptor } => {
                self.open.insert(*descriptor, Opened::Folder);
            }
            Call::Write { descriptor, bytes } => match self.open[descriptor] {
                // Every file is written from its beginning to its end: what is there already is not written to.
                Opened::File(file) => self.files[file].appended.push(bytes.clone()),
                Opened::Folder => panic!("a folder is not written to"),
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

    fn rename(&mut self, gone: Option<String>, there: Option<(String, usize)>) {
        let renamed = Renamed { gone, there };
        renamed.apply(&mut self.names);
        self.renamed.push(renamed);
    }

    /// Everything that a file of this name may hold after a loss of power now; None where it may be gone.
    pub(super) fn after_power_loss(&self, name: &str) -> BTreeSet<Option<Vec<u8>>> {
        assert!(self.renamed.len() < 16, "too many changes of names for all their subsets");
        let mut found = BTreeSet::new();
        for kept in 0..1_u32 << self.renamed.len() {
            let mut names = self.synced_names.clone();
            let renamed = self.renamed.iter().enumerate().filter(|(index, _)| kept & (1 << index) != 0);
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
    fn sync(&mut self) {
        self.synced.extend(self.appended.drain(..).flatten());
    }

    /// What was synced, and then of each further piece: nothing, all, a part, or zeros of its length. A piece that is lost before one
    /// that is kept leaves zeros.
    fn after_power_loss(&self) -> BTreeSet<Vec<u8>> {
        let mut found = BTreeSet::from([self.synced.clone()]);
        let mut longest = BTreeSet::from([self.synced.clone()]);
        for piece in &self.appended {
            let whole = |before: &Vec<u8>| [[before.as_slice(), piece].concat(), [before.as_slice(), &vec![0; piece.len()]].concat()];
            let part =
                |before: &Vec<u8>| [1, piece.len() / 2, piece.len() - 1].map(|length| [before.as_slice(), &piece[..length]].concat());
            found.extend(longest.iter().flat_map(part));
            longest = longest.iter().flat_map(whole).collect();
            found.extend(longest.iter().cloned());
        }
        found
    }
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
