//! Zip archives (jar, AAR, bundle) that come out the same, byte for byte, whenever and wherever
//! they are made of the same files.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files of an archive by their names; sorted, since the order of a folder's entries depends on
/// the machine.
#[derive(Default)]
pub(crate) struct Archive(BTreeMap<String, Vec<u8>>);

impl Archive {
    /// Reads a whole archive; its folders are left out, since they follow from the files.
    #[cfg(test)]
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&bytes).with_context(|| format!("{} is not an archive that can be read", path.display()))
    }

    #[cfg(test)]
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self> {
        use std::io::Read;
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes))?;
        let mut archive = Self::default();
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index)?;
            if !entry.is_dir() {
                let mut content = Vec::new();
                entry.read_to_end(&mut content)?;
                archive.add(entry.name()?.into_owned(), content)?;
            }
        }
        Ok(archive)
    }

    /// Adds a file; that a name is there already is an error, since one of the two would be lost.
    pub(crate) fn add(&mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) -> Result<()> {
        let name = name.into();
        if name.starts_with('/')
            || name.contains('\\')
            || name.split('/').any(|part| part.is_empty() || part == "..")
        {
            bail!("`{name}` cannot be the name of a file in an archive");
        }
        match self.0.insert(name.clone(), content.into()) {
            None => Ok(()),
            Some(_) => bail!("`{name}` would be in the archive twice"),
        }
    }

    /// Puts a file in the place of one that is there, if any.
    pub(crate) fn replace(&mut self, name: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.0.insert(name.into(), content.into());
    }

    /// Adds a file of the disk.
    pub(crate) fn add_file(&mut self, name: impl Into<String>, path: &Path) -> Result<()> {
        self.add(
            name,
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?,
        )
    }

    /// Adds all that is in a folder, under a prefix such as `META-INF/` or none.
    pub(crate) fn add_folder(&mut self, prefix: &str, folder: &Path) -> Result<()> {
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                self.add_folder(&format!("{name}/"), &entry.path())?
            } else {
                self.add_file(name, &entry.path())?
            }
        }
        Ok(())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The content of a file, where there is one of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// The files, in the order of their names.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0
            .iter()
            .map(|(name, content)| (name.as_str(), content.as_slice()))
    }

    /// The archive's bytes: compressed, with 1980-01-01 as every time, and the manifest first, as a
    /// jar requires.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(9))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let (first, others): (Vec<_>, Vec<_>) = self.0.iter().partition(|(name, _)| *name == MANIFEST);
        for (name, content) in first.into_iter().chain(others) {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(content)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        std::fs::write(path, self.bytes()?).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// What a jar begins with.
pub(crate) const MANIFEST: &str = "META-INF/MANIFEST.MF";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_same_whatever_the_order() {
        let made = |names: &[&str]| {
            let mut archive = Archive::default();
            names
                .iter()
                .for_each(|name| archive.add(*name, name.as_bytes()).unwrap());
            archive.bytes().unwrap()
        };
        let bytes = made(&["b/c", MANIFEST, "A"]);
        assert_eq!(bytes, made(&["A", "b/c", MANIFEST]));
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        assert_eq!(zip.by_index(0).unwrap().name().unwrap(), MANIFEST);
        assert_eq!(Archive::parse(&bytes).unwrap().get("b/c").unwrap(), b"b/c");
    }

    #[test]
    fn refuses_names_that_would_leave_it_or_be_lost() {
        let mut archive = Archive::default();
        archive.add("a", *b"1").unwrap();
        for name in ["a", "/b", "../b", "b/../c", "b\\c", "b//c", ""] {
            assert!(archive.add(name, *b"2").is_err(), "{name}");
        }
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a"]);
    }
}
