//! Which bytes are secret, and which bytes computed from them are public after all.
//!
//! These functions do nothing, except in the copy of the core that `tests/side-channels` compiles:
//! there, they tell memcheck which bytes no branch and no address may depend on. No feature turns
//! that on, so no shipped build can have it.

#[cfg(tokenseal_side_channels)]
pub mod watch;

/// From here on the bytes are secret, and so is everything computed from them.
#[inline(always)]
pub(crate) fn secret(_bytes: &[u8]) {
    #[cfg(tokenseal_side_channels)]
    watch::tell(|watcher| (watcher.secret)(_bytes));
}

/// The bytes go out into a token: ciphertext, tag, wrapped key.
#[inline(always)]
pub(crate) fn public(_bytes: &[u8]) {
    #[cfg(tokenseal_side_channels)]
    watch::tell(|watcher| (watcher.public)(_bytes));
}

/// The length of a plaintext is not secret: that of the ciphertext nearly reveals it.
#[inline(always)]
pub(crate) fn public_length(length: usize) -> usize {
    #[cfg(tokenseal_side_channels)]
    let length = {
        let mut bytes = length.to_ne_bytes();
        public(&bytes);
        // Read again from memory: the value in a register is not what was made public.
        usize::from_ne_bytes(*std::hint::black_box(&mut bytes))
    };
    length
}

/// Whether something secret is accepted is reported to the caller anyway.
#[inline(always)]
pub(crate) fn public_verdict(verdict: bool) -> bool {
    #[cfg(tokenseal_side_channels)]
    let verdict = {
        let mut bytes = [u8::from(verdict)];
        public(&bytes);
        *std::hint::black_box(&mut bytes) == [1]
    };
    verdict
}
