//! `OptionNames.kt`: options that are one of a few names.

use super::super::Tables;
use super::super::kotlin::{NOTE, constant};
use super::super::lookup::camel;
use super::super::options::Choice;
use super::spelling::kdoc;

pub(super) fn names(tables: &Tables) -> String {
    let choices: String = tables
        .choices
        .iter()
        .map(|choice| choice_enum(tables, choice))
        .collect();
    let names = tables.names_of_several_words(camel);
    let names: String = names
        .iter()
        .map(|(core, own)| format!("    \"{core}\" to \"{own}\",\n"))
        .collect();
    format!(
        "{NOTE}{choices}\n/** The core's names of options that are spelt otherwise here. */\ninternal val OPTION_NAMES: Map<String, String> = mapOf(\n{names})\n"
    )
}

fn choice_enum(tables: &Tables, choice: &Choice) -> String {
    let name = &choice.name;
    let entry = |(value, meaning): &(String, String)| {
        format!(
            "{}    {}(\"{value}\"),\n",
            kdoc("    ", &[tables.spelled(meaning, camel)]),
            choice_constant(value)
        )
    };
    let entries: Vec<String> = choice.values.iter().map(entry).collect();
    let example = choice
        .values
        .first()
        .map(|(value, _)| value.as_str())
        .unwrap_or_default();
    format!(
        "\n{}public enum class {name}(\n    /** The name that options have in every language. */\n    public val identifier: String,\n) {{\n{}    ;\n\n    \
         public companion object {{\n        /**\n         * The one of this name, such as `{example}`, for settings.\n         *\n         \
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.\n         */\n        @JvmStatic\n        \
         public fun of(name: String): {name} = entries.find {{ it.identifier == name }} ?: throw noSuchName()\n    }}\n}}\n",
        kdoc("", &[tables.spelled(&choice.description, camel)]),
        entries.join("\n"),
    )
}

/// The entry of a name: `access-token` is `ACCESS_TOKEN`.
pub(super) fn choice_constant(value: &str) -> String {
    constant(value).to_uppercase()
}
