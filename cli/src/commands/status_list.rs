//! `status-list`: a list of statuses in a file. The core decides which indexes are free, and what
//! is published.

use serde_json::json;
use tokenseal::{StatusList, StatusTokenOptions};
use tokenseal_files::{change_status_list, create_status_list, open_status_list};

use super::claims::show_token;
use crate::arguments::{Publish, STATUSES, StatusLists};
use crate::failure::Result;
use crate::input::Input;
use crate::keys;
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

/// `now` is the time for a command that is not given one.
pub(crate) fn run(
    command: &StatusLists,
    input: &mut Input<'_>,
    terminal: &mut Terminal<'_>,
    now: f64,
) -> Result<()> {
    match command {
        StatusLists::Init(arguments) => {
            let list = StatusList::new(arguments.capacity, arguments.bits)?;
            create_status_list(&arguments.file.path, &list)?;
            show_list(&list, terminal)
        }
        StatusLists::Allocate(arguments) => {
            // An invalid address uses up no index.
            let claim = change_status_list(&arguments.file.path, |list| {
                let index = list.allocate()?;
                list.claim(&arguments.uri.uri, index)
            })?;
            terminal.show_line(&claim, &claim.to_string())
        }
        StatusLists::Set(arguments) => {
            change_status_list(&arguments.file.path, |list| {
                list.set(arguments.index, arguments.status)
            })?;
            show_status(arguments.index, arguments.status, terminal)
        }
        StatusLists::Get(arguments) => {
            let status = open_status_list(&arguments.file.path)?.get(arguments.index)?;
            show_status(arguments.index, status, terminal)
        }
        StatusLists::Publish(arguments) => publish(arguments, input, terminal, now),
        StatusLists::Status(arguments) => show_list(&open_status_list(&arguments.file.path)?, terminal),
    }
}

fn publish(arguments: &Publish, input: &mut Input<'_>, terminal: &mut Terminal<'_>, now: f64) -> Result<()> {
    let files = arguments.key.files();
    Input::once([], files.paths())?;
    let options: StatusTokenOptions = arguments.options.read()?;
    let key = keys::one(&files, input)?;
    let options = StatusTokenOptions {
        now: options.now.or(Some(now)),
        ..options
    };
    show_token(
        open_status_list(&arguments.file.path)?.to_jwt(&key, &arguments.uri.uri, &options)?,
        terminal,
    )
}

fn show_status(index: u64, status: u8, terminal: &mut Terminal<'_>) -> Result<()> {
    let name = STATUSES.get(usize::from(status));
    terminal.show(
        &json!({ "index": index, "status": status, "name": name }),
        |color| {
            let mut page = Page::new(color);
            let named = name.map_or_else(|| status.to_string(), |name| (*name).to_owned());
            page.line(
                if status == StatusList::VALID {
                    Style::Green
                } else {
                    Style::Red
                },
                &format!("{index}: {named}"),
            );
            page.finish()
        },
    )
}

fn show_list(list: &StatusList, terminal: &mut Terminal<'_>) -> Result<()> {
    let (capacity, bits, free) = (list.capacity(), list.bits(), list.free());
    terminal.show(
        &json!({ "capacity": capacity, "bits": bits, "free": free }),
        |color| {
            let mut page = Page::new(color);
            page.line(Style::Bold, "A status list");
            let rows = [
                ("capacity", capacity.to_string()),
                ("bits", bits.to_string()),
                ("free", free.to_string()),
            ];
            page.rows(rows.iter().map(|(name, value)| (*name, value.as_str())));
            page.finish()
        },
    )
}
