//! The picture of the README: what it takes to verify a token in each language, next to the
//! libraries that people migrate from. Its bars are lengths of time, each group to its own scale,
//! so that one that is twice as long takes twice as long.

use std::fmt::Write;

use super::figures;
use super::picture::STYLE;
use super::results::{Contender, Results, Row};
use crate::language::Language;
use crate::xml::escape;

pub(super) const NAME: &str = "overview.svg";

/// A column each.
const PATHS: [(&str, &str); 2] = [
    ("HS256", "HS256: verify, claims read"),
    ("ES256", "ES256: verify, claims read"),
];
/// A row each: the language, and whom to show besides tokenseal, by how their names begin. None of
/// them keeps tokens that it has verified.
const GROUPS: [(&str, &str, &[&str]); 4] = [
    ("python", "Python", &["PyJWT", "joserfc", "python-jose"]),
    (
        "node",
        "Node.js",
        &["jsonwebtoken", "jose", "fast-jwt 6.3.6, no cache"],
    ),
    ("kotlin", "Kotlin, Java", &["Nimbus", "jjwt"]),
    ("rust", "Rust", &["jsonwebtoken", "josekit"]),
];

const WIDTH: f64 = 860.0;
const COLUMN: f64 = WIDTH / 2.0;
/// Within a column: where bars begin, and how long the longest is; right of it is room for its
/// figure.
const LEFT: f64 = 104.0;
const LENGTH: f64 = 190.0;
const TOP: f64 = 44.0;
const TITLE: f64 = 22.0;
const STEP: f64 = 17.0;
const BAR: f64 = 12.0;
const GAP: f64 = 12.0;

/// Draws what there is of it.
pub(super) fn draw(measured: &[(&Language, Results)]) -> String {
    let (mut groups, mut y) = (String::new(), TOP);
    for (id, title, names) in GROUPS {
        let Some((_, results)) = measured.iter().find(|(language, _)| language.id == id) else {
            continue;
        };
        let mut height = 0.0_f64;
        for (column, (algorithm, path)) in PATHS.iter().enumerate() {
            let shown = shown(results, path, names);
            let heading = format!("{title}, {algorithm}");
            height = height.max(group(&mut groups, &heading, &shown, COLUMN * column as f64, y));
        }
        y += height;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y}\" viewBox=\"0 0 {WIDTH} {y}\" role=\"img\">\n\
         <title>Time to verify a token and read its claims</title>\n<style>{STYLE}</style>\n\
         <text class=\"h\" x=\"12\" y=\"24\">Time to verify a token and read its claims; shorter is better</text>\n{groups}</svg>\n"
    )
}

/// tokenseal, and those others of a path that are to be shown.
fn shown<'a>(results: &'a Results, path: &str, names: &[&str]) -> Vec<&'a Contender> {
    let row: Option<&Row> = results.rows.iter().find(|row| row.path == path);
    let contenders = row.map_or(&[][..], |row| row.contenders.as_slice());
    let is_shown = |contender: &Contender| names.iter().any(|name| is_of(&contender.name, name));
    contenders
        .iter()
        .enumerate()
        .filter(|(at, contender)| *at == 0 || is_shown(contender))
        .map(|(_, contender)| contender)
        .collect()
}

/// Whether a contender is this one, in whatever version.
fn is_of(contender: &str, name: &str) -> bool {
    contender
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Draws one group, and gives the height that it took.
fn group(svg: &mut String, title: &str, contenders: &[&Contender], left: f64, top: f64) -> f64 {
    let longest = contenders
        .iter()
        .map(|contender| contender.value)
        .fold(0.0, f64::max);
    let _ = writeln!(
        svg,
        "<text class=\"r\" x=\"{}\" y=\"{}\">{}</text>",
        left + 12.0,
        top + 14.0,
        escape(title)
    );
    for (at, contender) in contenders.iter().enumerate() {
        let y = top + TITLE + STEP * at as f64;
        let class = if at == 0 { "own" } else { "other" };
        // At least what can be seen.
        let length = (LENGTH * contender.value / longest).max(1.5);
        let (from, text) = (left + LEFT, y + 10.0);
        let name = contender.name.split([' ', ',']).next().unwrap_or_default();
        let time = figures::value(contender.value, super::results::Unit::Nanoseconds);
        let times = contenders
            .first()
            .filter(|_| at > 0)
            .map(|own| figures::ratio(contender.value / own.value));
        let times = times.map_or_else(String::new, |times| format!("  ({times} ×)"));
        let _ = writeln!(
            svg,
            "<text class=\"n\" x=\"{}\" y=\"{text}\">{}</text>",
            from - 8.0,
            escape(name)
        );
        let _ = writeln!(
            svg,
            "<rect class=\"{class}\" x=\"{from}\" y=\"{y}\" width=\"{length:.1}\" height=\"{BAR}\" rx=\"2\"/>"
        );
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{text}\">{time}{times}</text>",
            from + length + 6.0
        );
    }
    TITLE + STEP * contenders.len() as f64 + GAP
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::DOCUMENT;
    use super::*;
    use crate::language;
    use crate::workspace::{Workspace, read};

    #[test]
    fn draws_each_bar_as_long_as_it_takes() {
        let document = DOCUMENT
            .replace("HS256: verify", "HS256: verify, claims read")
            .replace("150000", "41000");
        let svg = draw(&[(&crate::python::LANGUAGE, Results::parse(&document).unwrap())]);
        assert!(
            svg.contains(">Python, HS256<") && svg.contains(">41.0 µs  (10.0 ×)<") && !svg.contains("bare x")
        );
        assert!(svg.contains("width=\"190.0\"") && svg.contains("width=\"19.0\""));
        assert!(!draw(&[]).contains("<rect"));
    }

    #[test]
    fn knows_a_contender_in_any_version() {
        assert!(is_of("jose 6.2.17", "jose") && is_of("jose", "jose") && !is_of("josekit", "jose"));
    }

    #[test]
    fn finds_everybody_in_what_was_measured() {
        let workspace = Workspace::find().unwrap();
        for (id, _, names) in GROUPS {
            let language = language::ALL.iter().find(|language| language.id == id).unwrap();
            let results = Results::parse(&read(&super::super::path(&workspace, language)).unwrap()).unwrap();
            for (_, path) in PATHS {
                assert_eq!(
                    shown(&results, path, names).len(),
                    names.len() + 1,
                    "{id}, {path}"
                );
            }
        }
    }
}
