//! Prepared AES keys: what `key` holds and `jwe` uses, below both.

pub(crate) mod aead;
pub(crate) mod key_wrap;
