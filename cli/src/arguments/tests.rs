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
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help").chain([&command]) {
        let help = subcommand.get_after_help().unwrap().to_string();
        let examples: Vec<_> = help.lines().filter_map(|line| line.strip_prefix("  tokenseal ")).collect();
        assert!(!examples.is_empty(), "{} has no example", subcommand.get_name());
        for example in examples {
            let arguments = split(&format!("tokenseal {example}"));
            assert!(subcommand.get_name() == "tokenseal" || arguments[1] == subcommand.get_name(), "{example}");
            Arguments::try_parse_from(arguments).unwrap_or_else(|error| panic!("{example}: {error}"));
        }
    }
}

/// What a shell makes of a line without escapes: words, quoted ones whole, up to a redirection.
fn split(line: &str) -> Vec<String> {
    let words = line.split('\'').enumerate().flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.take_while(|word| word != ">" && word != "<").collect()
}
