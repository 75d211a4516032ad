//! `cargo xtask size [TARGET]`: how large the library is that phones and JVMs get, and what its
//! bytes are.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use object::read::{File, Object, ObjectSection, ObjectSymbol};
use object::{SectionKind, SymbolKind};

use crate::package::{native, platform};
use crate::report::table;
use crate::workspace::Workspace;

/// What a phone should have to load at most.
const AIM: u64 = 2_500_000;

/// Builds the library as it is shipped, and prints the sizes.
pub(crate) fn run(workspace: &Workspace, target: &str) -> Result<()> {
    let platform = platform::find(target)?;
    let folder = workspace.target.join("package").join("natives");
    let made = native::build(workspace, platform, &folder)?;
    let built = workspace.target.join(target).join("shipping");
    for path in made {
        let name = path.file_name().context("a library has a name")?;
        say!(
            "\n{} for {target}: {} (the aim for phones: {})",
            name.display(),
            megabytes(size(&path)?),
            megabytes(AIM)
        );
        if platform.dynamic().is_some_and(|dynamic| name == dynamic.as_str()) {
            say!(
                "{}",
                table(
                    &["part", "bytes"],
                    &rows(&parts(&std::fs::read(built.join(name))?)?)
                )
            );
        }
    }
    others(workspace)
}

/// The modules of the Python and Node packages, as they were built last; the packages hold them
/// stripped.
fn others(workspace: &Workspace) -> Result<()> {
    let platform = platform::find(workspace.triple())?;
    let mut rows = Vec::new();
    for (title, library) in [("Python", "_native"), ("Node", "tokenseal_node")] {
        let name = format!(
            "{}{library}{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        );
        let built = workspace.built().join(&name);
        if built.is_file() {
            let stripped = workspace.target.join("package").join(&name);
            native::strip(platform, &built, &stripped)?;
            rows.push(vec![title.to_owned(), megabytes(size(&stripped)?)]);
            std::fs::remove_file(&stripped)?;
        }
    }
    if !rows.is_empty() {
        say!(
            "\nThe native modules of the other packages, with the `tokenseal` command inside:\n{}",
            table(&["package", "size"], &rows)
        );
    }
    Ok(())
}

/// The bytes of each part of a library that still has its symbols: code and constants by whose they
/// are, the rest by what it is for.
fn parts(bytes: &[u8]) -> Result<BTreeMap<String, u64>> {
    let file = File::parse(bytes).context("the library cannot be read")?;
    let mut parts: BTreeMap<String, u64> = BTreeMap::new();
    // What has its own symbol. Several names for one place count once.
    let mut places: HashMap<u64, (u64, String)> = HashMap::new();
    for symbol in file
        .symbols()
        .filter(|symbol| symbol.size() > 0 && matches!(symbol.kind(), SymbolKind::Text | SymbolKind::Data))
    {
        let in_file = symbol
            .section_index()
            .and_then(|index| file.section_by_index(index).ok())
            .is_some_and(|section| is_named(section.kind()));
        let larger = places
            .get(&symbol.address())
            .is_none_or(|(size, _)| *size < symbol.size());
        if in_file && larger {
            places.insert(
                symbol.address(),
                (symbol.size(), owner(symbol.name().unwrap_or_default())),
            );
        }
    }
    for (size, owner) in places.into_values() {
        *parts.entry(owner).or_default() += size;
    }
    let named: u64 = parts.values().sum();
    let mut sections = 0;
    for section in file.sections() {
        let name = section.name().unwrap_or_default();
        match section.kind() {
            _ if matches!(
                name,
                ".eh_frame"
                    | ".eh_frame_hdr"
                    | ".gcc_except_table"
                    | "__eh_frame"
                    | "__gcc_except_tab"
                    | "__unwind_info"
                    | ".pdata"
            ) =>
            {
                *parts
                    .entry("unwinding, by which a panic becomes an error".to_owned())
                    .or_default() += section.size();
            }
            _ if name.starts_with(".rel") => {
                *parts.entry("relocations".to_owned()).or_default() += section.size()
            }
            _ if matches!(name, ".dynsym" | ".dynstr" | ".gnu.hash" | ".hash") => {
                *parts.entry("exported names".to_owned()).or_default() += section.size()
            }
            kind if is_named(kind) => sections += section.size(),
            _ => {}
        }
    }
    parts.insert(
        "constants and code without a name (texts, tables, padding)".to_owned(),
        sections.saturating_sub(named),
    );
    Ok(parts)
}

fn is_named(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Text
            | SectionKind::Data
            | SectionKind::ReadOnlyData
            | SectionKind::ReadOnlyDataWithRel
            | SectionKind::ReadOnlyString
    )
}

