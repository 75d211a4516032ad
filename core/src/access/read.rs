//! Reading rules: strict JSON with only known members, each of the form that it must have.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::Access;
use super::pattern::Pattern;
use super::routes::Routes;
use super::rule::{Condition, Conditions, Effect, Rule, Test};
use super::value::Scalar;
use crate::error::{Error, Result};
use crate::http::is_scope;
use crate::options::{Length, is_name, object_from_json};

/// People do not write files with more rules than this.
const MOST_RULES: usize = 10_000;
/// Rules without a path are consulted for every request.
const MOST_WITHOUT_PATH: usize = 8;
/// The longest chain of names that leads to a claim.
const MOST_NAMES: usize = 8;

/// The claims that any rules file may look at, by their places.
pub(super) const STANDARD: [&str; 5] = ["scope", "scp", "iss", "acr", "auth_time"];
pub(super) const SCOPE: usize = 0;
pub(super) const SCP: usize = 1;
pub(super) const ISS: usize = 2;
pub(super) const ACR: usize = 3;
pub(super) const AUTH_TIME: usize = 4;

pub(super) fn read(json: &str) -> Result<Access> {
    let mut file = object_from_json("rules", json)?;
    let rules = match file.remove("rules") {
        Some(Value::Array(rules)) if !rules.is_empty() => rules,
        Some(Value::Array(_)) => return Err(Error::option("rules is empty: nothing would be allowed")),
        _ => {
            return Err(Error::option(
                "a file of access rules is an object with rules, a list of objects",
            ));
        }
    };
    if rules.len() > MOST_RULES {
        return Err(Error::option(format!(
            "there are {} rules, and at most {MOST_RULES} are read",
            rules.len()
        )));
    }
    let report_only = match file.remove("report_only") {
        None => false,
        Some(Value::Bool(report_only)) => report_only,
        Some(_) => return Err(Error::option("report_only must be true or false")),
    };
    if let Some(name) = file.keys().next() {
        return Err(Error::option(format!(
            "a file of access rules has the members rules and report_only, and {} is neither",
            shown(name)
        )));
    }
    let mut access = Access {
        rules: Vec::with_capacity(rules.len()),
        routes: Routes::default(),
        preflights: Routes::default(),
        folded: OnceLock::new(),
        places: STANDARD.iter().map(|name| vec![(*name).to_owned()]).collect(),
        report_only,
    };
    for (index, rule) in (0..).zip(rules) {
        let rule = Reader {
            place: format!("rule {}", index + 1),
            places: &mut access.places,
        }
        .rule(rule)?;
        if access.rules.iter().any(|other| other.name == rule.name) {
            return Err(Error::option(format!(
                "rule {} has the name of another rule: a decision names the rule it is by",
                index + 1
            )));
        }
        access.routes.add(index, rule.path.as_ref());
        if rule.preflight {
            access.preflights.add(index, rule.path.as_ref());
        }
        access.rules.push(rule);
    }
    if access.rules.iter().filter(|rule| rule.path.is_none()).count() > MOST_WITHOUT_PATH {
        return Err(Error::option(format!(
            "more than {MOST_WITHOUT_PATH} rules have no path: give each the path that it is for"
        )));
    }
    Ok(access)
}

/// Reads one rule, and says where each error is.
struct Reader<'a> {
    place: String,
    places: &'a mut Vec<Vec<String>>,
}

