//! What `verify` and `decrypt` show with `--bytes`: content that is not claims.

use base64_simd::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::value::RawValue;
use tokenseal::TokenKind;

use crate::failure::{Failure, Result};
use crate::readable::{Page, Style};
use crate::terminal::Terminal;

/// What is shown of a token: bytes as base64url, since they need not be text.
#[derive(Serialize)]
pub(super) struct ShownContent<'a> {
    pub(super) kind: TokenKind,
    /// The places of the signatures that verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) verified: Option<&'a [usize]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recipient: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key_id: Option<&'a str>,
    pub(super) header: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unprotected: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recipient_header: Option<Box<RawValue>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "base64url_if_given"
    )]
    pub(super) aad: Option<&'a [u8]>,
    #[serde(serialize_with = "base64url")]
    pub(super) content: &'a [u8],
}

impl ShownContent<'_> {
    /// `alone`: the content as it is, which a terminal only gets if it is text that cannot control
    /// the terminal.
    pub(super) fn show(&self, alone: bool, terminal: &mut Terminal<'_>) -> Result<()> {
        if !alone {
            return terminal.show(self, |color| self.readable(color));
        }
        if !terminal.interactive {
            return terminal.print(self.content);
        }
        let text = std::str::from_utf8(self.content);
        let text =
            text.map_err(|_| Failure::usage("the content is no text: let a file or a pipe have it"))?;
        terminal.print_text(&format!("{}\n", crate::terminal::harmless(text)))
    }

    fn readable(&self, color: bool) -> String {
        let mut page = Page::new(color);
        match self.kind {
            TokenKind::Signed => page.line(Style::Green, "Verified: signed bytes, no claims"),
            _ => page.line(Style::Green, "Decrypted: bytes, no claims"),
        }
        let places = self
            .verified
            .map(|places| places.iter().map(usize::to_string).collect::<Vec<_>>().join(", "));
        let recipient = self.recipient.map(|recipient| recipient.to_string());
        let aad = self.aad.map(text_or_length);
        let rows = [
            ("verified", places.as_deref()),
            ("recipient", recipient.as_deref()),
            ("key_id", self.key_id),
            ("aad", aad.as_deref()),
        ];
        page.rows(
            rows.iter()
                .filter_map(|(name, text)| text.map(|text| (*name, text))),
        );
        let headers = [
            ("Unprotected header", &self.unprotected),
            ("Header of the recipient", &self.recipient_header),
        ];
        page.line(Style::Bold, "Protected header");
        page.members(&self.header, None);
        for (title, header) in headers
            .iter()
            .filter_map(|(title, header)| header.as_ref().map(|header| (*title, header)))
        {
            page.line(Style::Bold, title);
            page.members(header, None);
        }
        page.line(Style::Bold, "Content");
        page.rows([("bytes", text_or_length(self.content).as_str())]);
        page.finish()
    }
}

fn text_or_length(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(
        |_| format!("{} bytes that are no text (--content writes them)", bytes.len()),
        str::to_owned,
    )
}

fn base64url<S: serde::Serializer>(bytes: &[u8], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&URL_SAFE_NO_PAD.encode_to_string(bytes))
}

fn base64url_if_given<S: serde::Serializer>(
    bytes: &Option<&[u8]>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    base64url(bytes.unwrap_or_default(), serializer)
}
