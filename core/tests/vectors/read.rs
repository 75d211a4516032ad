//! Files of tests/vectors, with their long texts in place. Shared by every test in Rust that reads
//! them.

use std::path::Path;

use serde_json::Value;

/// What a vector file holds. Panics if it cannot be read.
pub(crate) fn read(path: &Path) -> Value {
    let file = text(path);
    let mut file = serde_json::from_str(&file).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    put_texts(&mut file, path.parent().expect("a file stands in a folder"));
    file
}

/// Puts texts in the places where `{"$text": "texts/…"}` stands for them.
fn put_texts(value: &mut Value, folder: &Path) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| put_texts(element, folder)),
        Value::Object(members) => match members.get("$text").and_then(Value::as_str) {
            Some(name) => *value = text(&folder.join(name)).into(),
            None => members.values_mut().for_each(|member| put_texts(member, folder)),
        },
        _ => {}
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
