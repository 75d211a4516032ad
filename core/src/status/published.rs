//! A publisher's list: which indexes it has given to tokens, and which status each has.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::Compression;
use serde_json::{Value, json};

use super::MAX_INFLATED_BYTES;
use super::packed::{Packed, check_bits};
use crate::base64url;
use crate::deflate::{Wrapping, deflate, inflate_into};
use crate::error::{Error, ErrorCode, Result};
use crate::http::url::Url;
use crate::json::{ObjectWriter, scan_text};
use crate::random;

/// The statuses of the tokens of an issuer, to be published as a signed list
/// (draft-ietf-oauth-status-list-21).
///
/// Each token gets an index of its own from [`allocate`](Self::allocate), chosen at random, so that
/// an index does not reveal when its token was issued. No index is given twice: save the list's
/// [`state`](Self::to_state) before a token with a new index leaves the service. Only one process
/// at a time may change a list.
///
/// A status is [`VALID`](Self::VALID) until it is [`set`](Self::set): to
/// [`INVALID`](Self::INVALID), [`SUSPENDED`](Self::SUSPENDED), or a value of the application's own.
///
/// ```
/// use serde_json::json;
/// use tokenseal::{GenerateOptions, Key, SignatureAlgorithm::ES256, StatusList, StatusTokenOptions};
///
/// let list = StatusList::new(1_000_000, 1)?;
/// let index = list.allocate()?;
/// let claims = json!({ "sub": "alice", "status": list.claim("https://issuer.example/statuses/1", index)? }); // of the token to issue
/// # assert_eq!(claims["status"]["status_list"]["idx"], index);
///
/// list.set(index, StatusList::INVALID)?; // the token is revoked
/// let key = Key::generate(ES256.into(), &GenerateOptions::default())?;
/// let options = StatusTokenOptions { ttl: Some("5m".into()), expires_in: Some("1d".into()), now: Some(1_700_000_000.0) };
/// let published = list.to_jwt(&key, "https://issuer.example/statuses/1", &options)?; // served as application/statuslist+jwt
/// # assert_eq!(published.split('.').count(), 3);
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone)]
pub struct StatusList(Arc<Mutex<Book>>);

struct Book {
    statuses: Packed,
    /// One bit for each index that was given to a token.
    taken: Packed,
    /// How many indexes are free.
    free: u64,
}

/// The version of [`StatusList::to_state`].
const FORMAT: u64 = 1;
/// How often an index is drawn before the free ones are counted.
const DRAWS: usize = 64;

impl StatusList {
    /// The token is valid.
    pub const VALID: u8 = 0;
    /// The token is revoked, permanently.
    pub const INVALID: u8 = 1;
    /// The token is not valid for now.
    pub const SUSPENDED: u8 = 2;
    /// A list for `capacity` tokens, rounded up to a multiple of eight, with 1, 2, 4 or 8 `bits`
    /// for the status of each. One bit distinguishes valid from invalid; suspending takes two.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` for another number of bits, for a capacity of 0, and for a list that
    /// takes more than 16 MiB, which is what a list may inflate to by default: 134 million tokens
    /// with one bit each.
    pub fn new(capacity: u64, bits: u32) -> Result<Self> {
        // The list itself reports what is wrong with the number of bits.
        let bytes = |bits: u32| {
            capacity
                .div_ceil(8)
                .checked_mul(u64::from(bits.min(8)))
                .and_then(|bytes| usize::try_from(bytes).ok())
        };
        let zeros = |bits: u32| {
            bytes(bits)
                .filter(|bytes| (1..=MAX_INFLATED_BYTES).contains(bytes))
                .map(|bytes| vec![0; bytes])
        };
        let wrong = || {
            Error::option(
                "the statuses of a list must have from 1 byte to 16 MiB, which is what others read by default: make several lists",
            )
        };
        let statuses = check_bits(
            bits,
            if bits == 0 {
                Vec::new()
            } else {
                zeros(bits).ok_or_else(wrong)?
            },
        )?;
        let taken = check_bits(1, zeros(1).ok_or_else(wrong)?)?;
        let free = taken.len();
        Ok(Self::of(Book {
            statuses,
            taken,
            free,
        }))
    }

