//! Tokens as they arrive: text or bytes. No more of them is copied than the core would examine.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, LazyLock};

use napi::bindgen_prelude::{FromNapiValue, TypeName};
use napi::{Result as NapiResult, ValueType, sys};
use tokenseal::{Error, Result, default_limits};
use tokenseal_bridge::message;

/// A token that JavaScript gave, not yet read.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    env: sys::napi_env,
    value: sys::napi_value,
    call: PhantomData<&'a ()>,
}

impl FromNapiValue for Incoming<'_> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> NapiResult<Self> {
        Ok(Self {
            env,
            value,
            call: PhantomData,
        })
    }
}

/// A short text, such as a method, a path or a header. napi's own String has V8 count the bytes
/// first, which takes about as long as to copy them.
pub struct Short(pub(crate) String);

impl FromNapiValue for Short {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> NapiResult<Self> {
        let text = Incoming {
            env,
            value,
            call: PhantomData,
        };
        let mut buffer = [MaybeUninit::<u8>::uninit(); SMALL];
        let copied = match text.text_length() {
            Some(length) if length <= SMALL / 3 => text
                .read_text(&mut buffer)
                .ok()
                .and_then(|read| std::str::from_utf8(read).ok()),
            _ => None,
        };
        match copied {
            Some(copied) => Ok(Self(copied.to_owned())),
            // SAFETY: as they came.
            None => unsafe { String::from_napi_value(env, value) }.map(Self),
        }
    }
}

impl AsRef<str> for Short {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TypeName for Short {
    fn type_name() -> &'static str {
        String::type_name()
    }

    fn value_type() -> ValueType {
        String::value_type()
    }
}

/// What there is to read of a token.
#[derive(Clone)]
pub(crate) enum TokenBytes {
    Whole(Vec<u8>),
    /// Longer than the limit: as many bytes of nothing as it takes for the core to say so. Many
    /// tokens share them.
    TooLong(Arc<Vec<u8>>),
}

impl AsRef<[u8]> for TokenBytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            TokenBytes::Whole(bytes) => bytes,
            TokenBytes::TooLong(bytes) => bytes,
        }
    }
}

/// The core's limit, kept in a list that is not rebuilt for every token.
static DEFAULT_LIMIT: LazyLock<u64> = LazyLock::new(|| {
    let limits = default_limits();
    limits
        .iter()
        .find(|limit| limit.name == "max_token_bytes")
        .map_or(u64::MAX, |limit| limit.default)
});

/// The number of bytes beyond which a token need not be read, for the core will refuse it.
#[derive(Clone, Copy)]
pub(crate) struct Longest {
    read: usize,
    /// The core's limit for anything but JSON.
    limit: usize,
}

impl Longest {
    /// Of what has no limit but the memory.
    pub(crate) const UNLIMITED: Self = Self {
        read: usize::MAX,
        limit: usize::MAX,
    };

    /// Of a compact token: the limit that the caller gives, or the core's.
    pub(crate) fn compact(given: Option<u64>) -> Self {
        let limit = usize::try_from(given.unwrap_or_else(|| *DEFAULT_LIMIT)).unwrap_or(usize::MAX);
        Self { read: limit, limit }
    }

    /// Of a token that may be in the JSON serialization, of which the core reads more: far above
    /// that, so that the limit stays the core's.
    pub(crate) fn any(given: Option<u64>) -> Self {
        const TIMES: usize = 64;
        let compact = Self::compact(given);
        match given {
            Some(_) => compact,
            None => Self {
                read: compact.limit.saturating_mul(TIMES),
                ..compact
            },
        }
    }

    /// The limit for anything but JSON.
    pub(crate) fn limit(self) -> u64 {
        u64::try_from(self.limit).unwrap_or(u64::MAX)
    }

    fn too_long(self) -> TokenBytes {
        TokenBytes::TooLong(Arc::new(vec![0; self.limit.saturating_add(1)]))
    }
}

/// Most tokens fit in here, and are never copied to the heap. V8 writes fastest where there is room
/// for three bytes for each character.
const SMALL: usize = 6 * 1024;

