//! The password of an encrypted private key.

use std::fmt;

use aws_lc_rs::constant_time;
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// The password that an encrypted private key was encrypted with: any bytes, usually the UTF-8 of a
/// string. It is overwritten when dropped, and never shown.
///
/// ```
/// let password = tokenseal::Password::from("correct horse");
/// assert_eq!(format!("{password:?}"), "Password(..)");
/// ```
#[derive(Clone)]
pub struct Password(Zeroizing<Vec<u8>>);

impl Password {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Password {
    fn from(bytes: &[u8]) -> Self {
        Self(Zeroizing::new(bytes.to_vec()))
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(..)")
    }
}

impl PartialEq for Password {
    fn eq(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(&self.0, &other.0).is_ok()
    }
}

impl Eq for Password {}

impl<'de> Deserialize<'de> for Password {
    /// From a string.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        Ok(text.as_str().into())
    }
}
