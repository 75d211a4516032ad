//! The names that keys in a store begin with.

use crate::error::{Error, Result};

/// The longest name.
const LONGEST: usize = 100;

/// Refuses a name that cannot be put in braces, which keep all keys with that name in one slot of a
/// cluster.
pub(crate) fn check_namespace(namespace: &str) -> Result<()> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}');
    match !namespace.is_empty() && namespace.len() <= LONGEST && namespace.bytes().all(is_plain) {
        true => Ok(()),
        false => Err(Error::option(format!(
            "namespace is not 1 to {LONGEST} ASCII characters without white space and braces"
        ))),
    }
}
