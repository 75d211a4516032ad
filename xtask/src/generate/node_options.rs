//! The options of the Node package as types: `lib/options.d.ts`, and its two companions for `jws`
//! and `jwe`.

use anyhow::{Context, Result, bail};

use super::Tables;
use super::lookup::camel;
use super::node_interfaces::{Interface, JWE, JWS, JWT};
use super::node_names::{NOTE, comment};
use super::options::{Choice, Form, Opt, OptionSet};

const WIDTH: usize = 100;
const OPTIONS: &str = "./options.js";

/// `options.d.ts`: the options of keys, claims, issuers and verifiers, and the names that options
/// take.
pub(crate) fn jwt(tables: &Tables) -> Result<String> {
    every_function_has_an_interface(tables)?;
    let unions: String = tables.choices.iter().map(union).collect();
    Ok(file(tables, JWT, OPTIONS)? + &unions)
}

/// `jws_options.d.ts`.
pub(crate) fn jws(tables: &Tables) -> Result<String> {
    file(tables, JWS, "./jws_options.js")
}

/// `jwe_options.d.ts`.
pub(crate) fn jwe(tables: &Tables) -> Result<String> {
    file(tables, JWE, "./jwe_options.js")
}

/// The interface of a function, as users call it: `jws.SignOptions`.
pub(super) fn taken_by(function: &str) -> Option<String> {
    let find = |list: &[Interface], prefix: &str| {
        let found = list
            .iter()
            .find(|one| !one.is_shared && one.functions.contains(&function));
        found.map(|one| format!("{prefix}{}", one.name))
    };
    find(JWT, "")
        .or_else(|| find(JWS, "jws."))
        .or_else(|| find(JWE, "jwe."))
}

fn every_function_has_an_interface(tables: &Tables) -> Result<()> {
    match tables
        .functions()
        .find(|(_, function)| taken_by(function).is_none())
    {
        Some((_, function)) => {
            bail!("{function} has no interface for Node: name it in xtask/src/generate/node_interfaces.rs")
        }
        None => Ok(()),
    }
}

/// A file of interfaces. It imports what it uses, but not from itself.
fn file(tables: &Tables, interfaces: &[Interface], itself: &str) -> Result<String> {
    let mut imports: Vec<(&str, String)> = Vec::new();
    let mut text = String::new();
    for one in interfaces {
        text.push_str(&interface(tables, interfaces, one, &mut imports)?);
    }
    imports.retain(|(module, _)| *module != itself);
    imports.sort();
    imports.dedup();
    let mut head = format!("{NOTE}\n\n");
    for lines in imports.chunk_by(|one, other| one.0 == other.0) {
        let Some((module, _)) = lines.first() else {
            continue;
        };
        let names: Vec<&str> = lines.iter().map(|(_, name)| name.as_str()).collect();
        head.push_str(&format!(
            "import type {{ {} }} from '{module}'\n",
            names.join(", ")
        ));
    }
    Ok(head + &text)
}

/// One interface: what it shares with others by `extends`, and its own members.
fn interface(
    tables: &Tables,
    siblings: &[Interface],
    one: &Interface,
    imports: &mut Vec<(&str, String)>,
) -> Result<String> {
    let members = members(tables, one)?;
    let (mut inherited, mut parents) = (Vec::new(), Vec::new());
    for name in one.extends {
        let is_sibling = siblings.iter().any(|other| other.name == *name);
        let parent = siblings
            .iter()
            .chain(JWT)
            .find(|other| other.name == *name)
            .with_context(|| format!("{name} is no interface"))?;
        if !is_sibling {
            imports.push((OPTIONS, (*name).to_owned()));
        }
        let theirs = self::members(tables, parent)?;
        let fits = |option: &&&Opt| {
            members
                .iter()
                .any(|own| member(tables, own) == member(tables, option))
        };
        let others: Vec<String> = theirs
            .iter()
            .filter(|option| !fits(option))
            .map(|option| quoted(&camel(&option.name)))
            .collect();
        parents.push(if others.is_empty() {
            (*name).to_owned()
        } else {
            format!("Omit<{name}, {}>", others.join(" | "))
        });
        inherited.extend(theirs.iter().filter(fits).map(|option| option.name.clone()));
    }
    if let Some(keys) = one.keys {
        imports.push(("./forms.js", keys.to_owned()));
        parents.push(keys.to_owned());
    }
    let own: Vec<&&Opt> = members
        .iter()
        .filter(|option| !inherited.contains(&option.name))
        .collect();
    imports.extend(own.iter().filter_map(|option| import(option)));
    let extends = if parents.is_empty() {
        String::new()
    } else {
        format!(" extends {}", parents.join(", "))
    };
    let body: String = own.iter().map(|option| member(tables, option)).collect();
    let body = if body.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{\n{body}}}")
    };
    Ok(format!(
        "\n/** {} */\nexport interface {}{extends} {body}\n",
        one.doc, one.name
    ))
}

