//! What a language's benchmark program prints, one JSON document on standard output:
//!
//! ```json
//! { "language": "python", "machine": "processor, cores, system, versions of all that was measured",
//!   "rows": [ { "path": "HS256: verify, claims read", "unit": "ns",
//!               "contenders": [ { "name": "tokenseal", "value": 4100.0 }, { "name": "PyJWT", "value": 150000.0 } ],
//!               "goals": [ { "text": "at least 30 × as fast as PyJWT", "at_least_times": 30, "against": "PyJWT" },
//!                          { "text": "within 10 % + 3 µs of the bare check", "at_most_times": 1.1, "plus": 3000, "against": "bare" } ] } ],
//!   "notes": ["Sentences that go under the table."] }
//! ```
//!
//! The first contender is tokenseal. A unit is `ns` or `ms` of one operation, `count` or `bytes`:
//! less is better. With `at_least_times` the other's value is at least so many times tokenseal's;
//! with `at_most_times`, tokenseal's is at most so many times the other's, and `plus` more.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

/// What was measured of a language.
pub(super) struct Results {
    pub(super) language: String,
    pub(super) machine: String,
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<String>,
}

/// One path, and who went it.
pub(super) struct Row {
    pub(super) path: String,
    pub(super) unit: Unit,
    /// tokenseal is the first; there is at least one.
    pub(super) contenders: Vec<Contender>,
    pub(super) goals: Vec<Goal>,
}

/// Who went it, and what that took.
pub(super) struct Contender {
    pub(super) name: String,
    pub(super) value: f64,
}

/// What the values of a row are.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unit {
    Nanoseconds,
    Milliseconds,
    Count,
    Bytes,
}

/// What is wanted.
pub(super) struct Goal {
    pub(super) text: String,
    pub(super) against: String,
    pub(super) bound: Bound,
}

/// The figure of a goal.
pub(super) enum Bound {
    AtLeastTimes(f64),
    AtMostTimes { times: f64, plus: f64 },
}

const UNITS: [(&str, Unit); 4] = [
    ("ns", Unit::Nanoseconds),
    ("ms", Unit::Milliseconds),
    ("count", Unit::Count),
    ("bytes", Unit::Bytes),
];

impl Results {
    pub(super) fn parse(json: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(json).context("not JSON")?;
        let notes = list(&value, "notes")?
            .iter()
            .map(|note| note.as_str().map(str::to_owned).context("a note is not text"));
        Ok(Self {
            language: text(&value, "language")?,
            machine: text(&value, "machine")?,
            rows: list(&value, "rows")?
                .iter()
                .map(Row::parse)
                .collect::<Result<_>>()?,
            notes: notes.collect::<Result<_>>()?,
        })
    }

    /// The same document, laid out for reading and for comparing.
    pub(super) fn to_json(&self) -> String {
        let rows: Vec<Value> = self.rows.iter().map(Row::to_json).collect();
        let value =
            json!({ "language": self.language, "machine": self.machine, "rows": rows, "notes": self.notes });
        format!("{value:#}\n")
    }

    /// Adds what another program of the same language measured.
    pub(super) fn join(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.notes.extend(other.notes);
    }

    /// The rows that are times, and those that are not.
    pub(super) fn by_kind(&self) -> [Vec<&Row>; 2] {
        let (times, others) = self.rows.iter().partition(|row| row.unit.is_time());
        [times, others]
    }
}

impl Unit {
    pub(super) fn is_time(self) -> bool {
        matches!(self, Unit::Nanoseconds | Unit::Milliseconds)
    }
}

impl Row {
    fn parse(value: &Value) -> Result<Self> {
        let path = text(value, "path")?;
        Self::parse_as(value, &path).with_context(|| format!("in the row `{path}`"))
    }

    fn parse_as(value: &Value, path: &str) -> Result<Self> {
        let unit = text(value, "unit")?;
        let unit = UNITS
            .iter()
            .find(|(name, _)| *name == unit)
            .with_context(|| format!("there is no unit `{unit}`"))?
            .1;
        let contenders = list(value, "contenders")?.iter().map(|contender| {
            let value = number(contender, "value")?;
            // Counts may be zero; a time never is.
            if value < 0.0 || (value == 0.0 && unit.is_time()) {
                bail!("a value is not positive");
            }
            Ok(Contender {
                name: text(contender, "name")?,
                value,
            })
        });
        let row = Self {
            path: path.to_owned(),
            unit,
            contenders: contenders.collect::<Result<_>>()?,
            goals: list(value, "goals")?
                .iter()
                .map(Goal::parse)
                .collect::<Result<_>>()?,
        };
        if row.contenders.is_empty() {
            bail!("nobody went it");
        }
        match row
            .goals
            .iter()
            .find(|goal| row.value_of(&goal.against).is_none())
        {
            Some(goal) => bail!("a goal is held against `{}`, who is not there", goal.against),
            None => Ok(row),
        }
    }

