//! Decrypting the JSON serializations (RFC 7516, section 7.2), flattened and general.

use std::sync::Arc;

use crate::algorithm::KeyManagement;
use crate::base64url::{self, Few};
use crate::error::Result;
use crate::header::{Form, Header, SharedHeader};
use crate::jwe::Decrypted;
use crate::jwe::decrypt::{Content, DecryptPolicy, Recipient, decrypt};
use crate::jwe::zip;
use crate::key::KeySet;
use crate::limits::{Limits, exceeded};
use crate::serialization::{Members, step};

const OF_RECIPIENT: [&str; 2] = ["header", "encrypted_key"];
const OF_SIGNED: [&str; 3] = ["payload", "signatures", "signature"];
const OF_TOKEN: [&str; 12] = [
    "protected",
    "unprotected",
    "recipients",
    "header",
    "encrypted_key",
    "aad",
    "iv",
    "ciphertext",
    "tag",
    "payload",
    "signatures",
    "signature",
];

/// A parsed token, before any of its recipients is tried.
struct Document {
    /// The protected and the shared unprotected header.
    shared: Arc<SharedHeader>,
    recipients: Vec<Entry>,
    /// The Additional Authenticated Data: the protected header as it appears in the token and, if
    /// present, a dot and the `aad`.
    authenticated: Vec<u8>,
    aad: Option<Vec<u8>>,
    iv: Few,
    ciphertext: Vec<u8>,
    tag: Few,
}

struct Entry {
    index: usize,
    own: Option<String>,
    /// All headers together.
    header: Header,
    encrypted_key: Few,
}

/// Decrypts a token with the first key that decrypts it for one of its recipients.
pub(super) fn decrypt_json(
    token: &[u8],
    keys: &KeySet,
    critical: &[String],
    policy: &DecryptPolicy<'_>,
) -> Result<Decrypted> {
    let limits = policy.limits;
    let Document {
        shared,
        recipients,
        authenticated,
        aad,
        iv,
        ciphertext,
        tag,
    } = Document::read(token, keys.len(), limits)?;
    shared.protected().check_critical(critical)?;
    let supported = step(recipients, false, |one| Ok((one.header.key_management()?, one)))?;
    let Some((_, first)) = supported.first() else {
        return Err(Form::Encrypted.invalid("the token has no recipient"));
    };
    let enc = first.header.content_encryption()?;
    let content = Content {
        enc,
        authenticated: &authenticated,
        iv,
        ciphertext,
        tag,
    };
    content.check_lengths(&first.header)?;
    let allowed = step(supported, false, |(algorithm, one)| {
        policy.allow(algorithm).map(|()| (algorithm, one))
    })?;
    policy.allow_content(enc)?;
    let compressed = zip::is_compressed(shared.protected())?;
    let candidates = step(
        allowed,
        false,
        |(
            algorithm,
            Entry {
                index,
                own,
                header,
                encrypted_key,
            },
        )| {
            Ok((
                (index, own),
                Recipient::prepare(&header, algorithm, enc, encrypted_key, keys, limits)?,
            ))
        },
    )?;
    let (mut entries, candidates): (Vec<_>, Vec<_>) = candidates.into_iter().unzip();
    let (plaintext, place, key) = decrypt(content, &candidates, compressed, limits)?;
    let (recipient, recipient_header) = entries.swap_remove(place);
    Ok(Decrypted {
        plaintext,
        header: shared.protected().json().to_owned(),
        unprotected: shared.unprotected().map(str::to_owned),
        recipient_header,
        aad,
        recipient,
        key: key.clone(),
    })
}

impl Document {
    fn read(token: &[u8], keys: usize, limits: &Limits) -> Result<Self> {
        let members = Members::read(Form::Encrypted, token, &OF_TOKEN, limits)?;
        members.refuse_other_form(&OF_SIGNED)?;
        let protected = members.text("protected")?;
        let shared = SharedHeader::read(
            Form::Encrypted,
            protected.as_deref(),
            members.object("unprotected")?,
            limits,
        )?;
        let recipients: Vec<Entry> = match members.entries("recipients", &OF_RECIPIENT, keys, limits)? {
            Some(entries) => {
                members.refuse_beside_list(&OF_RECIPIENT)?;
                let read = |(index, entry): (usize, &Members<'_>)| Entry::read(index, entry, &shared, limits);
                entries.iter().enumerate().map(read).collect::<Result<_>>()?
            }
            None => vec![Entry::read(0, &members, &shared, limits)?],
        };
        // Shared headers are checked for each recipient, so they count as if each recipient had its
        // own.
        if recipients.len().saturating_mul(shared.length()) > limits.max_token_bytes {
            return Err(exceeded(
                "the shared headers, for all recipients, are longer than max_token_bytes",
            ));
        }
        check_together(&recipients)?;
        let aad = members.bytes("aad")?;
        if aad.as_ref().is_some_and(Vec::is_empty) {
            return Err(
                Form::Encrypted.invalid("aad is empty, and must be absent then (RFC 7516, section 7.2.1)")
            );
        }
        let mut authenticated = protected.unwrap_or_default().into_owned().into_bytes();
        if let Some(aad) = &aad {
            authenticated.push(b'.');
            authenticated.extend_from_slice(base64url::encode(aad).as_bytes());
        }
        let bytes = |name| members.few_bytes(name).map(Option::unwrap_or_default);
        let ciphertext = members
            .bytes("ciphertext")?
            .ok_or_else(|| Form::Encrypted.invalid("the ciphertext is missing"))?;
        Ok(Self {
            shared,
            recipients,
            authenticated,
            aad,
            iv: bytes("iv")?,
            ciphertext,
            tag: bytes("tag")?,
        })
    }
}

impl Entry {
    fn read(index: usize, entry: &Members<'_>, shared: &Arc<SharedHeader>, limits: &Limits) -> Result<Self> {
        let own = entry.object("header")?;
        let header = shared.with(own, limits)?;
        let encrypted_key = entry.few_bytes("encrypted_key")?.unwrap_or_default();
        Ok(Self {
            index,
            own: own.map(|own| own.json().to_owned()),
            header,
            encrypted_key,
        })
    }
}

/// Refuses recipients that cannot share one content (RFC 7516, section 5.1).
fn check_together(recipients: &[Entry]) -> Result<()> {
    let mut first = None;
    for Entry { header, .. } in recipients {
        let enc = header.enc()?;
        if *first.get_or_insert_with(|| enc.clone()) != enc {
            return Err(header.invalid("the recipients disagree on enc"));
        }
        let direct =
            |algorithm: &KeyManagement| matches!(algorithm, KeyManagement::Dir | KeyManagement::ECDH_ES);
        if recipients.len() > 1 && header.key_management().is_ok_and(|algorithm| direct(&algorithm)) {
            return Err(
                header.invalid("an algorithm that has no encrypted key stands among several recipients")
            );
        }
    }
    Ok(())
}
