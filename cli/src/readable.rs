//! Results as people like to read them: names and values in columns, times as dates, and colours if
//! wanted.

use serde_json::value::RawValue;

use crate::json::Members;
use crate::terminal::harmless;

/// Text that grows by headings and rows.
pub(crate) struct Page {
    text: String,
    color: bool,
}

/// How something is emphasised, as the number of an SGR sequence (ECMA-48, section 8.3.117).
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}

impl Page {
    pub(crate) fn new(color: bool) -> Self {
        Self {
            text: String::new(),
            color,
        }
    }

    /// A line by itself.
    pub(crate) fn line(&mut self, style: Style, text: &str) {
        let text = self.styled(style, text);
        self.text.push_str(&text);
        self.text.push('\n');
    }

    /// Rows of a name and text, one below the other.
    pub(crate) fn rows<'t>(&mut self, rows: impl IntoIterator<Item = (&'t str, &'t str)> + Clone) {
        let width = rows
            .clone()
            .into_iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        for (name, text) in rows {
            self.row(name, width, &harmless(text).replace('\n', "\\n"));
        }
    }

    /// The members of a JSON object; if `now` is given, times are also shown as dates.
    pub(crate) fn members(&mut self, object: &RawValue, now: Option<f64>) {
        let Members(members) = Members::of(object);
        let rows: Vec<_> = members
            .iter()
            .map(|(name, value)| (spelled(name), name, value.get()))
            .collect();
        let width = rows
            .iter()
            .map(|(name, _, _)| name.chars().count())
            .max()
            .unwrap_or_default();
        for (name, claim, value) in rows {
            let mut text = self.styled(style_of(value), &harmless(value));
            if let Some(date) = now
                .filter(|_| matches!(claim.as_str(), "exp" | "iat" | "nbf" | "auth_time"))
                .and_then(|now| date_of(value, now))
            {
                text.push_str("  ");
                text.push_str(&self.styled(Style::Dim, &date));
            }
            self.row(&name, width, &text);
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn row(&mut self, name: &str, width: usize, text: &str) {
        let padding = " ".repeat(width.saturating_sub(name.chars().count()));
        let name = self.styled(Style::Cyan, name);
        self.text.push_str(&format!("  {name}{padding}  {text}\n"));
    }

    fn styled(&self, style: Style, text: &str) -> String {
        if self.color {
            format!("\u{1b}[{}m{text}\u{1b}[0m", style as u8)
        } else {
            text.to_owned()
        }
    }
}

/// A member's name as JSON writes it, without its quotes: no name can start a new line.
fn spelled(name: &str) -> String {
    let quoted = serde_json::Value::from(name).to_string();
    harmless(
        quoted
            .trim_start_matches('"')
            .strip_suffix('"')
            .unwrap_or_default(),
    )
    .into_owned()
}

fn style_of(value: &str) -> Style {
    match value.as_bytes().first() {
        Some(b'"') => Style::Green,
        Some(b'{' | b'[') => Style::Bold,
        _ => Style::Yellow,
    }
}

/// A time in words: when it is, and how far from now.
pub(crate) fn date_of(value: &str, now: f64) -> Option<String> {
    const YEAR_10000: f64 = 253_402_300_800.0;
    let time: f64 = value
        .parse()
        .ok()
        .filter(|time| (0.0..YEAR_10000).contains(time))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and the year 10000
    let seconds = time as u64;
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    Some(format!(
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC, {}",
        distance(time - now)
    ))
}

/// How far away a time is, in the largest unit that fits.
fn distance(seconds: f64) -> String {
    let (length, one) = match seconds.abs() {
        length if length < 1.0 => return "now".to_owned(),
        length if length < 120.0 => (length, "second"),
        length if length < 7200.0 => (length / 60.0, "minute"),
        length if length < 172_800.0 => (length / 3600.0, "hour"),
        length => (length / 86_400.0, "day"),
    };
    let plural = if length.floor() == 1.0 { "" } else { "s" };
    let words = format!("{:.0} {one}{plural}", length.floor());
    if seconds > 0.0 {
        format!("in {words}")
    } else {
        format!("{words} ago")
    }
}

/// Year, month and day of a day since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms").
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468; // since 0000-03-01: leap days come last
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (
        era * 400 + year_of_era + u64::from(month <= 2),
        month,
        day_of_year - (153 * shifted + 2) / 5 + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_dates() {
        for (value, date) in [
            ("0", "1970-01-01 00:00:00 UTC, 19675 days ago"),
            ("951868799", "2000-02-29 23:59:59 UTC, 8658 days ago"),
            ("1700000000", "2023-11-14 22:13:20 UTC, now"),
            ("1700000900.5", "2023-11-14 22:28:20 UTC, in 15 minutes"),
            ("1699996400", "2023-11-14 21:13:20 UTC, 60 minutes ago"),
        ] {
            assert_eq!(date_of(value, 1_700_000_000.0).as_deref(), Some(date));
        }
        for value in ["-1", "1e300", "\"1700000000\"", "null"] {
            assert_eq!(date_of(value, 1_700_000_000.0), None);
        }
    }

    #[test]
    fn a_name_cannot_forge_a_row() {
        let object: &RawValue = serde_json::from_str(r#"{"a\n  verified  \"yes\"":1,"\"":2}"#).unwrap();
        let mut page = Page::new(false);
        page.members(object, None);
        let text = page.finish();
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}