impl Incoming<'_> {
    /// Does something with the token's bytes.
    pub(crate) fn with<T>(self, longest: Longest, work: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
        if let Some(length) = self.text_length()
            && length <= longest.read.min(SMALL / 3)
        {
            let mut buffer = [MaybeUninit::<u8>::uninit(); SMALL];
            return work(self.read_text(&mut buffer)?);
        }
        work(self.read(longest)?.as_ref())
    }

    /// The token's bytes, for work that may be done later.
    pub(crate) fn read(self, longest: Longest) -> Result<TokenBytes> {
        let Some(length) = self.text_length() else {
            return self.read_bytes(longest);
        };
        // No text has fewer bytes than UTF-16 code units.
        if length > longest.read {
            return Ok(longest.too_long());
        }
        let room = if length <= SMALL {
            length * 3
        } else {
            self.utf8_length()
        };
        let mut buffer = Vec::new();
        buffer
            .try_reserve_exact(room.saturating_add(1))
            .map_err(|_| message::out_of_memory())?;
        let written = self.read_text(buffer.spare_capacity_mut())?.len();
        // SAFETY: so many bytes have just been written.
        unsafe { buffer.set_len(written) };
        Ok(TokenBytes::Whole(buffer))
    }

    /// Each of many tokens.
    pub(crate) fn read_all(tokens: Vec<Self>, longest: Longest) -> Result<Vec<TokenBytes>> {
        let mut shared: Option<TokenBytes> = None;
        let read = |token: Self| match (token.text_length(), &shared) {
            (Some(length), Some(bytes)) if length > longest.read => Ok(bytes.clone()),
            _ => token.read(longest).inspect(|bytes| {
                shared = matches!(bytes, TokenBytes::TooLong(_))
                    .then(|| bytes.clone())
                    .or(shared.take())
            }),
        };
        tokens.into_iter().map(read).collect()
    }

    /// The number of UTF-16 code units, which V8 knows without looking at the text. None if it is
    /// no text.
    fn text_length(self) -> Option<usize> {
        let mut length = 0;
        // SAFETY: the environment and the value are those of the call that this lives in; without a
        // buffer only the length is asked for.
        let status =
            unsafe { sys::napi_get_value_string_utf16(self.env, self.value, null_mut(), 0, &mut length) };
        (status == sys::Status::napi_ok).then_some(length)
    }

    /// The number of bytes of the text as UTF-8, which V8 has to count.
    fn utf8_length(self) -> usize {
        let mut length = 0;
        // SAFETY: as above.
        unsafe { sys::napi_get_value_string_utf8(self.env, self.value, null_mut(), 0, &mut length) };
        length
    }

    /// The text as UTF-8, in a buffer that has room for it and for one byte more.
    fn read_text(self, buffer: &mut [MaybeUninit<u8>]) -> Result<&[u8]> {
        let mut written = 0;
        // SAFETY: as above; no more is written than there is room for, and what was written is
        // initialized.
        unsafe {
            let status = sys::napi_get_value_string_utf8(
                self.env,
                self.value,
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                &mut written,
            );
            if status != sys::Status::napi_ok || written > buffer.len() {
                return Err(unreadable());
            }
            Ok(std::slice::from_raw_parts(buffer.as_ptr().cast(), written))
        }
    }

    /// A copy of a Uint8Array, one byte after the other: another thread may be writing to them,
    /// where they are shared.
    fn read_bytes(self, longest: Longest) -> Result<TokenBytes> {
        let (mut kind, mut length, mut data) = (0, 0, null_mut());
        // SAFETY: the environment and the value are those of the call that this lives in.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                self.env,
                self.value,
                &mut kind,
                &mut length,
                &mut data,
                null_mut(),
                null_mut(),
            )
        };
        if status != sys::Status::napi_ok || kind != sys::TypedarrayType::uint8_array {
            return Err(unreadable());
        }
        if length > longest.read {
            return Ok(longest.too_long());
        }
        if data.is_null() {
            return Ok(TokenBytes::Whole(Vec::new()));
        }
        let data: *mut u8 = data.cast();
        // SAFETY: V8 says that so many bytes are there, and runs nothing that could free them
        // before this call is over.
        let byte = |at| unsafe { AtomicU8::from_ptr(data.add(at)) }.load(Ordering::Relaxed);
        Ok(TokenBytes::Whole((0..length).map(byte).collect()))
    }
}

fn unreadable() -> Error {
    message::token_must_be("a string or a Uint8Array")
}
