use clap::{CommandFactory, Parser};

use super::Arguments;

#[test]
fn clap_finds_nothing_to_complain_about() {
    Arguments::command().debug_assert();
}

#[test]
fn every_command_has_examples_that_parse() {
    let mut command = Arguments::command();
    command.build();
    for subcommand in command
        .get_subcommands()
        .filter(|subcommand| subcommand.get_name() != "help")
        .chain([&command])
    {
        let help = subcommand.get_after_help().unwrap().to_string();
        let examples: Vec<_> = help
            .lines()
            .filter_map(|line| line.strip_prefix("  tokenseal "))
            .collect();
        assert!(!examples.is_empty(), "{} has no example", subcommand.get_name());
        for example in examples {
            let arguments = split(&format!("tokenseal {example}"));
            assert!(
                subcommand.get_name() == "tokenseal" || arguments[1] == subcommand.get_name(),
                "{example}"
            );
            Arguments::try_parse_from(arguments).unwrap_or_else(|error| panic!("{example}: {error}"));
        }
    }
}

/// How a shell splits a line without escapes: into words, keeping quoted ones whole, up to a
/// redirection.
fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(own), letter) if letter == own => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, letter) if letter.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
        .into_iter()
        .take_while(|word| word != ">" && word != "<")
        .collect()
}
