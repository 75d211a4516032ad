//! Where a list of revocations is: in a file, or on a server.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use clap::Args;
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// Schemes of servers that have lists. Anything else that looks like a URL is not a file either.
const SCHEMES: [&str; 4] = ["redis", "rediss", "valkey", "valkeys"];
/// The longest file from which a URL is read, in bytes.
const LONGEST_URL: u64 = 4096;

/// Selects one of the lists on a server.
#[derive(Args, Debug)]
pub(crate) struct Namespace {
    /// The name of the list, if LIST is the URL of a server
    #[arg(long, value_name = "NAME")]
    namespace: Option<String>,
}

impl Namespace {
    pub(super) fn name(&self) -> Option<&str> {
        self.namespace.as_deref()
    }
}

/// Where a list is.
pub(crate) enum Place<'a> {
    File(&'a Path),
    Store(Address),
}

/// A list on a server. The URL may hold a password, and is never shown.
pub(crate) struct Address {
    pub(crate) url: Zeroizing<String>,
    pub(crate) namespace: Option<String>,
}

impl<'a> Place<'a> {
    pub(super) fn of(path: &'a Path, namespace: Option<&str>) -> Result<Self> {
        let url = match path.to_str().and_then(|text| text.strip_prefix('@')) {
            Some(name) => Some(Zeroizing::new(read_url(Path::new(name))?.trim().to_owned())),
            None => path
                .to_str()
                .filter(|text| scheme_of(text).is_some())
                .map(|text| Zeroizing::new(text.to_owned())),
        };
        match url {
            Some(url) if scheme_of(&url).is_some_and(|scheme| SCHEMES.contains(&scheme)) => {
                Ok(Place::Store(Address {
                    url,
                    namespace: namespace.map(String::from),
                }))
            }
            Some(_) => Err(Failure::usage(
                "the URL of a list begins with redis:// or valkey://, or with rediss:// or valkeys:// for TLS; anything else is a file, without ://",
            )),
            None if namespace.is_some() => Err(Failure::usage(
                "namespace is for a list on a server, and this one is a file: leave it out",
            )),
            None => Ok(Place::File(path)),
        }
    }
}

fn scheme_of(text: &str) -> Option<&str> {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
    let (scheme, _) = text.split_once("://")?;
    Some(scheme).filter(|scheme| !scheme.is_empty() && scheme.chars().all(is_of_scheme))
}

fn read_url(path: &Path) -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    let read = File::open(path).and_then(|file| file.take(LONGEST_URL).read_to_string(&mut text));
    read.map_err(|error| Failure::file("read", path, &error))
        .map(|_| text)
}
