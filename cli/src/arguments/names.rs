//! The names that shells complete. The core defines them, and judges all other text.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use tokenseal::{ContentEncryption, Curve, KeyManagement, SignatureAlgorithm, ThumbprintHash};

/// Any text, with the names that are known.
#[derive(Clone)]
pub(crate) struct Names(Vec<PossibleValue>);

impl Names {
    /// The names of a type in the table of options.
    pub(crate) fn of(type_name: &str) -> Self {
        match type_name {
            "Algorithm" => Self::algorithms(),
            "SignatureAlgorithm" => Self::list(signature()),
            "KeyManagement" => Self::list(key_management()),
            "ContentEncryption" => Self::list(content_encryption()),
            "Curve" => Self::list(Curve::ALL.iter().map(|name| name.as_str())),
            _ => {
                let choices = tokenseal::choices();
                let values = choices
                    .iter()
                    .filter(|choice| choice.name == type_name)
                    .flat_map(|choice| &choice.values);
                Self(
                    values
                        .map(|(name, description)| PossibleValue::new(*name).help(*description))
                        .collect(),
                )
            }
        }
    }

    /// The algorithms that a key can be for.
    pub(crate) fn algorithms() -> Self {
        Self::list(signature().chain(key_management()))
    }

    /// What can be given for a key that does not name its algorithm: for `dir`, its content
    /// encryption.
    pub(crate) fn key_algorithms() -> Self {
        Self::list(signature().chain(key_management()).chain(content_encryption()))
    }

    pub(crate) fn hashes() -> Self {
        Self::list(
            [
                ThumbprintHash::Sha256,
                ThumbprintHash::Sha384,
                ThumbprintHash::Sha512,
            ]
            .iter()
            .map(|name| name.as_str()),
        )
    }

    /// Whether help texts list the names with their meaning. `tokenseal algorithms` lists
    /// algorithms.
    pub(crate) fn are_described(&self) -> bool {
        self.0.iter().any(|name| name.get_help().is_some())
    }

    fn list(names: impl Iterator<Item = &'static str>) -> Self {
        Self(names.map(PossibleValue::new).collect())
    }
}

fn signature() -> impl Iterator<Item = &'static str> {
    SignatureAlgorithm::ALL.iter().map(|name| name.as_str())
}

fn key_management() -> impl Iterator<Item = &'static str> {
    KeyManagement::ALL.iter().map(|name| name.as_str())
}

fn content_encryption() -> impl Iterator<Item = &'static str> {
    ContentEncryption::ALL.iter().map(|name| name.as_str())
}

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().cloned()))
    }
}
