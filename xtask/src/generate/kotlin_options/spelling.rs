//! Names as Kotlin spells them, and comments.

use super::super::kotlin::comment;
use super::super::lookup::camel;
use super::super::options::{Opt, OptionSet};

/// The longest line.
const WIDTH: usize = 150;

/// Which functions of the set take an option, where not all do.
pub(super) fn only(set: &OptionSet, option: &Opt) -> String {
    let takers: Vec<String> = set
        .takers(option)
        .into_iter()
        .map(|function| format!("`{}`", function_name(function)))
        .collect();
    if takers.len() == set.functions.len() {
        String::new()
    } else {
        format!(" Only for {}.", takers.join(", "))
    }
}

/// A function as Kotlin has it: `jwe.prepare_decrypt` is `Jwe.prepareDecrypt`.
pub(super) fn function_name(function: &str) -> String {
    camel(function)
        .replace("jws.", "Jws.")
        .replace("jwe.", "Jwe.")
        .replace("dpop.", "Dpop.")
}

/// What several of an option are called.
pub(super) fn plural(name: &str) -> String {
    match name {
        "unprotected" => "unprotectedHeaders".to_owned(),
        name => format!("{name}s"),
    }
}

/// A comment, on one line where it fits. An empty paragraph is an empty line; none is empty at the
/// end.
pub(super) fn kdoc(indent: &str, paragraphs: &[String]) -> String {
    let paragraphs: Vec<String> = paragraphs.iter().map(|text| comment(text)).collect();
    if let [only] = paragraphs.as_slice()
        && indent.len() + only.len() + 7 <= WIDTH
    {
        return format!("{indent}/** {only} */\n");
    }
    let mut text = format!("{indent}/**\n");
    for paragraph in &paragraphs {
        let mut line = format!("{indent} *");
        for word in paragraph.split_whitespace() {
            if line.len() + 1 + word.len() > WIDTH {
                text.push_str(&format!("{line}\n"));
                line = format!("{indent} *");
            }
            line.push(' ');
            line.push_str(word);
        }
        text.push_str(&format!("{line}\n"));
    }
    text.push_str(&format!("{indent} */\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::super::builder::builder_name;
    use super::super::names::choice_constant;
    use super::*;

    #[test]
    fn spells_as_kotlin_does() {
        assert_eq!(function_name("jwe.prepare_decrypt"), "Jwe.prepareDecrypt");
        assert_eq!(function_name("Key.from_jwk"), "Key.fromJwk");
        assert_eq!(choice_constant("access-token"), "ACCESS_TOKEN");
        assert_eq!(
            (builder_name("private"), builder_name("issuer")),
            ("withPrivate".to_owned(), "issuer".to_owned())
        );
    }

    #[test]
    fn wraps_comments() {
        assert_eq!(kdoc("", &["A */ b.".to_owned()]), "/** A *&#47; b. */\n");
        let long = kdoc("    ", &["word ".repeat(40)]);
        assert!(long.starts_with("    /**\n     * word") && long.ends_with("word\n     */\n"));
        assert!(long.lines().all(|line| line.len() <= WIDTH));
    }
}
