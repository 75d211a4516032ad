//! Sections of the file that hold options of the core in addition to their own: the core reads
//! those by its table of options.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::schema::Options;

/// A section that has members of its own, and the options of the core.
pub trait Own: DeserializeOwned {
    /// The names of its own members.
    const NAMES: &'static [&'static str];
    /// The options of the core that it takes.
    const OPTIONS: Options;
}

/// What a section holds: its own members, and everything else in it, for the core to read.
#[derive(Clone, Debug, Default)]
pub struct Section<T> {
    /// Its own members.
    pub own: T,
    /// The options of the core, by the names of its table of options.
    pub options: Map<String, Value>,
}

impl<T: Own> Section<T> {
    /// The options, as the core reads them.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`, naming the option.
    pub fn options<O: DeserializeOwned>(&self) -> tokenseal::Result<O> {
        tokenseal::options_from_json(Value::Object(self.options.clone()))
    }
}

impl<'de, T: Own> Deserialize<'de> for Section<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let members = Map::deserialize(deserializer)?;
        let (own, options) = members
            .into_iter()
            .partition(|(name, _)| T::NAMES.contains(&name.as_str()));
        let own = serde_json::from_value(Value::Object(own)).map_err(D::Error::custom)?;
        Ok(Self { own, options })
    }
}
