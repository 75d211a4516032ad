//! Keys in memory that the caller lends and wipes: they are read in place and written directly to
//! their destination, so that no copy of a secret is left behind in buffers that nobody can reach.

use std::slice;
use std::sync::Arc;

use tokenseal::{Algorithm, Error, ErrorCode};
use tokenseal_bridge::message::defect;
use zeroize::Zeroizing;

use crate::boundary::{call, options};
use crate::error::TokenError;
use crate::key::{Key, is_private, key_options};

/// The caller's memory: where it begins, and how many bytes there are. It must stay valid until the
/// call ends, and nobody else may write there in the meantime.
#[derive(Clone, Copy, uniffi::Record)]
pub struct Lent {
    /// The address of the first byte.
    pub address: u64,
    /// How many bytes.
    pub length: u64,
}

impl Lent {
    fn bytes<'a>(self) -> &'a [u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: only the packages call this; they vouch for the memory as long as the call lasts,
        // and nothing keeps the slice longer.
        unsafe {
            slice::from_raw_parts(
                std::ptr::with_exposed_provenance(self.address as usize),
                self.length as usize,
            )
        }
    }

    /// Writes bytes, if there is room for all of them.
    fn write(self, bytes: &[u8]) -> u64 {
        let length = bytes.len() as u64;
        if length <= self.length && length > 0 {
            // SAFETY: as above, and nobody else uses the memory in the meantime.
            let room: &mut [u8] = unsafe {
                slice::from_raw_parts_mut(
                    std::ptr::with_exposed_provenance_mut(self.address as usize),
                    bytes.len(),
                )
            };
            room.copy_from_slice(bytes);
        }
        length
    }
}

#[uniffi::export]
impl Key {
    /// A key from lent bytes: the text of a JWK (`jwk`) or of PEM (`pem`), DER (`der`), or a shared
    /// secret (`secret`). All but a JWK need the algorithm.
    #[uniffi::constructor]
    pub fn from_lent(
        form: String,
        bytes: Lent,
        algorithm: Option<String>,
        password: Option<Lent>,
        given: String,
    ) -> Result<Arc<Self>, TokenError> {
        call(|| {
            let algorithm =
                || -> tokenseal::Result<Algorithm> { algorithm.as_deref().ok_or_else(defect)?.parse() };
            let password = password.map(|password| Zeroizing::new(password.bytes().to_vec()));
            match form.as_str() {
                "jwk" => tokenseal::Key::from_jwk(text(bytes.bytes())?, &options(&given)?),
                "pem" => {
                    tokenseal::Key::from_pem(bytes.bytes(), algorithm()?, &key_options(&given, password)?)
                }
                "der" => {
                    tokenseal::Key::from_der(bytes.bytes(), algorithm()?, &key_options(&given, password)?)
                }
                "secret" => tokenseal::Key::from_secret(bytes.bytes(), algorithm()?, &options(&given)?),
                _ => Err(defect()),
            }
        })
        .map(|key| Arc::new(Self(key)))
    }

    /// Writes the key into lent memory as `jwk`, `pem` or `der`, and returns its length. If that is
    /// greater than the room, nothing was written: call again, with more.
    pub fn lend(&self, form: String, room: Lent, given: String) -> Result<u64, TokenError> {
        call(|| {
            let is_private = is_private(&given)?;
            let written = match form.as_str() {
                "jwk" => self.0.to_jwk(is_private)?.into_bytes(),
                "pem" => self.0.to_pem(is_private)?.into_bytes(),
                "der" => self.0.to_der(is_private)?,
                _ => return Err(defect()),
            };
            Ok(room.write(&Zeroizing::new(written)))
        })
    }
}

fn text(bytes: &[u8]) -> tokenseal::Result<&str> {
    let message = "the JWK is not UTF-8: give the bytes of its JSON text";
    std::str::from_utf8(bytes).map_err(|_| Error::new(ErrorCode::JwkInvalid, message))
}
