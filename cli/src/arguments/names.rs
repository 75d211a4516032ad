//! The names that shells complete. They are the core's, and so is the verdict on any other.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use tokenseal::{ContentEncryption, Curve, KeyManagement, SignatureAlgorithm, ThumbprintHash};

/// Text of which some is known.
#[derive(Clone, Copy)]
pub(crate) struct Names(fn() -> Vec<&'static str>);

impl Names {
    pub(crate) const ALG: Names = Names(algorithms);
    pub(crate) const CURVE: Names = Names(|| Curve::ALL.iter().map(|name| name.as_str()).collect());
    pub(crate) const ENC: Names = Names(|| ContentEncryption::ALL.iter().map(|name| name.as_str()).collect());
    pub(crate) const HASH: Names =
        Names(|| vec![ThumbprintHash::Sha256.as_str(), ThumbprintHash::Sha384.as_str(), ThumbprintHash::Sha512.as_str()]);
    pub(crate) const KEY_ALG: Names = Names(|| [algorithms(), (Names::ENC.0)()].concat());
    pub(crate) const KEY_MANAGEMENT: Names = Names(|| KeyManagement::ALL.iter().map(|name| name.as_str()).collect());
    pub(crate) const PROFILE: Names = Names(|| vec!["access-token", "id-token", "logout-token"]);
    pub(crate) const REQUIRE: Names = Names(|| vec!["any", "all"]);
    pub(crate) const SERIALIZATION: Names = Names(|| vec!["compact", "flattened", "general"]);
    pub(crate) const SIGNATURE: Names = Names(|| SignatureAlgorithm::ALL.iter().map(|name| name.as_str()).collect());
}

fn algorithms() -> Vec<&'static str> {
    [(Names::SIGNATURE.0)(), (Names::KEY_MANAGEMENT.0)()].concat()
}

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(&self, command: &clap::Command, argument: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}
