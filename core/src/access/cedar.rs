//! The rules as Cedar policies, whose decision defines what the rules mean.
//!
//! The context of a request contains
//! - `token`: whether a good token came with it; `proof`: whether possession of its key or
//!   certificate was proven; and `now`, in whole seconds;
//! - `path`: `count`, the segments `s0`, `s1`, … and `slash`, whether there is a trailing one;
//! - `scopes`: `kind` (`none`, `some`, or `other` if they are of another type) and `value`, a set
//!   of strings;
//! - `claims`: what the token has at each place that a rule looks at, by its JSON Pointer (RFC
//!   6901): nothing if it is absent, otherwise `kind` (`text`, `integer`, `boolean`, `list`, `null`
//!   or `other`) and, except for the last two, `value`. A list is a set of the same.
//!
//! Every access to something that may be absent is guarded: Cedar skips a policy whose condition
//! fails with an error.

use super::Access;
use super::conditions::AHEAD;
use super::pattern::{Part, Pattern};
use super::read::{ACR, AUTH_TIME, ISS};
use super::rule::{Condition, Conditions, Effect, Rule, Test};
use super::value::Scalar;

pub(super) fn policies(access: &Access) -> String {
    let mut text = String::new();
    for rule in &access.rules {
        let mut conditions = path(rule.path.as_ref());
        let effect = match &rule.effect {
            Effect::Public { .. } => "permit",
            Effect::Allow(own) => {
                conditions.push("context.token".to_owned());
                conditions.extend(granting(own, &access.places));
                "permit"
            }
            Effect::Deny(own) => {
                if *own != Conditions::default() {
                    conditions.push("context.token".to_owned());
                }
                conditions.extend(denying(own, &access.places));
                "forbid"
            }
        };
        write(&mut text, &rule.name, effect, &actions(rule), &conditions);
        if rule.preflight {
            write(
                &mut text,
                &format!("{} (preflight)", rule.name),
                "permit",
                "action == Action::\"OPTIONS\"",
                &path(rule.path.as_ref()),
            );
        }
    }
    text
}

fn write(text: &mut String, name: &str, effect: &str, action: &str, conditions: &[String]) {
    text.push_str(&format!(
        "@id({})\n{effect}(principal, {action}, resource)",
        quoted(name)
    ));
    if !conditions.is_empty() {
        text.push_str(&format!("\nwhen {{ {} }}", conditions.join(" && ")));
    }
    text.push_str(";\n\n");
}

fn actions(rule: &Rule) -> String {
    let Some(methods) = &rule.methods else {
        return "action".to_owned();
    };
    let head = methods.iter().any(|method| method == "GET") && !methods.iter().any(|method| method == "HEAD");
    let all = methods.iter().map(String::as_str).chain(head.then_some("HEAD"));
    let all: Vec<String> = all.map(|method| format!("Action::{}", quoted(method))).collect();
    format!("action in [{}]", all.join(", "))
}

fn path(pattern: Option<&Pattern>) -> Vec<String> {
    let Some(pattern) = pattern else { return Vec::new() };
    let count = pattern.parts.len();
    let mut conditions = match pattern.has_rest {
        true => vec![format!("context.path.count > {count}")],
        false => vec![
            format!("context.path.count == {count}"),
            format!("context.path.slash == {}", pattern.ends_in_slash),
        ],
    };
    for (index, part) in pattern.parts.iter().enumerate() {
        if let Part::Literal(literal) = part {
            conditions.push(format!("context.path.s{index} == {}", quoted(literal)));
        }
    }
    conditions
}

fn granting(conditions: &Conditions, places: &[Vec<String>]) -> Vec<String> {
    let mut all: Vec<String> = scopes(conditions)
        .into_iter()
        .map(|asked| format!("context.scopes.kind == \"some\" && {asked}"))
        .collect();
    let one_of = |place: usize, texts: &[String]| {
        let values = texts.iter().map(|text| Scalar::Text(text.clone())).collect();
        holds(
            &Condition {
                place,
                test: Test::OneOf(values),
            },
            places,
            false,
        )
    };
    all.extend(
        conditions
            .claims
            .iter()
            .map(|condition| holds(condition, places, false)),
    );
    if !conditions.acr.is_empty() {
        all.push(one_of(ACR, &conditions.acr));
    }
    if let Some(most) = conditions.max_auth_age {
        let claim = Claim::of(AUTH_TIME, places);
        let (has, kind, value) = (claim.has(), claim.is("integer"), claim.value());
        all.push(format!(
            "({has} && {kind} && context.now - {value} <= {most} && {value} <= context.now + {AHEAD})"
        ));
    }
    if !conditions.issuer.is_empty() {
        all.push(one_of(ISS, &conditions.issuer));
    }
    if conditions.proof {
        all.push("context.proof".to_owned());
    }
    all
}

