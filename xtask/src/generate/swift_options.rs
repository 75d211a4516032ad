//! In `bindings-swift/Sources/Tokenseal/Options/`: a struct for the options of each function, and
//! the names that options take.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Tables;
use super::options::{Choice, Form, Opt, OptionSet};
use super::swift::NOTE;
use super::swift_types::{self, RENAMED, STRUCTS, Struct, given_default, quoted, spelled, type_of};

/// Every file: its name in the folder, and its text.
pub(crate) fn files(tables: &Tables) -> Result<Vec<(String, String)>> {
    swift_types::check(tables)?;
    let mut files = vec![
        ("Choices.swift".to_owned(), choices(tables)),
        ("Names.swift".to_owned(), names(tables)),
    ];
    for one in &STRUCTS {
        files.push((
            format!("{}.swift", one.name.replace('.', "+")),
            file(one, tables)?,
        ));
    }
    Ok(files)
}

/// `Names.swift`.
fn names(tables: &Tables) -> String {
    let map = |doc: &str, name: &str, names: &BTreeMap<&str, String>| {
        let names: String = names
            .iter()
            .map(|(core, own)| format!("    \"{core}\": \"{own}\",\n"))
            .collect();
        format!("\n/// {doc}\nlet {name}: [String: String] = [\n{names}]\n")
    };
    let renamed = RENAMED
        .into_iter()
        .map(|(core, own)| (core, own.to_owned()))
        .collect();
    [
        NOTE.to_owned(),
        map(
            "The core's names of options that are spelt otherwise here.",
            "optionNames",
            &tables.names_of_several_words(spelled),
        ),
        map(
            "Those that are one word, and another one here.",
            "renamedOptions",
            &renamed,
        ),
        map(
            "The core's names of functions that are called otherwise here.",
            "functionNames",
            &swift_types::calls(),
        ),
    ]
    .concat()
}

/// `Choices.swift`.
pub(super) fn choices(tables: &Tables) -> String {
    let mut text = NOTE.to_owned();
    for choice in &tables.choices {
        let name = swift_types::name_of(&choice.name);
        text.push('\n');
        text.push_str(&match name.split_once('.') {
            Some((outer, name)) => within(outer, &choice_type(name, choice, tables)),
            None => choice_type(&name, choice, tables),
        });
    }
    text
}

fn choice_type(name: &str, choice: &Choice, tables: &Tables) -> String {
    let mut text = format!(
        "/// {}\npublic enum {name}: String, CaseIterable, Codable, Sendable {{\n",
        choice.description
    );
    for (value, meaning) in &choice.values {
        let case = spelled(value);
        let raw = if case == *value {
            String::new()
        } else {
            format!(" = \"{value}\"")
        };
        text.push_str(&format!(
            "    /// {}\n    case {}{raw}\n",
            tables.spelled(meaning, spelled),
            quoted(&case)
        ));
    }
    text + "}\n"
}

/// The file of a struct.
pub(super) fn file(one: &Struct, tables: &Tables) -> Result<String> {
    let set = one.set(tables)?;
    let options = one.options(set);
    let (outer, name) = one.place();
    let foundation = if options.iter().any(|option| option.form == Form::Time) {
        "\nimport Foundation\n"
    } else {
        ""
    };
    let body = declaration(one, name, set, &options, tables);
    let body = match outer {
        Some(outer) => within(outer, &body),
        None => body,
    };
    Ok(format!(
        "{NOTE}{foundation}\n{body}{}{}",
        shorthands(one.name, &options, tables),
        printing(one.name)
    ))
}

/// Which options are given is shown, and never their values: those are claims, headers and
/// payloads.
fn printing(name: &str) -> String {
    format!(
        "\nextension {name}: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {{\n    \
         /// The options that are given, without their values.\n    \
         public var description: String {{ shown(\"{name}\", optionsIn: json) }}\n\n    \
         /// The same.\n    public var debugDescription: String {{ description }}\n\n    \
         /// Nothing.\n    public var customMirror: Mirror {{ hidden(self) }}\n}}\n"
    )
}

