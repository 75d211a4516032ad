//! `access`: what rules say about a request, and about themselves. The core decides all of it.

use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokenseal::access::{AccessRules, Decision, Explanation, Finding, Presented, Request};
use tokenseal::dpop::ProvenBy;
use tokenseal::{AccessOptions, Error, ErrorCode};

use super::shown_token::raw;
use crate::arguments::{Access, Question, Rules};
use crate::failure::{Failure, Result};
use crate::input::{Input, Source};
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    command: &Access,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    match command {
        Access::Check(question) => check(question, input, terminal, now),
        Access::Explain(question) => explain(question, input, terminal, now),
        Access::Lint(rules) => lint(&read(rules, input)?, terminal),
        Access::Cedar(rules) => terminal.print_text(&read(rules, input)?.to_cedar()),
        Access::Schema => terminal.print_text(AccessRules::schema()),
    }
}

fn read(rules: &Rules, input: &mut Input<'_>) -> Result<AccessRules> {
    Ok(AccessRules::from_json(&text(&rules.rules, "the rules", input)?)?)
}

fn text(source: &Source, what: &'static str, input: &mut Input<'_>) -> Result<String> {
    String::from_utf8(input.text(source, what)?).map_err(|_| Failure::usage(format!("{what} are not UTF-8")))
}

fn check(question: &Question, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let decision = ask(question, input, now, |rules, presented, request, now| {
        rules.require(presented, request, now)
    })??;
    show(&decision, terminal)
}

fn explain(question: &Question, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let (decision, rules) = ask(question, input, now, |rules, presented, request, now| {
        (
            rules.check(presented, request, now),
            rules.explain(presented, request, now),
        )
    })?;
    let (shown, explained) = (
        raw(&decision.to_json())?,
        raw(&Explanation::list_to_json(&rules))?,
    );
    terminal.show(&json!({ "decision": shown, "rules": explained }), |color| {
        let mut page = page(&decision, &shown, color);
        for one in &rules {
            let fits = match (one.fits_path, one.fits_method) {
                (true, true) if one.matches => "fits, and its conditions hold",
                (true, true) => "fits, and its conditions do not hold",
                (true, false) => "is for the path, by another method",
                (false, _) => "would be for the path if case and a last slash were ignored",
            };
            page.line(Style::Bold, &format!("{} ({})", one.rule, one.effect.as_str()));
            page.rows([("", fits)]);
        }
        page.finish()
    })
}

fn lint(rules: &AccessRules, terminal: &mut Terminal<'_>) -> Result<()> {
    let findings = rules.lint();
    let shown = Finding::list_to_json(&findings);
    terminal.show(&json!({ "findings": raw(&shown)? }), |color| {
        let mut page = Page::new(color);
        if findings.is_empty() {
            page.line(Style::Green, "Nothing was found");
        }
        for Finding { fault, rule, by } in &findings {
            let by = by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            page.line(Style::Red, &format!("{rule} is {}{by}", fault.as_str()));
        }
        page.finish()
    })?;
    match findings.len() {
        0 => Ok(()),
        count => Err(Failure::found(format!(
            "{count} of the rules cannot do what they look like"
        ))),
    }
}

/// Reads a question and asks it.
fn ask<T>(
    question: &Question,
    input: &mut Input<'_>,
    now: f64,
    act: impl FnOnce(&AccessRules, Presented<'_>, Request<'_>, f64) -> T,
) -> Result<T> {
    Input::once([&question.rules.rules].into_iter().chain(&question.claims), [])?;
    let options: AccessOptions = question.options.read()?;
    let rules = read(&question.rules, input)?;
    let claims = question
        .claims
        .as_ref()
        .map(|claims| text(claims, "the claims", input))
        .transpose()?;
    let proven_by = question
        .proven_by
        .as_deref()
        .and_then(|way| ProvenBy::ALL.into_iter().find(|known| known.as_str() == way));
    let refused = question.error.as_deref().map(known).transpose()?;
    let presented = match (&claims, &refused) {
        (Some(json), _) => Presented::Claims { json, proven_by },
        (None, Some(error)) => Presented::Refused(error),
        (None, None) => Presented::Nothing,
    };
    Ok(act(
        &rules,
        presented,
        Request::with(&question.method, &question.path, &options),
        options.now.unwrap_or(now),
    ))
}

fn known(code: &str) -> Result<Error> {
    let known = ErrorCode::ALL.iter().find(|known| known.as_str() == code);
    known
        .map(|code| Error::new(*code, ""))
        .ok_or_else(|| Failure::usage(format!("there is no error code {code}")))
}

fn show(decision: &Decision, terminal: &mut Terminal<'_>) -> Result<()> {
    let shown = raw(&decision.to_json())?;
    terminal.show(&shown, |color| page(decision, &shown, color).finish())
}

/// A decision for people.
fn page(decision: &Decision, members: &RawValue, color: bool) -> Page {
    let mut page = Page::new(color);
    match decision.is_allowed() {
        true => page.line(Style::Green, "Allowed"),
        false => page.line(Style::Red, "Not allowed"),
    }
    page.members(members, None);
    page
}

/// A decision carried by an error, for programs.
pub(crate) fn carried(error: &Error) -> Option<Value> {
    error
        .decision()
        .and_then(|decision| serde_json::from_str(&decision.to_json()).ok())
}