    fn to_json(&self) -> Value {
        let unit = UNITS
            .iter()
            .find(|(_, unit)| *unit == self.unit)
            .map(|(name, _)| *name);
        let contenders = self
            .contenders
            .iter()
            .map(|contender| json!({ "name": contender.name, "value": contender.value }));
        json!({
            "path": self.path, "unit": unit, "contenders": contenders.collect::<Vec<_>>(),
            "goals": self.goals.iter().map(Goal::to_json).collect::<Vec<_>>(),
        })
    }

    /// tokenseal's value.
    pub(super) fn own(&self) -> f64 {
        self.contenders.first().map_or(f64::NAN, |first| first.value)
    }

    pub(super) fn value_of(&self, name: &str) -> Option<f64> {
        self.contenders
            .iter()
            .find(|contender| contender.name == name)
            .map(|contender| contender.value)
    }
}

impl Goal {
    fn parse(value: &Value) -> Result<Self> {
        let text_of_goal = text(value, "text")?;
        let given = |name: &str| value.get(name).is_some();
        let bound = match (given("at_least_times"), given("at_most_times")) {
            (true, false) => Bound::AtLeastTimes(number(value, "at_least_times")?),
            (false, true) => {
                let plus = if given("plus") {
                    number(value, "plus")?
                } else {
                    0.0
                };
                Bound::AtMostTimes {
                    times: number(value, "at_most_times")?,
                    plus,
                }
            }
            _ => bail!("the goal `{text_of_goal}` needs at_least_times or at_most_times"),
        };
        Ok(Self {
            text: text_of_goal,
            against: text(value, "against")?,
            bound,
        })
    }

    fn to_json(&self) -> Value {
        match self.bound {
            Bound::AtLeastTimes(times) => {
                json!({ "text": self.text, "at_least_times": times, "against": self.against })
            }
            Bound::AtMostTimes { times, plus } => {
                json!({ "text": self.text, "at_most_times": times, "plus": plus, "against": self.against })
            }
        }
    }
}

fn text(value: &Value, name: &str) -> Result<String> {
    value
        .get(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .with_context(|| format!("`{name}` is missing, or not text"))
}

fn number(value: &Value, name: &str) -> Result<f64> {
    value
        .get(name)
        .and_then(Value::as_f64)
        .with_context(|| format!("`{name}` is missing, or not a number"))
}

fn list<'a>(value: &'a Value, name: &str) -> Result<&'a Vec<Value>> {
    value
        .get(name)
        .and_then(Value::as_array)
        .with_context(|| format!("`{name}` is missing, or not a list"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// One met goal of each kind, and one that is not met.
    pub(crate) const DOCUMENT: &str = r#"{
      "language": "python", "machine": "a machine",
      "rows": [
        { "path": "HS256: verify", "unit": "ns",
          "contenders": [{ "name": "tokenseal", "value": 4100.0 }, { "name": "PyJWT", "value": 150000.0 }, { "name": "bare x", "value": 900.0 }],
          "goals": [{ "text": "at least 30 times PyJWT", "at_least_times": 30, "against": "PyJWT" },
                    { "text": "within 10 % + 3 µs of bare x", "at_most_times": 1.1, "plus": 3000, "against": "bare x" },
                    { "text": "at most 5 times bare x", "at_most_times": 5, "against": "bare x" }] },
        { "path": "HS256: allocations", "unit": "count", "contenders": [{ "name": "tokenseal", "value": 0.0 }, { "name": "other", "value": 2.5 }], "goals": [] }
      ],
      "notes": ["A note."] }"#;

    #[test]
    fn reads_what_it_writes() {
        let results = Results::parse(DOCUMENT).unwrap();
        assert_eq!(results.by_kind().map(|rows| rows.len()), [1, 1]);
        let json = results.to_json();
        assert_eq!(Results::parse(&json).unwrap().to_json(), json);
    }

    #[test]
    fn refuses_what_makes_no_sense() {
        let refused = |from: &str, to: &str| {
            format!(
                "{:#}",
                Results::parse(&DOCUMENT.replacen(from, to, 1)).err().unwrap()
            )
        };
        assert_eq!(
            refused("\"ns\"", "\"s\""),
            "in the row `HS256: verify`: there is no unit `s`"
        );
        assert_eq!(
            refused("4100.0", "0"),
            "in the row `HS256: verify`: a value is not positive"
        );
        assert_eq!(
            refused("\"against\": \"PyJWT\"", "\"against\": \"nobody\""),
            "in the row `HS256: verify`: a goal is held against `nobody`, who is not there"
        );
        assert_eq!(
            refused("\"rows\"", "\"columns\""),
            "`rows` is missing, or not a list"
        );
    }
}
