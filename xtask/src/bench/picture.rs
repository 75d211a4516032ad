//! The picture of a language: bars on a logarithmic axis of time, grouped by row. Written by hand
//! as SVG: it is rectangles and text.

use std::fmt::Write;

use super::figures;
use super::results::{Results, Row, Unit};
use crate::xml::escape;

const WIDTH: f64 = 860.0;
/// Where the bars begin and where the axis ends; right of it there is room for the figure of the
/// longest.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 730.0;
const TOP: f64 = 64.0;
const BAR: f64 = 13.0;
const STEP: f64 = 18.0;
const TITLE: f64 = 24.0;
const GAP: f64 = 12.0;

/// Greys that can be read on white and on black, for where the reader's preference is not known;
/// and the colours of the bars.
pub(super) const STYLE: &str = "\
text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#737a83}\
.h{font-size:15px;font-weight:600}.r{font-weight:600}.n{text-anchor:end}.a{text-anchor:middle;font-size:11px}\
.own{fill:#3478d8}.bare{fill:#8a919a}.other{fill:#d08a2e}line{stroke:#8a919a;stroke-opacity:.3}\
@media(prefers-color-scheme:light){text{fill:#50565e}.h,.r{fill:#1f2328}}\
@media(prefers-color-scheme:dark){text{fill:#9aa2ab}.h,.r{fill:#e6edf3}}";

/// Draws the rows that are times.
pub(super) fn draw(title: &str, results: &Results) -> String {
    let rows: Vec<&Row> = results.rows.iter().filter(|row| row.unit.is_time()).collect();
    let axis = Axis::over(&rows);
    let mut groups = String::new();
    let mut y = TOP;
    for row in rows {
        y += group(&mut groups, row, &axis, y);
    }
    let height = y + GAP;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>{title}: time per operation</title>\n<style>{STYLE}</style>\n\
         <text class=\"h\" x=\"12\" y=\"24\">{}: time per operation, shorter is better (logarithmic axis)</text>\n",
        escape(title)
    );
    axis.draw(&mut svg, height - GAP);
    svg + &groups + "</svg>\n"
}

/// Draws one row, and gives the height that it took.
fn group(svg: &mut String, row: &Row, axis: &Axis, top: f64) -> f64 {
    let _ = writeln!(
        svg,
        "<text class=\"r\" x=\"12\" y=\"{}\">{}</text>",
        top + 15.0,
        escape(&row.path)
    );
    for (at, contender) in row.contenders.iter().enumerate() {
        let y = top + TITLE + STEP * at as f64;
        let end = axis.x(nanoseconds(contender.value, row.unit));
        let class = match at {
            0 => "own",
            _ if contender.name.starts_with("bare") => "bare",
            _ => "other",
        };
        let mut figure = figures::value(contender.value, row.unit);
        if at > 0 {
            let _ = write!(figure, "  ({} ×)", figures::ratio(contender.value / row.own()));
        }
        let (text, name) = (y + 11.0, escape(&contender.name));
        let _ = writeln!(
            svg,
            "<text class=\"n\" x=\"{}\" y=\"{text}\">{name}</text>",
            LEFT - 8.0
        );
        let _ = writeln!(
            svg,
            "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{:.1}\" height=\"{BAR}\" rx=\"2\"/>",
            end - LEFT
        );
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{text}\">{figure}</text>", end + 6.0);
    }
    TITLE + STEP * row.contenders.len() as f64 + GAP
}

/// From a power of ten below everything to one above.
struct Axis {
    from: i32,
    to: i32,
}

impl Axis {
    fn over(rows: &[&Row]) -> Self {
        let values = || {
            rows.iter().flat_map(|row| {
                row.contenders
                    .iter()
                    .map(|contender| nanoseconds(contender.value, row.unit))
            })
        };
        let (least, most) = (
            values().fold(f64::INFINITY, f64::min),
            values().fold(0.0, f64::max),
        );
        if !least.is_finite() {
            return Self { from: 0, to: 1 };
        }
        let from = least.log10().floor() as i32;
        // Half a decade at least, so that the shortest bar can be seen.
        let from = if least.log10() - f64::from(from) < 0.3 {
            from - 1
        } else {
            from
        };
        Self {
            from,
            to: (most.log10().ceil() as i32).max(from + 1),
        }
    }

    fn x(&self, nanoseconds: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (nanoseconds.log10() - f64::from(self.from)) / f64::from(self.to - self.from)
    }

    fn draw(&self, svg: &mut String, bottom: f64) {
        for power in self.from..=self.to {
            let x = self.x(10_f64.powi(power));
            let _ = writeln!(
                svg,
                "<text class=\"a\" x=\"{x:.1}\" y=\"{}\">{}</text>",
                TOP - 16.0,
                tick(power)
            );
            let _ = writeln!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"{}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>",
                TOP - 10.0
            );
        }
    }
}

/// A power of ten of nanoseconds: 100 ns, 1 µs.
fn tick(power: i32) -> String {
    let unit = match power {
        ..3 => "ns",
        3..6 => "µs",
        6..9 => "ms",
        _ => "s",
    };
    let within = if power < 0 {
        power
    } else if power < 9 {
        power % 3
    } else {
        power - 9
    };
    format!("{} {unit}", 10_f64.powi(within))
}

fn nanoseconds(value: f64, unit: Unit) -> f64 {
    if unit == Unit::Milliseconds {
        value * 1e6
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::DOCUMENT;
    use super::*;

    #[test]
    fn draws_times_and_nothing_else() {
        let svg = draw(
            "Python",
            &Results::parse(&DOCUMENT.replace("PyJWT", "a < b")).unwrap(),
        );
        assert_eq!(svg.matches("<rect ").count(), 3);
        assert!(svg.contains("a &lt; b") && svg.contains("150 µs  (36.6 ×)") && !svg.contains("allocations"));
        assert!(svg.contains(">100 ns<") && svg.contains(">1 ms<"));
    }

    #[test]
    fn draws_nothing_too() {
        let svg = draw(
            "Python",
            &Results {
                language: String::new(),
                machine: String::new(),
                rows: Vec::new(),
                notes: Vec::new(),
            },
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn names_powers_of_ten() {
        assert_eq!(
            [-1, 0, 2, 3, 5, 6, 8, 9, 10].map(tick),
            [
                "0.1 ns", "1 ns", "100 ns", "1 µs", "100 µs", "1 ms", "100 ms", "1 s", "10 s"
            ]
        );
    }
}
