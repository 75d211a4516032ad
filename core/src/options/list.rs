//! The table of options as a list that can be read at run time: for the command, for generated
//! types and pages, and for tests.

use serde_json::{Map, Value};

use super::{
    Confirmation, Durability, Headers, Ignored, Length, OneOrMany, Password, PathForm, Profile,
    ProofOfPossession, Require, Serialization, SignatureFormat, TextEncoding, TokenKind, WhenUnavailable,
    table,
};
use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};

/// The options of one or several functions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionSet {
    /// The name of the struct, such as `VerifyOptions`.
    pub name: &'static str,
    /// What the options are for.
    pub description: &'static str,
    /// The functions and classes that take them, by their Python names: `verify`, `Verifier`,
    /// `jws.sign`.
    pub functions: &'static [&'static str],
    /// The options, in the order of the table.
    pub rows: Vec<OptionRow>,
}

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionRow {
    /// Its name, in the core's spelling.
    pub name: &'static str,
    /// The heading it appears under in help texts and references.
    pub heading: &'static str,
    /// What it does.
    pub description: &'static str,
    /// What its values look like.
    pub form: Form,
    /// Whether null means "not given"; if it does not, null is an error.
    pub null_is_absent: bool,
    /// What applies if it is not given, as text; None if nothing does.
    pub default: Option<String>,
    /// The check that it waives.
    pub waives: Option<&'static str>,
    /// The functions of the set that take it, if not all do.
    pub functions: Vec<&'static str>,
}

/// What the values of an option look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// True or false.
    Flag,
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// A string, or a list of strings any of which will do.
    TextOrTexts,
    /// A [`Length`] of time.
    Length,
    /// A point in time, in seconds since the epoch.
    Time,
    /// A whole number of at least 1.
    Count,
    /// The length of an RSA modulus.
    Bits,
    /// A JSON object.
    Object,
    /// A list of JSON objects.
    Objects,
    /// A JSON object, or a list of JSON objects.
    ObjectOrObjects,
    /// One of the names of this type.
    Name(&'static str),
    /// A list of names of this type.
    Names(&'static str),
    /// Bytes that must be kept secret, or a string whose UTF-8 they are.
    Secret,
    /// Bytes, which are passed separately from the options.
    Bytes,
    /// Something that JSON cannot hold, by its type: `Keys`, `Key`, `Clock`. Passed as an argument
    /// of its own, next to the options.
    Handle(&'static str),
}

impl Form {
    /// The name of the form, for tools.
    pub const fn name(self) -> &'static str {
        match self {
            Form::Flag => "flag",
            Form::Text => "text",
            Form::Texts => "texts",
            Form::TextOrTexts => "text-or-texts",
            Form::Length => "length",
            Form::Time => "time",
            Form::Count => "count",
            Form::Bits => "bits",
            Form::Object => "object",
            Form::Objects => "objects",
            Form::ObjectOrObjects => "object-or-objects",
            Form::Name(_) => "name",
            Form::Names(_) => "names",
            Form::Secret => "secret",
            Form::Bytes => "bytes",
            Form::Handle(_) => "handle",
        }
    }

    /// The type whose names or handles it takes.
    pub const fn of(self) -> Option<&'static str> {
        match self {
            Form::Name(of) | Form::Names(of) | Form::Handle(of) => Some(of),
            _ => None,
        }
    }
}

/// A row, and the sets that contain it.
pub(super) struct Listed {
    pub(super) sets: &'static [&'static str],
    pub(super) row: OptionRow,
}

/// Every set of options, for documentation and tools.
///
/// ```
/// let sets = tokenseal::option_sets();
/// let verify = sets.iter().find(|set| set.name == "VerifyOptions").unwrap();
/// let waivers: Vec<_> = verify.rows.iter().filter_map(|row| row.waives).collect();
/// let first = ["exp", "aud", "iss", "the tenant", "typ", "nonce", "the type of sub", "the status", "cty", "a signature"];
/// assert_eq!((&waivers[..10], waivers[10]), (&first[..], "base64url without padding"));
/// ```
pub fn option_sets() -> Vec<OptionSet> {
    let listed: Vec<Listed> = table::handles().into_iter().chain(table::rows()).collect();
    let set = |&(name, description, functions): &(&'static str, &'static str, &'static [&'static str])| {
        let of_set = |listed: &&Listed| listed.sets.contains(&name);
        let row = |listed: &Listed| {
            let mut row = listed.row.clone();
            row.functions.retain(|function| functions.contains(function));
            row
        };
        OptionSet {
            name,
            description: description.trim_start(),
            functions,
            rows: listed.iter().filter(of_set).map(row).collect(),
        }
    };
    table::SETS.iter().map(set).collect()
}

/// A limit that a caller can change with an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitInfo {
    /// The name of the option.
    pub name: &'static str,
    /// The value that applies if the option is not given.
    pub default: u64,
    /// What it bounds.
    pub description: &'static str,
}

/// The limits, for documentation and tools: their names, their defaults, and what each bounds.
pub fn default_limits() -> Vec<LimitInfo> {
    let decrypt = option_sets()
        .into_iter()
        .filter(|set| set.name == "JweDecryptOptions");
    let limits = decrypt
        .flat_map(|set| set.rows)
        .filter(|row| row.form == Form::Count);
    let info = |row: OptionRow| Some((crate::limits::default_of(row.name)?, row));
    limits
        .filter_map(info)
        .map(|(default, row)| LimitInfo {
            name: row.name,
            default,
            description: row.description,
        })
        .collect()
}

/// The form of the values of a type.
pub(super) trait OptionForm {
    const FORM: Form;
}

macro_rules! forms {
    ($($type:ty => $form:expr,)+) => {
        $(impl OptionForm for $type {
            const FORM: Form = $form;
        })+
    };
}

forms! {
    String => Form::Text,
    Vec<String> => Form::Texts,
    OneOrMany => Form::TextOrTexts,
    Length => Form::Length,
    f64 => Form::Time,
    u32 => Form::Bits,
    u64 => Form::Count,
    Map<String, Value> => Form::Object,
    Vec<Map<String, Value>> => Form::Objects,
    Headers => Form::ObjectOrObjects,
    Vec<u8> => Form::Bytes,
    Password => Form::Secret,
    Algorithm => Form::Name("Algorithm"),
    SignatureAlgorithm => Form::Name("SignatureAlgorithm"),
    ContentEncryption => Form::Name("ContentEncryption"),
    Curve => Form::Name("Curve"),
    Profile => Form::Name("Profile"),
    Require => Form::Name("Require"),
    Serialization => Form::Name("Serialization"),
    WhenUnavailable => Form::Name("WhenUnavailable"),
    Durability => Form::Name("Durability"),
    ProofOfPossession => Form::Name("ProofOfPossession"),
    SignatureFormat => Form::Name("SignatureFormat"),
    PathForm => Form::Name("PathForm"),
    Confirmation => Form::Handle("Confirmation"),
    TextEncoding => Form::Name("TextEncoding"),
    Vec<ContentEncryption> => Form::Names("ContentEncryption"),
    Vec<Ignored> => Form::Names("Ignored"),
    Vec<KeyManagement> => Form::Names("KeyManagement"),
    Vec<SignatureAlgorithm> => Form::Names("SignatureAlgorithm"),
    Vec<TokenKind> => Form::Names("TokenKind"),
}
