//! What the core has, and Swift has not yet: protected resources. With them it takes the whole tables in `files`, and this goes.

use super::Tables;

/// Sets of options, with all functions that take them.
const SETS: [&str; 2] = ["RequestOptions", "ResourceOptions"];

/// The tables without these.
pub(super) fn taken_away(mut tables: Tables) -> Tables {
    tables.options.retain(|set| !SETS.contains(&set.name.as_str()));
    tables
}
