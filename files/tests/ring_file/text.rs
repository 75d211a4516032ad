//! Texts that say which version they are, and that no part of another can pass for.

use std::path::Path;

/// Longer and shorter ones in turn: a new text written over an old one would show.
pub(crate) fn text(version: u64) -> Vec<u8> {
    let filler = usize::try_from(version.wrapping_mul(7919) % 12_000).unwrap();
    let letter = char::from(b'a' + u8::try_from(version % 26).unwrap());
    format!(
        "version {version} {} end of version {version}\n",
        String::from(letter).repeat(filler)
    )
    .into_bytes()
}

/// Which version a text is, if it is whole.
pub(crate) fn whole(found: &[u8]) -> Option<u64> {
    let version = std::str::from_utf8(found)
        .ok()?
        .strip_prefix("version ")?
        .split(' ')
        .next()?
        .parse()
        .ok()?;
    (text(version) == found).then_some(version)
}

/// The version of a text that must be whole.
pub(crate) fn version(found: &[u8]) -> u64 {
    whole(found).unwrap_or_else(|| {
        panic!(
            "{} bytes that are no whole text: {}",
            found.len(),
            String::from_utf8_lossy(found)
        )
    })
}

pub(crate) fn version_in(path: &Path) -> u64 {
    version(&std::fs::read(path).unwrap())
}

#[test]
fn parts_and_mixtures_are_not_whole() {
    let whole_text = text(7);
    assert_eq!(whole(&whole_text), Some(7));
    assert_eq!(whole(&whole_text[..whole_text.len() - 1]), None);
    assert_eq!(whole(&[&text(7)[..20], &text(8)[20..]].concat()), None);
    assert_eq!(whole(b""), None);
}
