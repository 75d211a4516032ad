//! `--bytes`: content that is no claims, in every serialization of JWS and JWE.

use base64_simd::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::value::RawValue;
use tokenseal::{TokenKind, jwe, jws};

use crate::arguments::{Decrypt, Encrypt, Sign, Verify};
use crate::failure::{Failure, Result};
use crate::input::Input;
use crate::readable::{Page, Style};
use crate::terminal::Terminal;
use crate::{json, keys};

use super::checking::raw;
use super::making;

/// The options of the command that the core is handed. Those that are for claims it does not know, and refuses.
#[derive(Serialize)]
struct Options<'a, C, B> {
    #[serde(flatten)]
    common: &'a C,
    #[serde(flatten)]
    bytes: &'a B,
}

pub(crate) fn sign(arguments: &Sign, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims], files.paths())?;
    let mut options: jws::SignOptions = json::options(&Options { common: &arguments.options, bytes: &arguments.bytes })?;
    options.b64 = !arguments.bytes.unencoded;
    let keys = keys::makers(&files, input)?;
    let payload = input.bytes(&arguments.claims, "the content")?;
    making::show(jws::sign(&payload[..], keys, &options)?, terminal)
}

pub(crate) fn encrypt(arguments: &Encrypt, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.key.files();
    Input::once([&arguments.claims].into_iter().chain(&arguments.bytes.aad), files.paths())?;
    let mut options: jwe::EncryptOptions = json::options(&Options { common: &arguments.options, bytes: &arguments.bytes })?;
    options.aad = arguments.bytes.aad.as_ref().map(|aad| input.bytes(aad, "the aad")).transpose()?.map(|aad| aad.to_vec());
    let keys = keys::makers(&files, input)?;
    let plaintext = input.bytes(&arguments.claims, "the content")?;
    making::show(jwe::encrypt(&plaintext[..], keys, &options)?, terminal)
}

pub(crate) fn verify(arguments: &Verify, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source].into_iter().chain(&arguments.bytes.payload), files.paths())?;
    let mut options: jws::VerifyOptions = json::options(&Options { common: &arguments.options, bytes: &arguments.bytes })?;
    options.payload =
        arguments.bytes.payload.as_ref().map(|bytes| input.bytes(bytes, "the payload")).transpose()?.map(|bytes| bytes.to_vec());
    let keys = keys::all(&files, input)?;
    let verified = jws::verify(input.text(&arguments.token.source, "the token")?, keys, &options)?;
    let shown = Shown {
        kind: TokenKind::Signed,
        verified: Some(verified.verified()),
        recipient: None,
        key_id: verified.key_id(),
        header: raw(verified.header())?,
        unprotected: verified.unprotected().map(raw).transpose()?,
        recipient_header: None,
        aad: None,
        content: verified.payload(),
    };
    shown.show(arguments.bytes.content, terminal)
}

pub(crate) fn decrypt(arguments: &Decrypt, input: &mut Input<'_>, terminal: &mut Terminal<'_>) -> Result<()> {
    let files = arguments.keys.files();
    Input::once([&arguments.token.source], files.paths())?;
    let options: jwe::DecryptOptions = json::options(&Options { common: &arguments.options, bytes: &arguments.bytes })?;
    let keys = keys::all(&files, input)?;
    let decrypted = jwe::decrypt(input.text(&arguments.token.source, "the token")?, keys, &options)?;
    let shown = Shown {
        kind: TokenKind::Encrypted,
        verified: None,
        recipient: Some(decrypted.recipient()),
        key_id: decrypted.key_id(),
        header: raw(decrypted.header())?,
        unprotected: decrypted.unprotected().map(raw).transpose()?,
        recipient_header: decrypted.recipient_header().map(raw).transpose()?,
        aad: decrypted.aad(),
        content: decrypted.plaintext(),
    };
    shown.show(arguments.bytes.content, terminal)
}

/// What is shown of a token: bytes as base64url, since they need not be text.
#[derive(Serialize)]
struct Shown<'a> {
    kind: TokenKind,
    /// The places of the signatures that verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<&'a [usize]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_id: Option<&'a str>,
    header: Box<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unprotected: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_header: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "base64url_if_given")]
    aad: Option<&'a [u8]>,
    #[serde(serialize_with = "base64url")]
    content: &'a [u8],
}

impl Shown<'_> {
    /// `alone`: the content as it is, which no terminal gets unless it is text that cannot command it.
    fn show(&self, alone: bool, terminal: &mut Terminal<'_>) -> Result<()> {
        if !alone {
            return terminal.show(self, |color| self.readable(color));
        }
        if !terminal.interactive {
            return terminal.print(self.content);
        }
        let text = std::str::from_utf8(self.content);
        let text = text.map_err(|_| Failure::usage("the content is no text: let a file or a pipe have it"))?;
        terminal.print_text(&format!("{}\n", crate::terminal::harmless(text)))
    }

    fn readable(&self, color: bool) -> String {
        let mut page = Page::new(color);
        match self.kind {
            TokenKind::Signed => page.line(Style::Green, "Verified: signed bytes, no claims"),
            _ => page.line(Style::Green, "Decrypted: bytes, no claims"),
        }
        let places = self.verified.map(|places| places.iter().map(usize::to_string).collect::<Vec<_>>().join(", "));
        let recipient = self.recipient.map(|recipient| recipient.to_string());
        let aad = self.aad.map(text_or_length);
        let rows = [("verified", places.as_deref()), ("recipient", recipient.as_deref()), ("key_id", self.key_id), ("aad", aad.as_deref())];
        page.rows(rows.iter().filter_map(|(name, text)| text.map(|text| (*name, text))));
        let headers = [("Unprotected header", &self.unprotected), ("Header of the recipient", &self.recipient_header)];
        page.line(Style::Bold, "Protected header");
        page.members(&self.header, None);
        for (title, header) in headers.iter().filter_map(|(title, header)| header.as_ref().map(|header| (*title, header))) {
            page.line(Style::Bold, title);
            page.members(header, None);
        }
        page.line(Style::Bold, "Content");
        page.rows([("bytes", text_or_length(self.content).as_str())]);
        page.finish()
    }
}

fn text_or_length(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| format!("{} bytes that are no text (--content writes them)", bytes.len()), str::to_owned)
}

fn base64url<S: serde::Serializer>(bytes: &[u8], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&URL_SAFE_NO_PAD.encode_to_string(bytes))
}

fn base64url_if_given<S: serde::Serializer>(bytes: &Option<&[u8]>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    base64url(bytes.unwrap_or_default(), serializer)
}
