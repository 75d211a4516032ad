//! `algorithms` and `completions`: what is available.

use clap::CommandFactory;
use clap_complete::Shell;
use serde::Serialize;
use serde_json::{Value, json};
use tokenseal::{ContentEncryption, KeyManagement, SignatureAlgorithm, default_limits};

use crate::arguments::Arguments;
use crate::failure::Result;
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

pub(crate) fn algorithms(terminal: &mut Terminal<'_>) -> Result<()> {
    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        description: &'static str,
    }

    let signature = SignatureAlgorithm::ALL.iter().map(|name| Row {
        name: name.as_str(),
        description: name.description(),
    });
    let management = KeyManagement::ALL.iter().map(|name| Row {
        name: name.as_str(),
        description: name.description(),
    });
    let content = ContentEncryption::ALL.iter().map(|name| Row {
        name: name.as_str(),
        description: name.description(),
    });
    let (signature, management, content): (Vec<_>, Vec<_>, Vec<_>) =
        (signature.collect(), management.collect(), content.collect());
    let limits = default_limits();
    let limit = |limit: &tokenseal::LimitInfo| json!({ "name": limit.name, "default": limit.default, "description": limit.description });
    let limit_values: Vec<Value> = limits.iter().map(limit).collect();
    let value = json!({ "signature": signature, "key_management": management, "content_encryption": content, "limits": limit_values });
    terminal.show(&value, |color| {
        let mut page = Page::new(color);
        for (title, rows) in [
            ("Signatures", &signature),
            ("Key management", &management),
            ("Content encryption", &content),
        ] {
            page.line(Style::Bold, title);
            page.rows(rows.iter().map(|row| (row.name, row.description)));
        }
        page.line(Style::Bold, "Limits");
        let limits: Vec<_> = limits
            .iter()
            .map(|limit| (limit.name, format!("{}: {}", limit.default, limit.description)))
            .collect();
        page.rows(limits.iter().map(|(name, text)| (*name, text.as_str())));
        page.finish()
    })
}

pub(crate) fn completions(shell: Shell, terminal: &mut Terminal<'_>) -> Result<()> {
    // Into memory first: clap_complete panics if it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "tokenseal", &mut script);
    terminal.print(&script)
}
