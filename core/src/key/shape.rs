//! DER structures, distinguished by their first elements: those that `format` reads, and those that
//! no shared secret may be.

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};

use super::error::invalid;
use crate::error::Error;

/// The kind of a DER structure, judging by its first elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    EncryptedPkcs8,
    Pkcs1Private,
    Pkcs1Public,
    Pkcs8,
    Sec1,
    Spki,
}

/// The kind of a structure. None if its kind is unknown, or if anything follows it.
pub(super) fn shape(bytes: &[u8]) -> Option<Shape> {
    shape_of(AnyRef::from_der(bytes).ok()?)
}

/// The kind of the structure at the start of the bytes, whatever follows it.
pub(super) fn shape_at_start(bytes: &[u8]) -> Option<Shape> {
    shape_of(AnyRef::decode(&mut SliceReader::new(bytes).ok()?).ok()?)
}

fn shape_of(outer: AnyRef<'_>) -> Option<Shape> {
    if outer.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(outer.value()).ok()?;
    let mut next = || {
        if reader.is_finished() {
            Some(None)
        } else {
            AnyRef::decode(&mut reader).ok().map(|any| Some(any.tag()))
        }
    };
    match (next()??, next()??, next()?) {
        (Tag::Integer, Tag::Sequence, Some(Tag::OctetString)) => Some(Shape::Pkcs8),
        (Tag::Integer, Tag::OctetString, _) => Some(Shape::Sec1),
        (Tag::Integer, Tag::Integer, Some(Tag::Integer)) => Some(Shape::Pkcs1Private),
        (Tag::Integer, Tag::Integer, None) => Some(Shape::Pkcs1Public),
        (Tag::Sequence, Tag::BitString, None) => Some(Shape::Spki),
        (Tag::Sequence, Tag::OctetString, None) => Some(Shape::EncryptedPkcs8),
        (Tag::Sequence, Tag::Sequence, Some(Tag::BitString)) => Some(Shape::Certificate),
        _ => None,
    }
}

/// The error for bytes of an unknown kind.
pub(super) fn malformed() -> Error {
    invalid("the key is not well-formed DER of PKCS#8, PKCS#1, SEC 1 or SPKI: was a part of it cut off?")
}
