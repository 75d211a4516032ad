//! The archive that this machine itself installs from.

use std::path::PathBuf;

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Where to install from.
pub(crate) struct Sources {
    pub(crate) archive: String,
    pub(crate) keyring: String,
}

pub(crate) fn is_debian() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
}

/// The archive of the machine's own sources, and the keyring that it is checked with.
pub(crate) fn read_sources() -> Option<Sources> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    let more = std::fs::read_dir("/etc/apt/sources.list.d")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path());
    let mut more: Vec<PathBuf> = more.collect();
    more.sort();
    files.extend(more);
    files
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .find_map(|text| source_of(&text))
}

/// The first source for packages of Debian proper, in either form of such a file.
fn source_of(text: &str) -> Option<Sources> {
    one_line(text).or_else(|| text.split("\n\n").find_map(stanza))
}

/// `deb [signed-by=KEYRING] URI SUITE COMPONENT…`
fn one_line(text: &str) -> Option<Sources> {
    text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("deb ")?.trim_start();
        let (options, rest) = match rest.strip_prefix('[') {
            Some(rest) => rest.split_once(']')?,
            None => ("", rest),
        };
        let keyring = options
            .split_whitespace()
            .find_map(|option| option.strip_prefix("signed-by="));
        source(rest.split_whitespace().next()?, keyring)
    })
}

/// `Types: deb`, `URIs: …`, `Signed-By: …`, each on its line.
fn stanza(text: &str) -> Option<Sources> {
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
    };
    if field("Enabled").is_some_and(|value| value.eq_ignore_ascii_case("no"))
        || !field("Types")?.split_whitespace().any(|one| one == "deb")
    {
        return None;
    }
    source(field("URIs")?.split_whitespace().next()?, field("Signed-By"))
}

/// Only what can be Debian's main archive: neither its updates for security, nor somebody else's.
fn source(uri: &str, keyring: Option<&str>) -> Option<Sources> {
    let archive = uri.trim_end_matches('/');
    let keyring = keyring.filter(|path| path.starts_with('/')).unwrap_or(KEYRING);
    archive.ends_with("/debian").then(|| Sources {
        archive: archive.to_owned(),
        keyring: keyring.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String)> {
        source_of(text).map(|source| (source.archive, source.keyring))
    }

    #[test]
    fn reads_the_sources_of_apt() {
        let own = |keyring: &str| Some(("http://mirror.example/debian".to_owned(), keyring.to_owned()));
        assert_eq!(
            found("# a comment\ndeb http://mirror.example/debian bookworm main\n"),
            own(KEYRING)
        );
        assert_eq!(
            found("deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ bookworm main"),
            own("/k.gpg")
        );
        let stanzas = "Types: deb\nURIs: http://mirror.example/debian-security\nSuites: x\n\n\
                       Types: deb deb-src\nURIs: http://mirror.example/debian\nSuites: bookworm\nSigned-By: /k.gpg\n";
        assert_eq!(found(stanzas), own("/k.gpg"));
        assert_eq!(found("deb-src http://mirror.example/debian bookworm main"), None);
        assert_eq!(
            found("Types: deb\nURIs: http://mirror.example/debian\nEnabled: no\n"),
            None
        );
        assert_eq!(found("deb http://mirror.example/ubuntu noble main"), None);
    }
}
