//! What `verify`, `decrypt`, `unseal` and `inspect` share: a token in, what it says out.

use serde::Serialize;
use serde_json::value::RawValue;
use tokenseal::{Inspected, TokenKind, VerifyOptions};

use crate::arguments::{Options, TokenArguments};
use crate::failure::{Failure, Result};
use crate::input::Input;
use crate::json;
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

/// The options, with the system clock's time if `--now` is not given.
pub(super) fn options<C>(given: &Options<C>, now: f64) -> Result<VerifyOptions> {
    let options: VerifyOptions = given.read()?;
    Ok(VerifyOptions {
        now: options.now.or(Some(now)),
        ..options
    })
}

pub(super) fn read(arguments: &TokenArguments, input: &mut Input<'_>) -> Result<Vec<u8>> {
    input.text(&arguments.source, "the token")
}

/// What is shown of a token.
#[derive(Serialize)]
pub(super) struct ShownToken<'a> {
    verified: bool,
    kind: TokenKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decryption_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outer_header: Option<Box<RawValue>>,
    header: Box<RawValue>,
    pub(super) claims: Option<Box<RawValue>>,
}

impl<'a> ShownToken<'a> {
    pub(super) fn checked(token: &'a tokenseal::Token) -> Result<Self> {
        Ok(Self {
            verified: true,
            kind: token.kind(),
            key_id: token.key_id(),
            decryption_key_id: token.decryption_key_id(),
            outer_header: token.outer_header().map(raw).transpose()?,
            header: raw(token.header())?,
            claims: Some(raw(token.claims_json())?),
        })
    }

    pub(super) fn unverified(token: &Inspected) -> Result<Self> {
        Ok(Self {
            verified: false,
            kind: token.kind,
            key_id: None,
            decryption_key_id: None,
            outer_header: None,
            header: raw(&token.header)?,
            claims: token.claims.as_deref().map(raw).transpose()?,
        })
    }

    pub(super) fn show(
        &self,
        arguments: &TokenArguments,
        now: Option<f64>,
        terminal: &mut Terminal<'_>,
    ) -> Result<()> {
        match &self.claims {
            Some(claims) if arguments.claims => terminal.show_line(claims, claims.get()),
            _ => terminal.show(self, |color| self.readable(now, color)),
        }
    }

    fn readable(&self, now: Option<f64>, color: bool) -> String {
        let mut page = Page::new(color);
        match (self.verified, self.kind) {
            (true, TokenKind::Signed) => page.line(Style::Green, "Valid: a signed token"),
            (true, TokenKind::Encrypted) => page.line(Style::Green, "Valid: an encrypted token"),
            (true, TokenKind::Nested) => {
                page.line(Style::Green, "Valid: a token that is signed, then encrypted")
            }
            (false, TokenKind::Signed) => page.line(Style::Red, "NOT VERIFIED: a signed token"),
            (false, TokenKind::Encrypted) => page.line(Style::Red, "NOT VERIFIED: an encrypted token"),
            (false, TokenKind::Nested) => page.line(
                Style::Red,
                "NOT VERIFIED: an encrypted token that says it holds a signed one",
            ),
        }
        let keys = [
            ("key_id", self.key_id),
            ("decryption_key_id", self.decryption_key_id),
        ];
        page.rows(
            keys.iter()
                .filter_map(|(name, key_id)| key_id.map(|key_id| (*name, key_id))),
        );
        if let Some(header) = &self.outer_header {
            page.line(Style::Bold, "Header of the encrypted token");
            page.members(header, None);
        }
        page.line(
            Style::Bold,
            if self.outer_header.is_some() {
                "Header of the signed token"
            } else {
                "Header"
            },
        );
        page.members(&self.header, None);
        if let Some(claims) = &self.claims {
            page.line(Style::Bold, "Claims");
            page.members(claims, now);
        }
        page.finish()
    }
}

/// JSON text from the core, on one line, with every number as it was written.
pub(super) fn raw(text: &str) -> Result<Box<RawValue>> {
    RawValue::from_string(json::compact(text)).map_err(|_| Failure::usage("the claims cannot be shown"))
}
