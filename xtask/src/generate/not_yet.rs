//! What the core has, and Swift and Kotlin have not yet: protected resources. A language that gains them takes the whole tables in `files`, and this
//! goes with the last of them.

use super::Tables;

/// Sets of options, with all functions that take them.
const SETS: [&str; 2] = ["RequestOptions", "ResourceOptions"];

/// The tables without these.
pub(super) fn taken_away(mut tables: Tables) -> Tables {
    tables.options.retain(|set| !SETS.contains(&set.name.as_str()));
    tables
}
