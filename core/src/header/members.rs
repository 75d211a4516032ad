//! One object of a header after the strict pass: its text, and where in it the parameters that the
//! library knows are.

use std::borrow::Cow;

use crate::json::{self, Refused, Scanned};

/// The object that is the header, or one of those that it is assembled from.
#[derive(Debug, Default)]
pub(super) struct Members {
    json: String,
    /// Where the value of each parameter is in the text.
    values: [Option<Place>; Parameter::COUNT],
    /// Whether any string has an escape, which is rare.
    has_escapes: bool,
    pub(super) crit: Option<Vec<String>>,
    pub(super) b64: Option<bool>,
}

/// Where a value is in a text.
#[derive(Clone, Copy, Debug)]
struct Place {
    start: usize,
    end: usize,
}

/// The parameters whose values are looked up by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    Alg,
    Apu,
    Apv,
    Aud,
    Cty,
    Enc,
    Epk,
    Iss,
    Iv,
    Jwk,
    Kid,
    P2c,
    P2s,
    Sub,
    Tag,
    Typ,
    Zip,
}

impl Parameter {
    const COUNT: usize = Parameter::Zip as usize + 1;

    /// Those that never have the same value in two tokens.
    const OF_ONE_TOKEN: [Parameter; 4] = [Parameter::Epk, Parameter::Iv, Parameter::P2s, Parameter::Tag];

    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "alg" => Parameter::Alg,
            "apu" => Parameter::Apu,
            "apv" => Parameter::Apv,
            "aud" => Parameter::Aud,
            "cty" => Parameter::Cty,
            "enc" => Parameter::Enc,
            "epk" => Parameter::Epk,
            "iss" => Parameter::Iss,
            "iv" => Parameter::Iv,
            "jwk" => Parameter::Jwk,
            "kid" => Parameter::Kid,
            "p2c" => Parameter::P2c,
            "p2s" => Parameter::P2s,
            "sub" => Parameter::Sub,
            "tag" => Parameter::Tag,
            "typ" => Parameter::Typ,
            "zip" => Parameter::Zip,
            _ => return None,
        })
    }

    /// Whether a header is refused for the type of this parameter before its algorithm is known.
    fn is_always_text(self) -> bool {
        matches!(
            self,
            Self::Alg | Self::Cty | Self::Enc | Self::Kid | Self::Typ | Self::Zip
        )
    }
}

/// Why an object was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    Json(Refused),
    WrongType,
}

impl Members {
    /// A header object without members.
    pub(super) fn none() -> Self {
        Self {
            json: "{}".to_owned(),
            ..Self::default()
        }
    }

    /// Reads an object, and passes each name in it to `named`.
    pub(super) fn read(
        json: String,
        max_depth: u32,
        mut named: impl FnMut(&str),
    ) -> Result<Self, Unreadable> {
        let mut members = Self::default();
        let mut right_types = true;
        let seen = json::scan_text(&json, max_depth, |name, value| {
            named(name);
            right_types &= match name {
                "b64" => {
                    members.b64 = value.boolean();
                    members.b64.is_some()
                }
                "crit" => {
                    members.crit = value
                        .strings()
                        .map(|names| names.into_iter().map(Cow::into_owned).collect());
                    members.crit.is_some()
                }
                _ => Parameter::of_name(name).is_none_or(|parameter| {
                    if let Some(slot) = members.values.get_mut(parameter as usize) {
                        *slot = Place::of(value, &json);
                    }
                    !parameter.is_always_text() || value.is_string()
                }),
            };
        })
        .map_err(Unreadable::Json)?;
        if !right_types {
            return Err(Unreadable::WrongType);
        }
        Ok(Self {
            json,
            has_escapes: seen.escape,
            ..members
        })
    }

    pub(super) fn json(&self) -> &str {
        &self.json
    }

    pub(super) fn into_json(self) -> String {
        self.json
    }

    pub(super) fn get(&self, parameter: Parameter) -> Option<Scanned<'_>> {
        let Place { start, end } = (*self.values.get(parameter as usize)?)?;
        self.json.get(start..end).map(Scanned::again)
    }

    /// The same if the value is a string.
    pub(super) fn text(&self, parameter: Parameter) -> Option<Cow<'_, str>> {
        self.get(parameter)?.string_among(self.has_escapes)
    }

    /// Whether the object belongs to one token and will not be seen again.
    pub(super) fn are_of_one_token(&self) -> bool {
        Parameter::OF_ONE_TOKEN
            .into_iter()
            .any(|parameter| self.get(parameter).is_some())
    }
}

impl Place {
    /// Where a value is in the text that contains it.
    fn of(value: Scanned<'_>, text: &str) -> Option<Self> {
        let start = value.json().as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        Some(Self {
            start,
            end: start.checked_add(value.json().len())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Members, Unreadable> {
        Members::read(json.to_owned(), 32, |_| ())
    }

    #[test]
    fn finds_each_parameter() {
        let names = [
            "alg", "apu", "apv", "aud", "cty", "enc", "epk", "iss", "iv", "jwk", "kid", "p2c", "p2s", "sub",
            "tag", "typ", "zip",
        ];
        let json = format!(
            "{{{}}}",
            names.map(|name| format!(r#"{name:?} : "its {name}" "#)).join(",")
        );
        let members = read(&json).unwrap();
        for name in names {
            let value = members.get(Parameter::of_name(name).unwrap()).unwrap();
            assert_eq!(value.string().as_deref(), Some(format!("its {name}").as_str()));
        }
        assert_eq!(Parameter::COUNT, names.len());
        assert!(read("{}").unwrap().get(Parameter::Zip).is_none());
    }

    #[test]
    fn names_and_values_with_escapes() {
        let members = read(r#"{"\u0061lg":"\u0048S256","k\u0069d":"\"","x":"alg"}"#).unwrap();
        assert_eq!(
            members.get(Parameter::Alg).unwrap().string().as_deref(),
            Some("HS256")
        );
        assert_eq!(
            members.get(Parameter::Kid).unwrap().string().as_deref(),
            Some("\"")
        );
    }

    #[test]
    fn types() {
        for wrong in [
            r#"{"alg":1}"#,
            r#"{"kid":null}"#,
            r#"{"typ":["JWT"]}"#,
            r#"{"b64":"false"}"#,
            r#"{"crit":"b64"}"#,
            r#"{"crit":[1]}"#,
        ] {
            assert_eq!(read(wrong).unwrap_err(), Unreadable::WrongType);
        }
        let members = read(r#"{"b64":false,"crit":["b64","\u0078"],"epk":{}}"#).unwrap();
        assert_eq!(
            (members.b64, members.crit),
            (Some(false), Some(vec!["b64".to_owned(), "x".to_owned()]))
        );
    }
}
