//! Templates of files that are written whole. They end in `.in`, and are next to what fills them
//! in, or to what they belong to.
//!
//! A placeholder is a name in capitals, such as `__CODES__`. Alone on a line, it is replaced by
//! whole lines.

/// Fills in each place by its name.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let fill_line = |line: &str| {
        let name = line.strip_prefix("__").and_then(|rest| rest.strip_suffix("__\n"));
        match values.iter().find(|(known, _)| Some(*known) == name) {
            Some((_, lines)) => (*lines).to_owned(),
            None => values.iter().fold(line.to_owned(), |line, (name, value)| {
                line.replace(&format!("__{name}__"), value)
            }),
        }
    };
    template.split_inclusive('\n').map(fill_line).collect()
}

/// What is written of each item, one after the other.
pub(crate) fn each<'a, T>(items: &'a [T], write: impl Fn(&'a T) -> String) -> String {
    items.iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_in_every_place_and_nothing_else() {
        let template = "def __init__(self): # __DOC__, __DOC__\n__NAMES__\nend\n";
        let names = each(&["a", "b"], |name| format!("{name} = '__DOC__'\n"));
        assert_eq!(
            fill(template, &[("NAMES", &names), ("DOC", "why")]),
            "def __init__(self): # why, why\na = '__DOC__'\nb = '__DOC__'\nend\n"
        );
        assert_eq!(
            fill(template, &[("NAMES", ""), ("DOC", "")]),
            "def __init__(self): # , \nend\n"
        );
    }
}
