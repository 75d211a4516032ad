//! XML: read by a parser, written from templates (see [`crate::template`]).

use anyhow::{Context, Result};
use roxmltree::{Document, Node};

/// Parses a document.
pub(crate) fn parse(text: &str) -> Result<Document<'_>> {
    Document::parse(text).context("it is not XML")
}

/// The first child of an element that has this name.
pub(crate) fn child<'a, 'text>(element: Node<'a, 'text>, name: &str) -> Option<Node<'a, 'text>> {
    element
        .children()
        .find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of the first child that has this name.
pub(crate) fn text_of<'a>(element: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(element, name)?.text()
}

/// Text as it stands between tags.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
