//! `revocations`: a list in a file or on a server, made and looked at, and what is taken back. What
//! an entry is, and when it ends, is the core's to say.

use serde_json::Value;
use tokenseal::{
    EntriesOptions, FileOptions, RevocationChange, RevocationEntry, Revocations, RevocationsOptions,
    RevokeOptions, StoreOptions,
};
use tokenseal_files::{RevocationFile, open_revocations};

use super::opened::Opened;
use crate::arguments::{self, Init, List, Place, Withdraw};
use crate::failure::Result;
use crate::fetching::Fetching;
use crate::readable::{Page, Style, date_of};
use crate::terminal::{Terminal, harmless};

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    command: &arguments::Revocations,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    match command {
        arguments::Revocations::Init(arguments) => init(arguments, terminal, fetching),
        arguments::Revocations::List(arguments) => list(arguments, terminal, fetching, now),
        arguments::Revocations::Withdraw(arguments) => withdraw(arguments, terminal, fetching, now),
        arguments::Revocations::Status(arguments) => {
            show_status(Opened::open(arguments.list.place()?, fetching)?.list(), terminal)
        }
    }
}

fn init(arguments: &Init, terminal: &mut Terminal<'_>, fetching: &Fetching<'_>) -> Result<()> {
    let FileOptions { longest_lifetime, .. } = arguments.options.read()?;
    match arguments.place()? {
        Place::File(path) => {
            let header = Revocations::log_header(&RevocationsOptions {
                longest_lifetime,
                ..RevocationsOptions::default()
            })?;
            RevocationFile::create(path, &header)?;
            show_status(&open_revocations(path, &FileOptions::default())?, terminal)
        }
        Place::Store(address) => {
            let options = StoreOptions {
                create: true,
                longest_lifetime: longest_lifetime.clone(),
                ..StoreOptions::default()
            };
            let stored = fetching.open(address, &options)?;
            longest_lifetime
                .iter()
                .try_for_each(|asked| stored.list.require_longest_lifetime(asked))?;
            show_status(&stored.list, terminal)
        }
    }
}

fn list(arguments: &List, terminal: &mut Terminal<'_>, fetching: &Fetching<'_>, now: f64) -> Result<()> {
    let options: EntriesOptions = arguments.options.read()?;
    let now = options.now.unwrap_or(now);
    let opened = Opened::open(arguments.list.place()?, fetching)?;
    let entries = opened.entries(&EntriesOptions {
        now: Some(now),
        ..options
    })?;
    let values: Vec<_> = entries.iter().map(RevocationEntry::to_json).collect();
    terminal.show(&values, |color| {
        let mut page = Page::new(color);
        page.line(
            Style::Bold,
            &if entries.is_empty() {
                "Nothing is revoked".to_owned()
            } else {
                format!("Revocations: {}", entries.len())
            },
        );
        for entry in &entries {
            show_lines(&mut page, entry, Some(entry), now);
        }
        page.finish()
    })
}

fn withdraw(
    arguments: &Withdraw,
    terminal: &mut Terminal<'_>,
    fetching: &Fetching<'_>,
    now: f64,
) -> Result<()> {
    let options: RevokeOptions = arguments.options.read()?;
    let now = options.now.unwrap_or(now);
    let withdrawal = RevocationChange::withdraw(
        &arguments.id,
        &RevokeOptions {
            now: Some(now),
            ..options
        },
    )?;
    let entry = Opened::open(arguments.list.place()?, fetching)?.change(withdrawal)?;
    terminal.show(&entry.to_json(), |color| {
        let mut page = Page::new(color);
        // It says nothing of the revocation but its name and its end.
        show_lines(&mut page, &entry, None, now);
        page.finish()
    })
}

/// An entry that was made.
pub(super) fn show_revoked(entry: &RevocationEntry, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    terminal.show(&entry.to_json(), |color| {
        let mut page = Page::new(color);
        show_lines(&mut page, entry, Some(entry), now);
        page.finish()
    })
}

/// `revoked` says when, by whom and why it was revoked, where that is known.
fn show_lines(page: &mut Page, entry: &RevocationEntry, revoked: Option<&RevocationEntry>, now: f64) {
    let what = if entry.kind == "issuer" {
        "an issuer".to_owned()
    } else {
        format!("a {}", entry.kind)
    };
    match &entry.withdrawn {
        Some(_) => page.line(Style::Green, &format!("Withdrawn: the revocation of {what}")),
        None => page.line(Style::Red, &format!("Revoked: {what}")),
    }
    let date = |time: f64| date_of(&time.to_string(), now).unwrap_or_else(|| time.to_string());
    let withdrawn = entry.withdrawn.as_ref();
    let rows = [
        ("id", Some(entry.id.clone())),
        ("at", revoked.map(|entry| date(entry.at))),
        ("by", revoked.and_then(|entry| entry.by.clone())),
        ("reason", revoked.and_then(|entry| entry.reason.clone())),
        ("issued before", entry.before.map(date)),
        ("ends", Some(entry.ends.map_or_else(|| "never".to_owned(), date))),
        ("withdrawn at", withdrawn.map(|withdrawn| date(withdrawn.at))),
        (
            "withdrawn by",
            withdrawn.and_then(|withdrawn| withdrawn.by.clone()),
        ),
        (
            "withdrawn for",
            withdrawn.and_then(|withdrawn| withdrawn.reason.clone()),
        ),
    ];
    let rows: Vec<_> = rows
        .iter()
        .filter_map(|(name, text)| Some((*name, text.as_deref()?)))
        .collect();
    page.rows(rows.iter().copied());
}

fn show_status(list: &Revocations, terminal: &mut Terminal<'_>) -> Result<()> {
    let status: Value = serde_json::from_str(&list.status()).unwrap_or_default();
    terminal.show(&status, |color| {
        let mut page = Page::new(color);
        page.line(Style::Bold, "A list of revocations");
        let entries = status
            .get("entries")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let rows: Vec<_> = entries
            .map(|(kind, count)| (kind.as_str(), count.to_string()))
            .collect();
        page.rows(rows.iter().map(|(kind, count)| (*kind, count.as_str())));
        let longest = status.get("longest_lifetime").and_then(Value::as_f64);
        page.line(
            Style::Dim,
            &longest.map_or_else(
                || "No longest lifetime".to_owned(),
                |seconds| format!("Longest lifetime: {seconds} s"),
            ),
        );
        if let Some(failed) = status.get("failed").and_then(Value::as_str) {
            page.line(Style::Red, &harmless(&format!("It cannot be used: {failed}")));
        }
        page.finish()
    })
}
