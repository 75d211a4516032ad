//! What UniFFI writes for Kotlin is public, and not API: here it becomes internal.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::uniffi::{self, Library};
use crate::version;
use crate::workspace::{Workspace, read, write_changed};

/// What a declaration at the top of a file begins with.
const DECLARATIONS: [&str; 10] = [
    "class ",
    "open class ",
    "sealed class ",
    "data class ",
    "enum class ",
    "interface ",
    "object ",
    "fun ",
    "inline fun ",
    "typealias ",
];

/// Writes the sources, and leaves alone what is already so.
pub(super) fn sources(workspace: &Workspace, library: &Library, folder: &Path) -> Result<()> {
    let fresh = uniffi::sources(workspace, library, "kotlin")?;
    let name = "dev/tokenseal/ffi/tokenseal.kt";
    let text = internal(&read(&fresh.join(name))?)
        .with_context(|| format!("UniFFI wrote something new into {name}"))?;
    write_changed(&folder.join(name), text.as_bytes())?;
    // The library is asked for its own, before anything else is called.
    let text = format!(
        "package dev.tokenseal.ffi\n\ninternal const val VERSION: String = \"{}\"\n",
        version::of(workspace)?
    );
    write_changed(&folder.join("dev/tokenseal/ffi/Version.kt"), text.as_bytes())
}

/// Makes every declaration internal. What it should not know is refused: here, or by the compiler,
/// which runs in explicit API mode.
fn internal(source: &str) -> Result<String> {
    let mut text = String::with_capacity(source.len() + 4096);
    let (mut types, mut functions) = (0, 0);
    for line in source.lines() {
        let bare = line.strip_prefix("public ").unwrap_or(line);
        if DECLARATIONS.iter().any(|begin| bare.starts_with(begin)) {
            types += 1;
            text.push_str("internal ");
            text.push_str(bare);
        } else if let Some((before, name)) = function(line) {
            functions += 1;
            text.push_str(&format!("{before} internal fun `{name}"));
        } else if line.starts_with("public ") {
            bail!("a declaration that is not known: {line}");
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    if types == 0 || functions == 0 {
        bail!("{types} types and {functions} functions");
    }
    Ok(text)
}

/// The functions at the top are indented, after what they throw or the end of their comment.
fn function(line: &str) -> Option<(&str, &str)> {
    let (before, name) = line.split_once(" fun `")?;
    let throws = before.starts_with("    @Throws(") && before.ends_with(')');
    (throws || before.trim_start() == "*/").then_some((before, name))
}

#[cfg(test)]
mod tests {
    use super::internal;

    #[test]
    fn hides_what_is_public() {
        let source = "public object A {\n    fun `b`()\n}\nopen class C\n    @Throws(E::class) fun `d`() {\n         */ fun `e`() {\ninternal class F\n";
        let expected = "internal object A {\n    fun `b`()\n}\ninternal open class C\n    @Throws(E::class) internal fun `d`() {\n         */ internal fun `e`() {\n\
                        internal class F\n";
        assert_eq!(internal(source).unwrap(), expected);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(internal("public annotation class A\n").is_err());
        assert!(internal("").is_err());
    }
}
