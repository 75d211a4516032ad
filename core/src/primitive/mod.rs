//! Prepared AES keys: `key` stores them and `jwe` uses them, and both are above this module.

pub(crate) mod aead;
pub(crate) mod key_wrap;
