//! What the generators of several languages ask of the tables.

use std::collections::BTreeMap;

use super::options::{Choice, Opt, OptionSet};
use super::{Entry, Tables};

impl Tables {
    /// Every function, with the set of its options.
    pub(super) fn functions(&self) -> impl Iterator<Item = (&OptionSet, &String)> {
        self.options
            .iter()
            .flat_map(|set| set.functions.iter().map(move |function| (set, function)))
    }

    /// The choice with this name; algorithms and curves are not choices.
    pub(super) fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }

    /// The names of a type whose values are names, in their order.
    pub(super) fn names<'a>(&'a self, of: &str) -> Vec<&'a str> {
        let entries = |entries: &'a [Entry]| entries.iter().map(|entry| entry.name.as_str()).collect();
        match of {
            "Algorithm" | "SignatureAlgorithm" => entries(&self.signature),
            "KeyManagement" => entries(&self.key_management),
            "ContentEncryption" => entries(&self.content_encryption),
            "Curve" => entries(&self.curve),
            _ => self
                .choice(of)
                .into_iter()
                .flat_map(|choice| &choice.values)
                .map(|(name, _)| name.as_str())
                .collect(),
        }
    }

    /// Every option whose name has several words, as the core and as a language spells it, in
    /// alphabetical order.
    pub(super) fn names_of_several_words(&self, spell: impl Fn(&str) -> String) -> BTreeMap<&str, String> {
        let names = self
            .options
            .iter()
            .flat_map(|set| &set.options)
            .map(|option| option.name.as_str());
        names
            .filter(|name| name.contains('_'))
            .map(|name| (name, spell(name)))
            .collect()
    }

    /// A text of the table, with the names of options in it as a language spells them.
    pub(super) fn spelled(&self, text: &str, spell: impl Fn(&str) -> String) -> String {
        let is_option = |name: &str| {
            self.options
                .iter()
                .flat_map(|set| &set.options)
                .any(|option| option.name == name)
        };
        let word = |(at, part): (usize, &str)| {
            // Between backquotes: the text around them is every other part.
            let is_code = at % 2 == 1;
            if is_code && part.contains('_') && is_option(part) {
                spell(part)
            } else {
                part.to_owned()
            }
        };
        text.split('`')
            .enumerate()
            .map(word)
            .collect::<Vec<_>>()
            .join("`")
    }
}

impl OptionSet {
    /// The functions that take an option of the set.
    pub(super) fn takers(&self, option: &Opt) -> Vec<&str> {
        let takes = |function: &&str| self.of(function).any(|one| one.name == option.name);
        self.functions.iter().map(String::as_str).filter(takes).collect()
    }
}

/// `max_age` as `maxAge`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| text + &capital(word))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::tables;
    use super::*;

    #[test]
    fn spells_as_javascript_and_kotlin_do() {
        assert_eq!(camel("max_token_bytes"), "maxTokenBytes");
        assert_eq!(camel("max_pbes2_iterations"), "maxPbes2Iterations");
        assert_eq!(camel("leeway"), "leeway");
        assert_eq!(camel("jwe.prepare_decrypt"), "jwe.prepareDecrypt");
    }

    #[test]
    fn spells_names_of_options_and_nothing_else() {
        let tables = tables(
            r#"[{ "name": "max_age", "heading": "Time", "description": "The age.", "form": "length", "functions": [] }]"#,
        );
        assert_eq!(
            tables.spelled("`max_age`, `max_iat` and max_age", camel),
            "`maxAge`, `max_iat` and max_age"
        );
        assert_eq!(tables.names("Require"), ["any"]);
        assert_eq!(
            tables.options().next().map(|set| set.takers(&set.options[0])),
            Some(vec!["verify", "Verifier"])
        );
    }
}