/// Whose code it is, by the name of a symbol. What is neither Rust's nor UniFFI's is C and
/// assembly, of which there is AWS-LC only.
fn owner(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    let is_rust = name != symbol;
    if name.contains("UNIFFI_META") {
        return "UniFFI's metadata, which nothing reads at run time".to_owned();
    }
    if symbol.trim_start_matches('_').starts_with("uniffi_")
        || symbol.trim_start_matches('_').starts_with("ffi_")
        || name.contains("uniffi")
    {
        return "the boundary (UniFFI)".to_owned();
    }
    if !is_rust {
        return if symbol.contains("avx512") {
            "AWS-LC, for AVX-512"
        } else {
            "AWS-LC"
        }
        .to_owned();
    }
    let first = name
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .find(|word| !matches!(*word, "" | "mut" | "const" | "as" | "dyn"));
    match first.unwrap_or_default() {
        "tokenseal" => "the core".to_owned(),
        "core" | "alloc" | "std" | "std_detect" | "gimli" | "addr2line" | "rustc_demangle"
        | "miniz_oxide" | "object" | "hashbrown" | "backtrace_rs" => {
            "Rust's own library (and miniz_oxide)".to_owned()
        }
        _ => "other crates".to_owned(),
    }
}

fn rows(parts: &BTreeMap<String, u64>) -> Vec<Vec<String>> {
    let mut sorted: Vec<_> = parts.iter().filter(|(_, size)| **size > 0).collect();
    sorted.sort_by_key(|(_, size)| std::cmp::Reverse(**size));
    sorted
        .into_iter()
        .map(|(name, size)| vec![name.clone(), size.to_string()])
        .collect()
}

fn size(path: &Path) -> Result<u64> {
    Ok(std::fs::metadata(path)
        .with_context(|| format!("{} is not there", path.display()))?
        .len())
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{:02} MB", bytes / 1_000_000, bytes % 1_000_000 / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_code_it_is() {
        for (symbol, expected) in [
            ("_ZN9tokenseal3jws6verify17h0123456789abcdefE", "the core"),
            (
                "_ZN4core3fmt5write17h0123456789abcdefE",
                "Rust's own library (and miniz_oxide)",
            ),
            ("_ZN10serde_json5value5Value17h0123456789abcdefE", "other crates"),
            ("aws_lc_0_47_0_aes_gcm_encrypt_avx512", "AWS-LC, for AVX-512"),
            ("ecp_nistz256_precomputed", "AWS-LC"),
            ("uniffi_tokenseal_uniffi_fn_func_verify", "the boundary (UniFFI)"),
            (
                "UNIFFI_META_TOKENSEAL_UNIFFI_FUNC_VERIFY",
                "UniFFI's metadata, which nothing reads at run time",
            ),
        ] {
            assert_eq!(owner(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn counts_the_bytes_of_a_program() {
        let own = std::fs::read(std::env::current_exe().unwrap()).unwrap();
        let parts = parts(&own).unwrap();
        let total: u64 = parts.values().sum();
        assert!(
            total > 100_000 && total <= own.len() as u64,
            "{total} of {}",
            own.len()
        );
        assert_eq!(megabytes(4_309_160), "4.30 MB");
    }
}