fn declaration(one: &Struct, name: &str, set: &OptionSet, options: &[&Opt], tables: &Tables) -> String {
    let links: Vec<String> = one
        .functions
        .iter()
        .map(|(_, link)| format!("``{link}``"))
        .collect();
    // Protocols that Swift synthesizes, if all members conform to them.
    let hashable = if options.iter().any(|option| option.form == Form::TextOrTexts) {
        ""
    } else {
        "Hashable, "
    };
    format!(
        "/// {}\n///\n/// For {}.\npublic struct {name}: {hashable}Sendable {{\n{}\n{}\n{}}}\n",
        tables.spelled(&set.description, spelled),
        listed(&links),
        options
            .iter()
            .map(|option| member(one, set, option, tables))
            .collect::<String>(),
        initializer(options, tables),
        json(options, tables)
    )
}

fn member(one: &Struct, set: &OptionSet, option: &Opt, tables: &Tables) -> String {
    let only: Vec<String> = one
        .only(set, option)
        .iter()
        .map(|link| format!("``{link}``"))
        .collect();
    let only = if only.is_empty() {
        String::new()
    } else {
        format!(" Only for {}.", listed(&only))
    };
    // What the declaration shows need not be said.
    let text = if given_default(option, tables).is_some() {
        option.description.clone()
    } else {
        option.described()
    };
    format!(
        "    /// {}{only}\n    public var {}: {}\n",
        tables.spelled(&text, spelled),
        quoted(&spelled(&option.name)),
        type_of(option, tables).0
    )
}

fn initializer(options: &[&Opt], tables: &Tables) -> String {
    let parameter = |option: &&Opt| {
        let (of, default) = type_of(option, tables);
        format!("        {}: {of} = {default}", quoted(&spelled(&option.name)))
    };
    let parameters: Vec<String> = options.iter().map(parameter).collect();
    let assignment = |option: &&Opt| {
        let name = spelled(&option.name);
        format!("        self.{name} = {}\n", quoted(&name))
    };
    format!(
        "    /// The options that are given; the others keep their defaults.\n    public init(\n{}\n    ) {{\n{}    }}\n",
        parameters.join(",\n"),
        options.iter().map(assignment).collect::<String>()
    )
}

fn json(options: &[&Opt], tables: &Tables) -> String {
    let line = |option: &&Opt| {
        let name = spelled(&option.name);
        let unless = given_default(option, tables)
            .map(|_| format!(", unless: {}", type_of(option, tables).1))
            .unwrap_or_default();
        format!("        text.add(\"{}\", self.{name}{unless})\n", option.name)
    };
    format!(
        "    /// What crosses to the core.\n    var json: String {{\n        var text = OptionText()\n{}        return text.json\n    }}\n",
        options.iter().map(line).collect::<String>()
    )
}

/// Where there is nothing but flags, each of them alone has a short name: `.private`.
fn shorthands(name: &str, options: &[&Opt], tables: &Tables) -> String {
    let is_off = |option: &&Opt| option.form == Form::Flag && option.default.as_deref() == Some("false");
    if !options.iter().all(is_off) {
        return String::new();
    }
    let constant = |option: &&Opt| {
        let flag = spelled(&option.name);
        let text = tables.spelled(&option.description, spelled);
        format!(
            "    /// {text}\n    public static let {} = {name}({flag}: true)\n",
            quoted(&flag)
        )
    };
    format!(
        "\nextension {name} {{\n{}}}\n",
        options.iter().map(constant).collect::<Vec<_>>().join("\n")
    )
}

fn within(outer: &str, body: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() {
            "\n".to_owned()
        } else {
            format!("    {line}\n")
        }
    };
    format!(
        "extension {outer} {{\n{}}}\n",
        body.lines().map(line).collect::<String>()
    )
}

/// `a`, `a and b`, `a, b and c`.
fn listed(items: &[String]) -> String {
    match items {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        items => items.concat(),
    }
}