    fn of(book: Book) -> Self {
        Self(Arc::new(Mutex::new(book)))
    }

    /// How many tokens the list is for.
    pub fn capacity(&self) -> u64 {
        self.book().taken.len()
    }

    /// How many bits a status has.
    pub fn bits(&self) -> u32 {
        self.book().statuses.bits()
    }

    /// How many indexes have not been given to a token.
    pub fn free(&self) -> u64 {
        self.book().free
    }

    /// Allocates an index that no token has, drawn at random from all of those.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list is full: create another one, with an address of its own.
    pub fn allocate(&self) -> Result<u64> {
        let mut book = self.book();
        if book.free == 0 {
            return Err(Error::option(
                "the status list is full: make another one, with an address of its own",
            ));
        }
        let index = match book.draw_free()? {
            Some(index) => index,
            None => book.count_free()?,
        };
        book.taken.set(index, 1).ok_or_else(lost)?;
        book.free -= 1;
        Ok(index)
    }

    /// Sets the status of the token with this index.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if no token has the index, or the status needs more bits.
    pub fn set(&self, index: u64, status: u8) -> Result<()> {
        let mut book = self.book();
        book.check_taken(index)?;
        book.statuses.set(index, status).ok_or_else(|| {
            Error::option(format!(
                "a status of {} bits is at most {}: make the list with more bits",
                book.statuses.bits(),
                book.statuses.mask()
            ))
        })
    }

    /// The status of the token with this index.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if no token has the index.
    pub fn get(&self, index: u64) -> Result<u8> {
        let book = self.book();
        book.check_taken(index)?;
        book.statuses.get(index).ok_or_else(lost)
    }

    /// The `status` claim of the token with this index; `uri` is the address at which the list is
    /// published.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if no token has the index, or the address is not an http or https URL.
    pub fn claim(&self, uri: &str, index: u64) -> Result<Value> {
        self.book().check_taken(index)?;
        check_uri(uri)?;
        Ok(json!({ "status_list": { "idx": index, "uri": uri } }))
    }

    /// Everything that must be saved of the list, as text: which indexes were allocated, and every
    /// status. [`from_state`](Self::from_state) reads it.
    ///
    /// # Errors
    /// `ERR_INTERNAL` if it cannot be compressed.
    pub fn to_state(&self) -> Result<String> {
        let (statuses, taken) = {
            let book = self.book();
            (book.statuses.clone(), book.taken.clone())
        };
        let mut state = ObjectWriter::new();
        state.raw("format", FORMAT).raw("bits", statuses.bits());
        state
            .base64url("statuses", &packed(&statuses, Compression::default())?)
            .base64url("taken", &packed(&taken, Compression::default())?);
        Ok(state.finish())
    }

    /// The list that [`to_state`](Self::to_state) saved. Nothing protects the text: anyone who can
    /// change it decides which tokens are valid.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if it is truncated or damaged, or was written by a newer version.
    ///
    /// ```
    /// use tokenseal::StatusList;
    ///
    /// let list = StatusList::new(1_000, 2)?;
    /// let index = list.allocate()?;
    /// list.set(index, StatusList::SUSPENDED)?;
    /// let again = StatusList::from_state(&list.to_state()?)?;
    /// assert_eq!((again.get(index)?, again.free()), (StatusList::SUSPENDED, 999));
    /// # Ok::<(), tokenseal::Error>(())
    /// ```
    pub fn from_state(state: &str) -> Result<Self> {
        let (mut format, mut bits, mut statuses, mut taken) = (None, None, None, None);
        scan_text(state, 2, |name, value| match name {
            "format" => format = value.json().parse::<u64>().ok(),
            "bits" => bits = value.json().parse::<u32>().ok(),
            "statuses" => statuses = value.between_quotes(),
            "taken" => taken = value.between_quotes(),
            _ => {}
        })
        .map_err(|_| damaged())?;
        match format {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => {
                return Err(Error::option(
                    "the state of the status list was written by a newer version: update",
                ));
            }
            _ => return Err(damaged()),
        }
        let (bits, statuses, taken) = (
            bits.ok_or_else(damaged)?,
            statuses.ok_or_else(damaged)?,
            taken.ok_or_else(damaged)?,
        );
        let taken = Packed::new(1, unpacked(taken)?).ok_or_else(damaged)?;
        let statuses = Packed::new(bits, unpacked(statuses)?).ok_or_else(damaged)?;
        if taken.len() == 0 || statuses.len() != taken.len() {
            return Err(damaged());
        }
        let ones: u64 = taken
            .bytes()
            .iter()
            .map(|byte| u64::from(byte.count_ones()))
            .sum();
        let free = taken.len().checked_sub(ones).ok_or_else(damaged)?;
        Ok(Self::of(Book {
            statuses,
            taken,
            free,
        }))
    }

