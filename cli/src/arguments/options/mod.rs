//! The options of the core's functions as options of a command: built from the table of options at
//! run time, and read back as the JSON object that the core takes. A new row in the table appears
//! automatically.

mod argument;
mod help;
mod spelling;
#[cfg(test)]
mod tests;

use std::marker::PhantomData;

use clap::{ArgMatches, Args, Command, FromArgMatches};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::failure::{Failure, Result};
use crate::input::Source;
use argument::Argument;
pub(crate) use spelling::message;

/// A command that calls functions of the core with options.
pub(crate) trait Calls {
    /// The functions, by their names in the table: the one that is normally called, then the one
    /// that `--bytes` selects instead, or the others.
    const FUNCTIONS: &'static [&'static str];
    /// Whether it has that flag, if it calls several functions. If not, other arguments determine
    /// which of them is called.
    const HAS_BYTES: bool = true;
    /// The functions' options that users cannot give.
    const LEFT_OUT: &'static [&'static str] = &[];
}

/// The options that a command was given for the functions it calls.
#[derive(Debug)]
pub(crate) struct Options<C> {
    values: Map<String, Value>,
    sources: Vec<(&'static str, Source)>,
    command: PhantomData<C>,
}

impl<C> Options<C> {
    /// Hands the options to the core, which checks them all: one that the called function does not
    /// take is unknown to its options. Whatever the code, the command is at fault, not the token.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T> {
        tokenseal::options_from_json(Value::Object(self.values.clone())).map_err(Failure::Usage)
    }

    /// The options of one of several functions that are all called.
    pub(crate) fn read_for<T: DeserializeOwned>(&self, function: &str) -> Result<T> {
        let of_function: Vec<_> = argument::rows(function).map(|row| row.name).collect();
        let values = self
            .values
            .iter()
            .filter(|(name, _)| of_function.contains(&name.as_str()));
        let values = values
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        tokenseal::options_from_json(Value::Object(values)).map_err(Failure::Usage)
    }

    /// The source of the value of an option that holds bytes and is therefore not JSON.
    pub(crate) fn source(&self, name: &str) -> Option<&Source> {
        self.sources
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, source)| source)
    }
}

impl<C: Calls> Args for Options<C> {
    /// Built only for the command that is carried out, not for all of them at every start.
    fn augment_args(command: Command) -> Command {
        command.defer(|command| {
            let arguments = Argument::all::<C>();
            command.args(
                arguments
                    .iter()
                    .filter_map(|argument| argument.to_clap(&arguments)),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<C: Calls> FromArgMatches for Options<C> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, clap::Error> {
        let mut given = Self {
            values: Map::new(),
            sources: Vec::new(),
            command: PhantomData,
        };
        for argument in Argument::all::<C>() {
            let name = argument.name();
            if let Some(source) = argument.source(matches) {
                given.sources.push((name, source));
            } else if let Some(value) = argument.value(matches) {
                given.values.insert(name.to_owned(), value);
            }
        }
        Ok(given)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
