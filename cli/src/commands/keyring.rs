//! `keyring`: a ring in a file, made, changed and looked at. What is due and what is refused is the
//! core's to say.

use serde_json::Value;
use tokenseal::{Algorithm, KeyRing, RingOptions};

use crate::arguments::{Create, Keyring, Rewrap, Ring, Wrapped};
use crate::failure::Result;
use crate::input::{Input, Source};
use crate::readable::{Page, Style, date_of};
use crate::terminal::{Terminal, harmless};
use crate::{json, keys};

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    command: &Keyring,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    match command {
        Keyring::Create(arguments) => create(arguments, input, terminal, arguments.at.now.unwrap_or(now)),
        Keyring::Rewrap(arguments) => {
            rewrap(arguments, input, terminal, arguments.ring.at.now.unwrap_or(now))
        }
        Keyring::Advance(arguments) => {
            let (ring, now) = open(&arguments.ring, input, now)?;
            show_changes(&ring.advance(now)?.to_json(), terminal, now)
        }
        Keyring::Revoke(arguments) => {
            let (ring, now) = open(&arguments.ring, input, now)?;
            show_changes(&ring.revoke(&arguments.key_id, now)?.to_json(), terminal, now)
        }
        Keyring::Jwks(arguments) => {
            let (ring, now) = open(&arguments.ring, input, now)?;
            terminal.print(format!("{}\n", ring.to_jwks(now)?).as_bytes())
        }
        Keyring::Status(arguments) => {
            let (ring, now) = open(&arguments.ring, input, now)?;
            show_status(&ring, terminal, now)
        }
    }
}

fn create(arguments: &Create, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let (protect_with, first) = (arguments.protect_with.files(), arguments.keys.files());
    Input::once(
        &arguments.wrapped.wrapped_key,
        protect_with.paths().chain(first.paths()),
    )?;
    let options: RingOptions = arguments.options.read()?;
    let algorithms = arguments
        .algorithms
        .iter()
        .map(|name| json::name(name))
        .collect::<Result<Vec<Algorithm>>>()?;
    let key = keys::one(&protect_with, input)?;
    let first = first
        .keys()
        .next()
        .map(|_| keys::all(&first, input))
        .transpose()?;
    let wrapped_key = wrapped_key(&arguments.wrapped, input)?;
    let ring = KeyRing::create(&algorithms, first, &options, now)?;
    tokenseal_files::save(&ring, &arguments.path, &key, wrapped_key.as_deref())?;
    show_status(&ring, terminal, now)
}

fn rewrap(arguments: &Rewrap, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let (open_with, rewrap_with) = (arguments.ring.open_with.files(), arguments.rewrap_with.files());
    Input::once(
        &arguments.wrapped.wrapped_key,
        open_with.paths().chain(rewrap_with.paths()),
    )?;
    let ring = tokenseal_files::open(&arguments.ring.path, keys::all(&open_with, input)?, now)?;
    let (key, wrapped_key) = (
        keys::one(&rewrap_with, input)?,
        wrapped_key(&arguments.wrapped, input)?,
    );
    ring.rewrap(&key, wrapped_key.as_deref(), now)?;
    show_status(&ring, terminal, now)
}

fn open(arguments: &Ring, input: &mut Input<'_>, now: f64) -> Result<(KeyRing, f64)> {
    let (files, now) = (arguments.open_with.files(), arguments.at.now.unwrap_or(now));
    Input::once([], files.paths())?;
    Ok((
        tokenseal_files::open(&arguments.path, keys::all(&files, input)?, now)?,
        now,
    ))
}

fn wrapped_key(arguments: &Wrapped, input: &mut Input<'_>) -> Result<Option<Vec<u8>>> {
    let read = |source: &Source| input.bytes(source, "the wrapped key").map(|bytes| bytes.to_vec());
    arguments.wrapped_key.as_ref().map(read).transpose()
}

/// What became of keys, and when there will be something to do again.
fn show_changes(advanced: &Value, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    terminal.show(advanced, |color| {
        let mut page = Page::new(color);
        let changes: Vec<_> = list(advanced, "changes").collect();
        page.line(
            Style::Bold,
            if changes.is_empty() {
                "Nothing has changed"
            } else {
                "What has changed"
            },
        );
        let rows: Vec<_> = changes
            .iter()
            .map(|change| (text(change, "key_id"), describe_change(change)))
            .collect();
        page.rows(rows.iter().map(|(name, change)| (name.as_str(), change.as_str())));
        show_needs(&mut page, advanced, now);
        page.finish()
    })
}

fn show_status(ring: &KeyRing, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let status: Value = serde_json::from_str(&ring.status(now)?).unwrap_or_default();
    terminal.show(&status, |color| {
        let mut page = Page::new(color);
        page.line(
            Style::Bold,
            &format!("A key ring, generation {}", text(&status, "generation")),
        );
        let rows: Vec<_> = list(&status, "keys")
            .map(|key| (text(key, "key_id"), describe_key(key, now)))
            .collect();
        page.rows(rows.iter().map(|(name, key)| (name.as_str(), key.as_str())));
        show_needs(&mut page, &status, now);
        if let Some(failed) = status.get("failed").filter(|failed| !failed.is_null()) {
            let why = format!(
                "It could not be read or changed: {}: {}",
                text(failed, "code"),
                text(failed, "message")
            );
            page.line(Style::Red, &harmless(&why));
        }
        page.finish()
    })
}

fn show_needs(page: &mut Page, of: &Value, now: f64) {
    let next = of.get("next").and_then(|next| date_of(&next.to_string(), now));
    page.line(
        Style::Dim,
        &next.map_or_else(
            || "Nothing is due before a key is added".to_owned(),
            |next| format!("Next due: {next}"),
        ),
    );
    for algorithm in list(of, "needs_key") {
        page.line(
            Style::Yellow,
            &format!("{} needs another key", algorithm.as_str().unwrap_or_default()),
        );
    }
}

fn describe_change(change: &Value) -> String {
    let state = |name| change.get(name).and_then(Value::as_str).unwrap_or("absent");
    format!(
        "{}  {}, was {}",
        text(change, "algorithm"),
        state("is"),
        state("was")
    )
}

fn describe_key(key: &Value, now: f64) -> String {
    let time = |name: &str, what: &str| {
        let date = date_of(&key.get(name)?.to_string(), now)?;
        Some(format!(", {what} {date}"))
    };
    let times = [
        ("active_from", "from"),
        ("active_until", "until"),
        ("revoked", "revoked"),
    ];
    let times: String = times.iter().filter_map(|(name, what)| time(name, what)).collect();
    format!("{}  {}{times}", text(key, "algorithm"), text(key, "state"))
}

fn list<'v>(of: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    of.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// A member as text, without quotes.
fn text(of: &Value, name: &str) -> String {
    match of.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