/// The options that all functions of an interface take, as its first one has them.
fn members<'a>(tables: &'a Tables, one: &Interface) -> Result<Vec<&'a Opt>> {
    let set_of = |function: &&str| {
        let set = tables
            .options
            .iter()
            .find(|set| set.functions.iter().any(|taker| taker == function));
        set.with_context(|| format!("{}: the table has no function {function}", one.name))
    };
    let (first, others) = one
        .functions
        .split_first()
        .with_context(|| format!("{} has no functions", one.name))?;
    let others = others
        .iter()
        .map(|function| Ok((set_of(function)?, *function)))
        .collect::<Result<Vec<_>>>()?;
    let has = |(set, function): &(&OptionSet, &str), option: &Opt| {
        set.of(function).any(|other| {
            (&other.name, &other.form, other.null_is_absent)
                == (&option.name, &option.form, option.null_is_absent)
        })
    };
    let is_member = |option: &&Opt| {
        one.heading.is_none_or(|heading| option.heading == heading)
            && others.iter().all(|other| has(other, option))
    };
    // The iterator borrows the name of the function, which lives as long as the program.
    Ok(set_of(first)?.of(first).filter(is_member).collect())
}

/// An option as a member of an interface, with its comment: what editors show of it.
fn member(tables: &Tables, option: &Opt) -> String {
    let null = if option.null_is_absent { " | null" } else { "" };
    let described = tables.spelled(&option.described(), camel);
    let waives = option
        .waives
        .as_ref()
        .map(|check| format!("Waives the check of {check}."));
    let default = option
        .default
        .as_ref()
        .map(|default| format!("@default {}", literal(default)));
    let paragraphs: Vec<String> = std::iter::once(described).chain(waives).chain(default).collect();
    format!(
        "{}  {}?: {}{null}\n",
        tsdoc(&paragraphs),
        camel(&option.name),
        type_of(option)
    )
}

/// A default as JavaScript writes it. One that is said in words stays as it is.
fn literal(default: &str) -> String {
    let is_plain =
        default.contains(' ') || default.parse::<u64>().is_ok() || ["true", "false"].contains(&default);
    if is_plain {
        default.to_owned()
    } else {
        quoted(default)
    }
}

fn type_of(option: &Opt) -> String {
    const OBJECT: &str = "Record<string, unknown>";
    match &option.form {
        Form::Flag => "boolean".to_owned(),
        Form::Text => "string".to_owned(),
        Form::Texts => "readonly string[]".to_owned(),
        Form::TextOrTexts => "string | readonly string[]".to_owned(),
        Form::Length => "Length".to_owned(),
        Form::Time => "Time".to_owned(),
        Form::Count => "number".to_owned(),
        Form::Bits => "2048 | 3072 | 4096 | 8192".to_owned(),
        Form::Object => OBJECT.to_owned(),
        Form::Objects => format!("readonly {OBJECT}[]"),
        Form::ObjectOrObjects => format!("{OBJECT} | readonly {OBJECT}[]"),
        Form::Name(of) => name_type(of),
        Form::Names(of) => format!("readonly {}[]", name_type(of)),
        Form::Secret => "string | Uint8Array".to_owned(),
        Form::Bytes => "Uint8Array".to_owned(),
        Form::Handle(of) => handle(option, of).to_owned(),
    }
}

/// The heading of what says which status lists may be looked at, and by which keys.
const STATUS_LISTS: &str = "Which lists";

/// The type of a handle. Keys of verifiers and issuers may be fetched or rotate; those that a ring
/// begins with are at hand.
fn handle<'a>(option: &Opt, of: &'a str) -> &'a str {
    match option.name.as_str() {
        "keys" if option.is_named_by("Verifier") || option.heading == STATUS_LISTS => "VerificationKeys",
        "decryption_keys" => "DecryptionKeys",
        "signing_key" => "SigningKey",
        "encryption_key" => "EncryptionKey",
        _ => of,
    }
}

/// The union of a type of names. Of the curves only those of key agreement are an option.
fn name_type(of: &str) -> String {
    match of {
        "Curve" => "AgreementCurveName".to_owned(),
        "Algorithm" | "SignatureAlgorithm" | "KeyManagement" | "ContentEncryption" => format!("{of}Name"),
        choice => choice.to_owned(),
    }
}

/// Where the type of a member stands, if it is one of this package.
fn import(option: &Opt) -> Option<(&'static str, String)> {
    let (module, name) = match &option.form {
        Form::Length => ("./forms.js", "Length".to_owned()),
        Form::Time => ("./forms.js", "Time".to_owned()),
        Form::Handle(of) => match handle(option, of) {
            "Key" => ("./key.js", of.clone()),
            "AccessRules" => ("./access_rules.js", of.clone()),
            "Revocations" => ("./revocations.js", of.clone()),
            "StatusLists" => ("./status_lists.js", of.clone()),
            "ReplayCache" => ("./replay_cache.js", of.clone()),
            form => ("./forms.js", form.to_owned()),
        },
        Form::Name(of) | Form::Names(of) => match of.as_str() {
            "Curve" | "Algorithm" => ("./forms.js", name_type(of)),
            "SignatureAlgorithm" | "KeyManagement" | "ContentEncryption" => ("./algorithm.js", name_type(of)),
            _ => (OPTIONS, name_type(of)),
        },
        _ => return None,
    };
    Some((module, name))
}