    /// The `status_list` claim of the list's own token, as JSON text.
    pub(crate) fn to_claim(&self) -> Result<String> {
        let statuses = self.book().statuses.clone();
        let mut claim = ObjectWriter::new();
        claim
            .raw("bits", statuses.bits())
            .base64url("lst", &packed(&statuses, Compression::best())?);
        Ok(claim.finish())
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn check_taken(&self, index: u64) -> Result<()> {
        match self.taken.get(index) {
            Some(1) => Ok(()),
            _ => Err(Error::option(
                "the index was given to no token: allocate gives indexes",
            )),
        }
    }

    /// A random free index; None if only taken ones were drawn.
    fn draw_free(&self) -> Result<Option<u64>> {
        let mut drawn = [0; DRAWS * 8];
        random::fill(&mut drawn)?;
        let (draws, _) = drawn.as_chunks();
        Ok(draws
            .iter()
            .map(|draw| below(*draw, self.taken.len()))
            .find(|index| self.taken.get(*index) == Some(0)))
    }

    /// The free index at a random position among all free ones.
    fn count_free(&self) -> Result<u64> {
        let mut draw = [0; 8];
        random::fill(&mut draw)?;
        let mut place = below(draw, self.free);
        for (at, byte) in (0_u64..).zip(self.taken.bytes()) {
            let free = u64::from(byte.count_zeros());
            if place < free {
                let in_byte = (0_u64..8)
                    .filter(|bit| byte >> bit & 1 == 0)
                    .nth(usize::try_from(place).unwrap_or_default());
                return in_byte.map(|bit| at * 8 + bit).ok_or_else(lost);
            }
            place -= free;
        }
        Err(lost())
    }
}

/// A random number below `end`: no index is more likely than another by more than one in 2^34.
fn below(draw: [u8; 8], end: u64) -> u64 {
    ((u128::from(u64::from_le_bytes(draw)) * u128::from(end)) >> 64) as u64
}

fn packed(packed: &Packed, level: Compression) -> Result<Vec<u8>> {
    deflate(packed.bytes(), Wrapping::Zlib, level)
        .ok_or_else(|| Error::new(ErrorCode::Internal, "compression failed"))
}

fn unpacked(text: &str) -> Result<Vec<u8>> {
    let bytes = base64url::decode(text.as_bytes()).ok_or_else(damaged)?;
    let mut output = Vec::new();
    inflate_into(&bytes, Wrapping::Zlib, MAX_INFLATED_BYTES, &mut output).map_err(|_| damaged())?;
    Ok(output)
}

/// Refuses an address that lists cannot be fetched from.
pub(crate) fn check_uri(uri: &str) -> Result<()> {
    Url::parse(uri).map(drop).map_err(|fault| {
        Error::option(format!(
            "the uri of the status list is no address that it can be fetched from: {fault}"
        ))
    })
}

#[cold]
fn damaged() -> Error {
    Error::option("the state is not that of a status list, or is damaged: give what to_state gave")
}

/// The counts and the bits of a list disagree, which nothing can cause.
#[cold]
fn lost() -> Error {
    Error::new(ErrorCode::Internal, "a status list has lost count of its indexes")
}

impl fmt::Debug for StatusList {
    /// Leaves out the statuses.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let book = self.book();
        write!(
            formatter,
            "StatusList({} of {} given, {} bits)",
            book.taken.len() - book.free,
            book.taken.len(),
            book.statuses.bits()
        )
    }
}
