//! Figures as people read them.

use super::results::{Row, Unit};

/// A table of rows: the names of all who are in them, in the order in which they first come, and
/// each row's path with the value of each of them.
pub(super) fn table<'a>(rows: &[&'a Row]) -> (Vec<&'a str>, Vec<Vec<String>>) {
    let mut names: Vec<&str> = Vec::new();
    for contender in rows.iter().flat_map(|row| &row.contenders) {
        if !names.contains(&contender.name.as_str()) {
            names.push(&contender.name);
        }
    }
    let cells = |row: &Row| {
        names
            .iter()
            .map(|name| {
                row.value_of(name)
                    .map_or_else(String::new, |value| cell(row, value))
            })
            .collect::<Vec<_>>()
    };
    let lines = rows
        .iter()
        .map(|row| [row.path.clone()].into_iter().chain(cells(row)).collect())
        .collect();
    (names, lines)
}

fn cell(row: &Row, of: f64) -> String {
    let own = row.own();
    if of == own || own == 0.0 {
        value(of, row.unit)
    } else {
        format!("{} ({} ×)", value(of, row.unit), ratio(of / own))
    }
}

/// A value with its unit, in three digits.
pub(super) fn value(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Nanoseconds => time(value),
        Unit::Milliseconds => time(value * 1e6),
        Unit::Count => format!("{:.1}", value).trim_end_matches(".0").to_owned(),
        Unit::Bytes => format!("{value:.0} B"),
    }
}

/// How many times, in three digits or so.
pub(super) fn ratio(ratio: f64) -> String {
    three_digits(ratio)
}

fn time(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        value if value < 1e3 => (value, "ns"),
        value if value < 1e6 => (value / 1e3, "µs"),
        value if value < 1e9 => (value / 1e6, "ms"),
        value => (value / 1e9, "s"),
    };
    format!("{} {unit}", three_digits(value))
}

fn three_digits(value: f64) -> String {
    match value {
        value if value < 9.995 => format!("{value:.2}"),
        value if value < 99.95 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::{Results, tests::DOCUMENT};
    use super::*;

    #[test]
    fn writes_figures() {
        assert_eq!(value(999.4, Unit::Nanoseconds), "999 ns");
        assert_eq!(value(41_234.0, Unit::Nanoseconds), "41.2 µs");
        assert_eq!(value(99_960.0, Unit::Nanoseconds), "100 µs");
        assert_eq!(value(1.5, Unit::Milliseconds), "1.50 ms");
        assert_eq!(value(2.0e9, Unit::Nanoseconds), "2.00 s");
        assert_eq!(value(8.0, Unit::Count), "8");
        assert_eq!(value(2.5, Unit::Count), "2.5");
        assert_eq!(value(1748.0, Unit::Bytes), "1748 B");
    }

    #[test]
    fn lays_out_rows() {
        let results = Results::parse(DOCUMENT).unwrap();
        let [times, others] = results.by_kind().map(|rows| table(&rows));
        assert_eq!(times.0, ["tokenseal", "PyJWT", "bare x"]);
        assert_eq!(
            times.1,
            [["HS256: verify", "4.10 µs", "150 µs (36.6 ×)", "900 ns (0.22 ×)"]]
        );
        assert_eq!(others.1, [["HS256: allocations", "0", "2.5"]]);
    }
}
