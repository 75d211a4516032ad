//! PEM (RFC 7468): blocks whose labels say what they contain. Configuration files and environment
//! variables tend to add white space, and it is accepted generously, since it means nothing in PEM.

use pem_rfc7468::{Decoder, LineEnding};
use zeroize::Zeroizing;

use super::der::MAX_BYTES;
use super::mistakes;
use crate::algorithm::Algorithm;
use crate::error::Result;
use crate::key::error::{invalid, refused};
use crate::key::shape::Shape;
use crate::key::{Key, KeyOptions, binding};
use crate::limits::exceeded;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";

impl Key {
    /// A public or private key from PEM with the label `PRIVATE KEY`, `ENCRYPTED PRIVATE KEY`,
    /// `PUBLIC KEY`, `RSA PRIVATE KEY`, `RSA PUBLIC KEY` or `EC PRIVATE KEY`. There must be exactly
    /// one key; certificates next to it, OpenSSL's `EC PARAMETERS` and text outside the blocks are
    /// skipped. A byte order mark, indentation, blank lines and trailing white space are harmless.
    ///
    /// The key must fit the algorithm (`ERR_KEY_MISMATCH`), and is then bound to it. What
    /// [`from_der`](Key::from_der) says about encrypted keys applies here too; the encryption of
    /// OpenSSL's older PEM (`Proc-Type: 4,ENCRYPTED`) is refused.
    ///
    /// ```
    /// # fn main() -> tokenseal::Result<()> {
    /// use tokenseal::{Key, KeyOptions, SignatureAlgorithm};
    ///
    /// let pem = b"-----BEGIN PUBLIC KEY-----
    /// MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
    /// -----END PUBLIC KEY-----";
    /// let key = Key::from_pem(pem, SignatureAlgorithm::Ed25519.into(), &KeyOptions::default())?;
    /// assert_eq!(key.key_type(), "OKP");
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_pem(pem: &[u8], algorithm: Algorithm, options: &KeyOptions) -> Result<Key> {
        binding::check_enc(Some(algorithm), options.enc)?;
        if pem.len() > MAX_BYTES {
            return Err(exceeded("the key is longer than 64 KiB"));
        }
        let blocks = blocks(pem)?;
        let mut keys = Vec::new();
        for block in &blocks {
            match block.label {
                b"CERTIFICATE" | b"X509 CERTIFICATE" | b"EC PARAMETERS" => {}
                label => keys.push((block, key_shape(label).ok_or_else(|| mistakes::label(label))?)),
            }
        }
        match keys.as_slice() {
            [(block, shape)] => Key::of_shaped_der(&block.decode()?, Some(*shape), algorithm, options),
            [] if blocks.iter().any(Block::is_certificate) => Err(mistakes::certificate_for_key()),
            [] => Err(invalid(
                "the PEM text has EC PARAMETERS but no key: give the whole file",
            )),
            several => Err(invalid(format!(
                "the PEM text has {} keys: give the one that is meant",
                several.len()
            ))),
        }
    }
}

fn key_shape(label: &[u8]) -> Option<Shape> {
    Some(match label {
        b"PRIVATE KEY" => Shape::Pkcs8,
        b"PUBLIC KEY" => Shape::Spki,
        b"RSA PRIVATE KEY" => Shape::Pkcs1Private,
        b"RSA PUBLIC KEY" => Shape::Pkcs1Public,
        b"EC PRIVATE KEY" => Shape::Sec1,
        b"ENCRYPTED PRIVATE KEY" => Shape::EncryptedPkcs8,
        _ => return None,
    })
}

/// One block: its label, and the lines between its first line and its last, trimmed.
pub(super) struct Block<'a> {
    pub(super) label: &'a [u8],
    lines: Vec<&'a [u8]>,
}

/// The blocks of a text, at least one, in order.
pub(super) fn blocks(pem: &[u8]) -> Result<Vec<Block<'_>>> {
    let text = pem.strip_prefix(b"\xef\xbb\xbf").unwrap_or(pem);
    let mut lines = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(<[u8]>::trim_ascii);
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let Some(label) = label_in(line, BEGIN) else {
            if line.windows(BEGIN.len()).any(|part| part == BEGIN) || line == BEGIN.trim_ascii_end() {
                return Err(mistakes::in_pem(pem));
            }
            continue;
        };
        let mut block = Block {
            label,
            lines: Vec::new(),
        };
        loop {
            let line = lines.next().ok_or_else(|| mistakes::in_pem(pem))?;
            match label_in(line, END) {
                Some(end) if end == label => break,
                None if !line.starts_with(DASHES) => block.lines.push(line),
                _ => return Err(mistakes::in_pem(pem)),
            }
        }
        blocks.push(block);
    }
    if blocks.is_empty() {
        Err(mistakes::in_pem(pem))
    } else {
        Ok(blocks)
    }
}

/// The label in a line that begins or ends a block.
fn label_in<'a>(line: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    line.strip_prefix(start)?.strip_suffix(DASHES)
}

impl Block<'_> {
    pub(super) fn is_certificate(&self) -> bool {
        matches!(self.label, b"CERTIFICATE" | b"X509 CERTIFICATE")
    }

    pub(super) fn is_key(&self) -> bool {
        key_shape(self.label).is_some()
    }

    /// The DER inside, decoded in constant time from one line of base64.
    pub(super) fn decode(&self) -> Result<Zeroizing<Vec<u8>>> {
        // OpenSSL's older encryption derives its key with a single MD5 of the password.
        if self.lines.iter().any(|line| line.starts_with(b"Proc-Type:")) {
            return Err(invalid(
                "the old encryption of PEM (Proc-Type) is not read: convert the key with openssl pkcs8 -topk8",
            ));
        }
        let malformed =
            |_| invalid("the base64 of the PEM block is malformed: was a part of the file cut off?");
        let body = Zeroizing::new(self.lines.concat());
        let text = Zeroizing::new([BEGIN, b"KEY-----\n", &body, b"\n", END, b"KEY-----\n"].concat());
        let mut decoder = Decoder::new_detect_wrap(&text).map_err(malformed)?;
        let mut der = Zeroizing::new(vec![0; decoder.remaining_len()]);
        decoder.decode(&mut der).map_err(malformed)?;
        Ok(der)
    }
}

/// Writes one block, in lines of 64 characters.
pub(super) fn write(label: &str, der: &[u8]) -> Result<String> {
    pem_rfc7468::encode_string(label, LineEnding::LF, der).map_err(|_| refused())
}
