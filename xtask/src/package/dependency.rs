//! The dependencies of a POM that are published, with the versions that its properties name.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use roxmltree::Node;

use super::pom::Artifact;
use crate::xml::{child, escape, text_of};

/// A dependency: the names of its elements, and their texts.
#[derive(Clone)]
pub(super) struct Dependency(Vec<(String, String)>);

impl Dependency {
    /// What every module for a framework depends on.
    pub(super) fn on_package(version: &str) -> Self {
        let elements = [
            ("groupId", "dev.tokenseal"),
            ("artifactId", Artifact::Jvm.id()),
            ("version", version),
        ];
        Self(
            elements
                .map(|(name, text)| (name.to_owned(), text.to_owned()))
                .into(),
        )
    }

    /// One of a POM, with the properties that its texts name.
    fn read(element: Node<'_, '_>, properties: &Properties<'_>) -> Result<Self> {
        let read = |part: Node<'_, '_>| {
            let name = part.tag_name().name();
            if part.children().any(|inner| inner.is_element()) {
                bail!("a dependency has <{name}>, which is published nowhere");
            }
            Ok((
                name.to_owned(),
                resolved(part.text().unwrap_or_default(), properties)?,
            ))
        };
        element
            .children()
            .filter(Node::is_element)
            .map(read)
            .collect::<Result<_>>()
            .map(Self)
    }

    pub(super) fn is(&self, artifact: &str) -> bool {
        self.0
            .iter()
            .any(|(name, text)| name == "artifactId" && text == artifact)
    }

    pub(super) fn set(&mut self, name: &str, text: &str) {
        self.0.push((name.to_owned(), text.to_owned()));
    }

    /// The same, in a file of this machine.
    pub(super) fn from(&self, path: &Path) -> Self {
        let mut file = self.clone();
        file.set("scope", "system");
        file.set("systemPath", &path.display().to_string());
        file
    }

    pub(super) fn text(&self) -> String {
        let elements: String = self
            .0
            .iter()
            .map(|(name, text)| format!("<{name}>{}</{name}>", escape(text)))
            .collect();
        format!("    <dependency>{elements}</dependency>\n")
    }
}

pub(super) type Properties<'a> = HashMap<&'a str, &'a str>;

/// The properties of these projects; a later one's count more.
pub(super) fn properties<'a>(projects: &[Node<'a, '_>]) -> Properties<'a> {
    let of = |project: &Node<'a, '_>| child(*project, "properties");
    let elements = projects
        .iter()
        .filter_map(of)
        .flat_map(|properties| properties.children());
    elements
        .filter(Node::is_element)
        .map(|element| (element.tag_name().name(), element.text().unwrap_or_default()))
        .collect()
}

/// The dependencies of a project, less those of its tests.
pub(super) fn dependencies(project: Node<'_, '_>, properties: &Properties<'_>) -> Result<Vec<Dependency>> {
    let all = child(project, "dependencies")
        .context("the POM has no <dependencies>")?
        .children();
    let published = all.filter(|one| one.is_element() && text_of(*one, "scope") != Some("test"));
    published.map(|one| Dependency::read(one, properties)).collect()
}

/// A text that may be `${name}`, and holds no such name otherwise.
fn resolved(text: &str, properties: &Properties<'_>) -> Result<String> {
    let value = match text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => properties.get(name).copied(),
        None => Some(text),
    };
    let value = value.filter(|value| !value.contains("${"));
    value
        .map(str::to_owned)
        .with_context(|| format!("the POM leaves open what {text} is"))
}