/// A type of options whose values are names, as a union.
fn union(choice: &Choice) -> String {
    let rows: String = choice
        .values
        .iter()
        .map(|(name, meaning)| format!(" * - `{name}`: {}\n", comment(meaning)))
        .collect();
    let names: Vec<String> = choice.values.iter().map(|(name, _)| quoted(name)).collect();
    format!(
        "\n/**\n * {}\n *\n{rows} */\nexport type {} = {}\n",
        comment(&choice.description),
        choice.name,
        names.join(" | ")
    )
}

/// A comment above a member, in one line if it is one paragraph that fits.
fn tsdoc(paragraphs: &[String]) -> String {
    if let [text] = paragraphs {
        let line = format!("  /** {} */\n", comment(text));
        if line.chars().count() <= WIDTH + 1 {
            return line;
        }
    }
    let paragraphs: Vec<String> = paragraphs.iter().map(|text| wrapped(&comment(text))).collect();
    format!("  /**\n{}   */\n", paragraphs.join("   *\n"))
}

/// The lines of a paragraph.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut open = String::from("   *");
    for word in text.split(' ') {
        if open.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&format!("{open}\n"));
            open = String::from("   *");
        }
        open.push_str(&format!(" {word}"));
    }
    lines + &format!("{open}\n")
}

pub(super) fn quoted(text: &str) -> String {
    format!("'{text}'")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{json_of, tables};
    use super::*;

    const ROWS: &str = r#"[
            { "name": "keys", "heading": "Keys", "description": "The keys.", "form": "handle", "of": "Keys", "null_is_absent": true, "functions": ["Verifier"] },
            { "name": "max_age", "heading": "Time", "description": "The age, by `iat`.", "form": "length", "functions": [] },
            { "name": "now", "heading": "Time", "description": "The time; see `max_age` and `max_iat`.", "form": "time", "null_is_absent": true,
              "functions": ["verify"] },
            { "name": "payload", "heading": "Time", "description": "Bytes.", "form": "bytes", "null_is_absent": true, "functions": ["verify"] }
        ]"#;
    const INTERFACES: &[Interface] = &[
        Interface::of("A", "Of one.", &["verify"]),
        Interface::of("B", "Of both.", &["Verifier"]).extends(&["A"]),
    ];

    #[test]
    fn writes_members_with_their_comments() {
        let text = file(&tables(ROWS), INTERFACES, OPTIONS).unwrap();
        assert!(text.starts_with(&format!(
            "{NOTE}\n\nimport type {{ Length, Time, VerificationKeys }} from './forms.js'\n\n/** Of one. */\nexport interface A {{\n"
        )));
        assert!(text.contains("  /** The age, by `iat`. */\n  maxAge?: Length\n"));
        assert!(text.contains("  /** The time; see `maxAge` and `max_iat`. */\n  now?: Time | null\n"));
    }

    #[test]
    fn leaves_out_of_a_parent_what_a_function_does_not_take() {
        let text = file(&tables(ROWS), INTERFACES, OPTIONS).unwrap();
        assert!(text.contains(
            "export interface B extends Omit<A, 'now' | 'payload'> {\n  /** The keys. */\n  keys?: VerificationKeys | null\n}\n"
        ));
    }

    #[test]
    fn asks_for_an_interface_of_every_function() {
        let tables = Tables::parse(&json_of(ROWS, r#"["verify", "revoke"]"#)).unwrap();
        assert!(
            jwt(&tables)
                .unwrap_err()
                .to_string()
                .starts_with("revoke has no interface")
        );
    }

    #[test]
    fn wraps_long_comments() {
        let text = tsdoc(&["word ".repeat(40)]);
        assert!(text.starts_with("  /**\n   * word") && text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(tsdoc(&["a */ b".to_owned()]), "  /** a *\\/ b */\n");
    }

    #[test]
    fn says_what_holds_and_what_is_waived() {
        const ROWS: &str = r#"[
            { "name": "allow_missing_expiry", "heading": "Time", "description": "Accept it.", "form": "flag", "default": "false", "waives": "exp",
              "functions": [] },
            { "name": "leeway", "heading": "Time", "description": "A span.", "form": "length", "default": "30s", "functions": [] },
            { "name": "max_keys", "heading": "Limits", "description": "How many.", "form": "count", "default": "100", "functions": [] }
        ]"#;
        let text = file(
            &tables(ROWS),
            &[Interface::of("A", "Of one.", &["verify"])],
            OPTIONS,
        )
        .unwrap();
        assert!(text.contains(
            "   * Accept it.\n   *\n   * Waives the check of exp.\n   *\n   * @default false\n   */\n  allowMissingExpiry?: boolean\n"
        ));
        assert!(text.contains("   * @default '30s'\n") && text.contains("   * @default 100\n"));
    }
}