impl Reader<'_> {
    fn rule(&mut self, rule: Value) -> Result<Rule> {
        let Value::Object(mut rule) = rule else {
            return Err(self.wrong("is no object"));
        };
        let name = self.name(&mut rule)?;
        if name.is_some() {
            self.place = format!("{} (\"{}\")", self.place, name.as_deref().unwrap_or_default());
        }
        let (deny, public) = (self.flag(&mut rule, "deny")?, self.flag(&mut rule, "public")?);
        let (ignore_token, preflight) = (
            self.flag(&mut rule, "ignore_token")?,
            self.flag(&mut rule, "preflight")?,
        );
        let methods = self.methods(&mut rule)?;
        let path = match rule.remove("path") {
            None => None,
            Some(Value::String(text)) => {
                Some(Pattern::read(&text).map_err(|wrong| self.wrong(&format!("has a path that {wrong}")))?)
            }
            Some(_) => return Err(self.wrong("has a path that is no text")),
        };
        let (require, when) = (rule.remove("require"), rule.remove("when"));
        if let Some(name) = rule.keys().next() {
            return Err(self.wrong(&format!("has a member that no rule has: {}", shown(name))));
        }
        let effect = match (deny, public, require, when) {
            (true, true, ..) => return Err(self.wrong("denies and is public at once")),
            (true, false, Some(_), _) => {
                return Err(self.wrong("denies, and has require: what a deny rule is about stands in when"));
            }
            (_, true, Some(_), _) => {
                return Err(self.wrong("is public, and has require: everybody is allowed"));
            }
            (false, _, _, Some(_)) => {
                return Err(self
                    .wrong("has when, which is for deny rules: what an allow rule asks stands in require"));
            }
            (true, false, None, when) => Effect::Deny(when.map_or(Ok(Conditions::default()), |when| {
                self.conditions(when, path.as_ref(), true)
            })?),
            (false, true, None, None) => Effect::Public { ignore_token },
            (false, false, Some(require), None) => {
                Effect::Allow(self.conditions(require, path.as_ref(), false)?)
            }
            (false, false, None, None) => {
                return Err(
                    self.wrong("has neither require, nor public, nor deny: say `\"require\": {}` to allow everybody with a good token")
                );
            }
        };
        match (&effect, &methods) {
            (Effect::Deny(_), _) if preflight => {
                return Err(self.wrong("denies, and has preflight, which allows"));
            }
            (Effect::Allow(_) | Effect::Public { .. }, None) => {
                return Err(self.wrong("has no methods: an allow rule lists those that it allows"));
            }
            (Effect::Deny(_) | Effect::Allow(_), _) if ignore_token => {
                return Err(self.wrong("has ignore_token, which is for public rules"));
            }
            _ => {}
        }
        let name = name.unwrap_or_else(|| self.place.clone()).into();
        Ok(Rule {
            name,
            methods,
            path,
            effect,
            preflight,
        })
    }

    fn name(&self, rule: &mut Map<String, Value>) -> Result<Option<String>> {
        match rule.remove("name") {
            None => Ok(None),
            Some(Value::String(name))
                if (1..=100).contains(&name.chars().count()) && !name.chars().any(|one| one.is_control() || matches!(one, '"' | '\\')) =>
            {
                Ok(Some(name))
            }
            Some(_) => {
                Err(self.wrong("has a name that is no text of 1 to 100 characters, without quotes, backslashes and control characters"))
            }
        }
    }

    fn methods(&self, rule: &mut Map<String, Value>) -> Result<Option<Vec<String>>> {
        let Some(methods) = rule.remove("methods") else {
            return Ok(None);
        };
        let methods = self.texts(methods, "methods")?;
        // A method is a token (RFC 9110, section 9.1), and existing ones are in capitals: `get`
        // would match nothing.
        match methods.iter().all(|method| {
            method
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'))
        }) {
            true => Ok(Some(methods)),
            false => Err(self.wrong("has methods that are not written in capitals, such as GET")),
        }
    }

    fn conditions(&mut self, value: Value, path: Option<&Pattern>, is_deny: bool) -> Result<Conditions> {
        let what = if is_deny { "when" } else { "require" };
        let Value::Object(mut object) = value else {
            return Err(self.wrong(&format!("has a {what} that is no object")));
        };
        if is_deny && object.is_empty() {
            return Err(self.wrong("has an empty when: leave it out to deny everything"));
        }
        let mut texts = |name: &str| {
            object
                .remove(name)
                .map_or(Ok(Vec::new()), |value| self.texts(value, name))
        };
        let (scope, any_scope, issuer) = (texts("scope")?, texts("any_scope")?, texts("issuer")?);
        if !scope.iter().chain(&any_scope).all(|scope| is_scope(scope)) {
            return Err(
                self.wrong("has a scope that no token can have (RFC 6749, section 3.3): list each scope by itself, in printable ASCII")
            );
        }
        let mut conditions = Conditions {
            scope,
            any_scope,
            issuer,
            ..Conditions::default()
        };
        match object.remove("claims") {
            None => {}
            Some(Value::Array(claims)) if !claims.is_empty() => {
                conditions.claims = claims
                    .into_iter()
                    .map(|claim| self.condition(claim, path))
                    .collect::<Result<_>>()?;
            }
            Some(_) => return Err(self.wrong("has claims that are no list, or an empty one")),
        }
        if !is_deny {
            conditions.acr = object
                .remove("acr")
                .map_or(Ok(Vec::new()), |value| self.texts(value, "acr"))?;
            // A challenge lists them separated by spaces (RFC 9470, section 3).
            if !conditions
                .acr
                .iter()
                .all(|acr| acr.bytes().all(|byte| byte.is_ascii_graphic()))
            {
                return Err(
                    self.wrong("has an acr with other characters than printable ASCII without spaces")
                );
            }
            conditions.max_auth_age = object
                .remove("max_auth_age")
                .map(|age| self.length(age))
                .transpose()?;
            conditions.proof = self.flag(&mut object, "proof")?;
        }
        match object.keys().next() {
            None => Ok(conditions),
            Some(name) => Err(self.wrong(&format!(
                "has a {what} with a member that it cannot have: {}",
                shown(name)
            ))),
        }
    }

    fn condition(&mut self, value: Value, path: Option<&Pattern>) -> Result<Condition> {
        let Value::Object(mut object) = value else {
            return Err(self.wrong("has a claim that is no object"));
        };
        let names =
            match object.remove("path") {
                Some(Value::Array(names)) if (1..=MOST_NAMES).contains(&names.len()) => names,
                _ => return Err(self.wrong(
                    "has a claim whose path is no list of 1 to 8 names, such as [\"address\", \"country\"]",
                )),
            };
        let names = names.into_iter().map(|name| match name {
            Value::String(name) => Ok(name),
            _ => Err(self.wrong("has a claim with a path that holds something else than texts")),
        });
        let names = names.collect::<Result<Vec<String>>>()?;
        let place = self
            .places
            .iter()
            .position(|own| *own == names)
            .unwrap_or_else(|| {
                self.places.push(names);
                self.places.len() - 1
            });
        let mut tests = object.into_iter();
        let (Some((name, value)), None) = (tests.next(), tests.next()) else {
            return Err(self.wrong("has a claim with none or several of equals, one_of, contains, present, absent and equals_parameter"));
        };
        let scalar = |value: &Value| {
            Scalar::read(value)
                .ok_or_else(|| self.wrong("compares a claim with something else than a text, a boolean or an integer within 2^53 of zero"))
        };
        let test = match (name.as_str(), &value) {
            ("equals", value) => Test::OneOf(vec![scalar(value)?]),
            ("one_of", Value::Array(values)) if !values.is_empty() => {
                Test::OneOf(values.iter().map(scalar).collect::<Result<_>>()?)
            }
            ("contains", value) => Test::Contains(scalar(value)?),
            ("present", Value::Bool(true)) => Test::Present,
            ("absent", Value::Bool(true)) => Test::Absent,
            ("equals_parameter", Value::String(name)) => match path.and_then(|path| path.parameter(name)) {
                Some(index) => Test::EqualsParameter(index),
                None => {
                    return Err(self.wrong("compares a claim with a parameter that its path does not have"));
                }
            },
            ("one_of" | "present" | "absent" | "equals_parameter", _) => {
                return Err(self.wrong(&format!(
                    "has a claim whose {name} is not of the form that it has to be of"
                )));
            }
            (name, _) => {
                return Err(self.wrong(&format!(
                    "has a claim with a member that it cannot have: {}",
                    shown(name)
                )));
            }
        };
        Ok(Condition { place, test })
    }

    fn length(&self, value: Value) -> Result<i64> {
        let length = match value {
            Value::String(text) => Some(Length::Text(text)),
            Value::Number(number) => number.as_i64().map(Length::Seconds),
            _ => None,
        };
        let seconds = length.and_then(|length| length.positive_seconds().ok());
        seconds.ok_or_else(|| {
            self.wrong(
                "has a max_auth_age that is no length of time: give whole seconds, or a text such as 5m",
            )
        })
    }

    /// A string, or a non-empty list of strings.
    fn texts(&self, value: Value, name: &str) -> Result<Vec<String>> {
        let texts = match value {
            Value::String(text) if name == "issuer" && !text.is_empty() => vec![text],
            Value::Array(values) => {
                let texts = values.into_iter().map(|value| match value {
                    Value::String(text) if !text.is_empty() => Some(text),
                    _ => None,
                });
                texts.collect::<Option<Vec<_>>>().unwrap_or_default()
            }
            _ => Vec::new(),
        };
        match texts.is_empty() {
            false => Ok(texts),
            true => Err(self.wrong(&format!("has {name} that is no list of texts, or an empty one"))),
        }
    }

    fn flag(&self, object: &mut Map<String, Value>, name: &str) -> Result<bool> {
        match object.remove(name) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(self.wrong(&format!("has {name} that is neither true nor false"))),
        }
    }

    #[cold]
    fn wrong(&self, what: &str) -> Error {
        Error::option(format!("{} {what}", self.place))
    }
}

/// A name as it may appear in a message.
fn shown(name: &str) -> &str {
    if is_name(name) {
        name
    } else {
        "(a name with other characters than letters, digits and _)"
    }
}
