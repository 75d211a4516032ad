//! What the core has, and Kotlin has not yet: protected resources. It takes the whole tables in `files` once it gains them, and this goes then.

use super::Tables;

/// Sets of options, with all functions that take them.
const SETS: [&str; 2] = ["RequestOptions", "ResourceOptions"];

/// The tables without these.
pub(super) fn taken_away(mut tables: Tables) -> Tables {
    tables.options.retain(|set| !SETS.contains(&set.name.as_str()));
    tables
}
