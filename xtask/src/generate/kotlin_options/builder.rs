//! The builder of a class of options.

use super::super::Tables;
use super::super::lookup::camel;
use super::super::options::{Form, Opt, OptionSet};
use super::is_switch;
use super::spelling::{kdoc, only};

/// What Java reserves, so that a builder cannot have a method of that name.
const RESERVED: [&str; 12] = [
    "abstract",
    "case",
    "class",
    "default",
    "final",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "static",
    "switch",
];

pub(super) fn builder_doc(set: &OptionSet) -> &'static str {
    let has_lengths = set.options.iter().any(|option| option.form == Form::Length);
    if has_lengths {
        "Options that are given one at a time: for Java, and for lengths that are text."
    } else {
        "Options that are given one at a time, for Java."
    }
}

/// The methods of a builder for one option.
pub(super) fn builder_methods(tables: &Tables, set: &OptionSet, option: &Opt) -> String {
    let (wire, name) = (&option.name, camel(&option.name));
    let doc = format!(
        "{}{}",
        tables.spelled(&option.described(), camel),
        only(set, option)
    );
    let text_doc = "The same as text: a whole number and its unit, `s`, `m`, `h` or `d`, such as `15m`.";
    let of = |method: &str| format!("writer.{method}(\"{wire}\", {name})");
    let methods: Vec<(&str, String, String)> = match &option.form {
        Form::Flag if is_switch(option) => vec![(&doc, format!("{name}: Boolean"), of("flag"))],
        Form::Flag => vec![(&doc, format!("{name}: Boolean = true"), of("flag"))],
        Form::Text => vec![(&doc, format!("{name}: String"), of("text"))],
        Form::Texts => vec![(
            &doc,
            format!("vararg {name}: String"),
            format!("writer.texts(\"{wire}\", {name}.asList())"),
        )],
        Form::TextOrTexts => {
            vec![
                (&doc, format!("{name}: String"), of("text")),
                (
                    "Several of them.",
                    format!("{name}: Collection<String>"),
                    of("texts"),
                ),
            ]
        }
        Form::Length => vec![
            (&doc, format!("{name}: JavaDuration"), of("length")),
            (text_doc, format!("{name}: String"), of("text")),
        ],
        Form::Time => vec![(&doc, format!("{name}: Instant"), of("time"))],
        Form::Count => vec![(&doc, format!("{name}: Long"), of("number"))],
        Form::Bits => vec![(&doc, format!("{name}: Int"), of("number"))],
        Form::Object => vec![(&doc, format!("{name}: Map<String, *>"), of("json"))],
        Form::Objects => vec![(&doc, format!("{name}: Collection<Map<String, *>>"), of("jsons"))],
        Form::ObjectOrObjects => vec![
            (&doc, format!("{name}: Map<String, *>"), of("json")),
            (
                "One object for each key.",
                format!("{name}: Collection<Map<String, *>>"),
                of("jsons"),
            ),
        ],
        Form::Name(of) => vec![(
            &doc,
            format!("{name}: {of}"),
            format!("writer.text(\"{wire}\", {name}.identifier)"),
        )],
        Form::Names(of) => {
            vec![(
                &doc,
                format!("vararg {name}: {of}"),
                format!("writer.texts(\"{wire}\", {name}.map {{ it.identifier }})"),
            )]
        }
        Form::Secret => vec![(&doc, format!("{name}: String"), format!("this.{name} = {name}"))],
        Form::Bytes => vec![(
            &doc,
            format!("{name}: ByteArray"),
            format!("this.{name} = {name}"),
        )],
        Form::Handle(_) => Vec::new(),
    };
    let method = |(doc, parameter, work): (&str, String, String)| {
        let overloads = if parameter.contains(" = ") {
            "        @JvmOverloads\n"
        } else {
            ""
        };
        let doc = kdoc("        ", &[doc.to_owned()]);
        format!(
            "{doc}{overloads}        public fun {}({parameter}): Builder = apply {{ {work} }}\n\n",
            builder_name(&name)
        )
    };
    methods.into_iter().map(method).collect()
}

/// What a builder's method is called, so that Java can call it.
pub(super) fn builder_name(name: &str) -> String {
    if RESERVED.contains(&name) {
        camel(&format!("with_{name}"))
    } else {
        name.to_owned()
    }
}