fn denying(conditions: &Conditions, places: &[Vec<String>]) -> Vec<String> {
    let mut all = Vec::new();
    let asked = scopes(conditions);
    if !asked.is_empty() {
        all.push(format!(
            "(context.scopes.kind == \"other\" || (context.scopes.kind == \"some\" && {}))",
            asked.join(" && ")
        ));
    }
    if !conditions.issuer.is_empty() {
        let values = conditions
            .issuer
            .iter()
            .map(|text| Scalar::Text(text.clone()))
            .collect();
        all.push(holds(
            &Condition {
                place: ISS,
                test: Test::OneOf(values),
            },
            places,
            true,
        ));
    }
    all.extend(
        conditions
            .claims
            .iter()
            .map(|condition| holds(condition, places, true)),
    );
    all
}

fn scopes(conditions: &Conditions) -> Vec<String> {
    let list = |scopes: &[String]| {
        scopes
            .iter()
            .map(|scope| quoted(scope))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let of = |scopes: &[String], word: &str| {
        (!scopes.is_empty()).then(|| format!("context.scopes.value.{word}([{}])", list(scopes)))
    };
    of(&conditions.scope, "containsAll")
        .into_iter()
        .chain(of(&conditions.any_scope, "containsAny"))
        .collect()
}

/// How a policy names a place in the claims.
struct Claim(String);

impl Claim {
    fn of(place: usize, places: &[Vec<String>]) -> Self {
        let names = places.get(place).map(Vec::as_slice).unwrap_or_default();
        let pointer: String = names
            .iter()
            .map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")))
            .collect();
        Self(quoted(&pointer))
    }

    fn has(&self) -> String {
        format!("context.claims has {}", self.0)
    }

    fn is(&self, kind: &str) -> String {
        format!("context.claims[{}].kind == \"{kind}\"", self.0)
    }

    fn value(&self) -> String {
        format!("context.claims[{}].value", self.0)
    }
}

fn holds(condition: &Condition, places: &[Vec<String>], in_deny: bool) -> String {
    let claim = Claim::of(condition.place, places);
    let (has, value) = (claim.has(), claim.value());
    // For kinds that can be compared, the comparison decides; any other kind matches a deny rule,
    // and no other rule.
    let compare = |kinds: &[&str], compared: String| {
        let is: Vec<String> = kinds.iter().map(|kind| claim.is(kind)).collect();
        let is = format!("({})", is.join(" || "));
        match in_deny {
            true => format!("({has} && (!{is} || {compared}))"),
            false => format!("({has} && {is} && {compared})"),
        }
    };
    match &condition.test {
        Test::Present if in_deny => format!("({has})"),
        Test::Present => format!("({has} && !({}))", claim.is("null")),
        Test::Absent if in_deny => format!("(!({has}) || {})", claim.is("null")),
        Test::Absent => format!("(!({has}))"),
        Test::OneOf(scalars) => {
            let mut kinds: Vec<&str> = scalars.iter().map(kind).collect();
            kinds.dedup();
            let compared: Vec<String> = scalars
                .iter()
                .map(|scalar| format!("{value} == {}", literal(scalar)))
                .collect();
            compare(&kinds, format!("({})", compared.join(" || ")))
        }
        Test::Contains(scalar) => compare(
            &["list"],
            format!(
                "{value}.contains({{ \"kind\": \"{}\", \"value\": {} }})",
                kind(scalar),
                literal(scalar)
            ),
        ),
        Test::EqualsParameter(index) => compare(&["text"], format!("{value} == context.path.s{index}")),
    }
}

fn kind(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Text(_) => "text",
        Scalar::Integer(_) => "integer",
        Scalar::Boolean(_) => "boolean",
    }
}

fn literal(scalar: &Scalar) -> String {
    match scalar {
        Scalar::Text(text) => quoted(text),
        Scalar::Integer(integer) => integer.to_string(),
        Scalar::Boolean(boolean) => boolean.to_string(),
    }
}

/// A string as Cedar writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for one in text.chars() {
        match one {
            '"' | '\\' => quoted.extend(['\\', one]),
            one if one.is_control() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(one))),
            one => quoted.push(one),
        }
    }
    quoted.push('"');
    quoted
}
