//! Entries as callers see them.

use serde_json::{Map, Value, json};

use super::name::Name;
use super::record::{NEVER, Record};
use crate::error::{Error, Result};

/// A revocation, as [`Revocations::entries`](super::Revocations::entries) lists it and
/// [`withdraw`](super::Revocations::withdraw) takes it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RevocationEntry {
    /// Identifies the entry: a letter for its kind, and a hash of what was revoked.
    pub id: String,
    /// What was revoked: `token`, `session`, `subject`, `key` or `issuer`.
    pub kind: &'static str,
    /// When it was revoked, in seconds since the epoch.
    pub at: f64,
    /// For a subject or an issuer: tokens issued before this are refused, in seconds since the
    /// epoch.
    pub before: Option<f64>,
    /// When the entry ends, in seconds since the epoch; None if it never does.
    pub ends: Option<f64>,
    /// Who revoked it, as they said.
    pub by: Option<String>,
    /// Why, as they said.
    pub reason: Option<String>,
    /// When, by whom and why it was withdrawn, if it was.
    pub withdrawn: Option<Withdrawal>,
}

/// How a revocation was withdrawn.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Withdrawal {
    /// When, in seconds since the epoch.
    pub at: f64,
    /// By whom, as they said.
    pub by: Option<String>,
    /// Why, as they said.
    pub reason: Option<String>,
}

impl RevocationEntry {
    pub(super) fn of(record: &Record, withdrawal: Option<&Record>) -> Self {
        let Record {
            name,
            end,
            before,
            stamp,
            by,
            reason,
            ..
        } = record;
        Self {
            id: name.to_string(),
            kind: name.group.as_str(),
            at: stamp.seconds(),
            before: name.group.is_cut_off().then(|| f64::from(*before)),
            ends: Some(*end).filter(|end| *end != NEVER).map(f64::from),
            by: by.clone(),
            reason: reason.clone(),
            withdrawn: withdrawal.map(|record| Withdrawal {
                at: record.stamp.seconds(),
                by: record.by.clone(),
                reason: record.reason.clone(),
            }),
        }
    }

    /// The entry as JSON, in which every language but Rust receives it.
    pub fn to_json(&self) -> Value {
        let withdrawn = self
            .withdrawn
            .as_ref()
            .map(|Withdrawal { at, by, reason }| json!({ "at": at, "by": by, "reason": reason }));
        json!({
            "id": self.id,
            "kind": self.kind,
            "at": self.at,
            "before": self.before,
            "ends": self.ends,
            "by": self.by,
            "reason": self.reason,
            "withdrawn": withdrawn,
        })
    }
}

/// Reads which entry is meant: its ID, or JSON that contains it.
pub(super) fn name_of(entry: &str) -> Result<Name> {
    let of_json = || {
        serde_json::from_str::<Map<String, Value>>(entry)
            .ok()?
            .get("id")?
            .as_str()
            .and_then(Name::of_id)
    };
    Name::of_id(entry).or_else(of_json).ok_or_else(|| {
        Error::option("what is to be withdrawn is no entry of a list of revocations, nor the id of one")
    })
}
