//! Lists what was revoked, from the records that are kept.

use super::entry::RevocationEntry;
use super::list::{Latest, List, keep_latest};
use super::log::LogReader;
use super::name::{Group, HashKey, Name};
use super::record::Record;
use super::state::has_not_ended;
use super::{Kept, Revocations};
use crate::error::{Error, Result};
use crate::options::{EntriesOptions, check_now};

impl Revocations {
    /// What was revoked and has not ended, and how it was withdrawn: everything, or what the
    /// options name. A name without an issuer is that of a token without `iss`, or of a key that
    /// was revoked for every issuer.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if a list in memory was not made with `audit`, or if the list is kept
    /// in a store, for which [`begin_entries`](Self::begin_entries) is needed;
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if a log cannot be read.
    pub fn entries(&self, options: &EntriesOptions) -> Result<Vec<RevocationEntry>> {
        let now = check_now(options.now)?;
        let list = self.0.list.load();
        let mut listing = Listing::new(options, &list.key);
        let mut take = |record: &Record| listing.take(record);
        match &self.0.kept {
            Kept::Log(log) => log.read(&mut Taking(&mut take))?,
            Kept::Audit(_) => self
                .0
                .kept
                .audit()
                .into_iter()
                .for_each(|audit| audit.iter().for_each(&mut take)),
            Kept::Memory => {
                return Err(Error::option(
                    "entries needs a list that keeps its records: make it with audit, or in a log or a store",
                ));
            }
            Kept::Store(_) => {
                return Err(Error::option(
                    "the list is kept in a store, which a driver has to be asked for: use begin_entries, or the driver's own calls",
                ));
            }
        }
        Ok(listing.entries(&list, now, matches!(self.0.kept, Kept::Audit(_))))
    }
}

/// What is being listed, and the latest records found for it.
pub(super) struct Listing {
    /// None: all.
    names: Option<Vec<Name>>,
    latest: Latest,
}

impl Listing {
    pub(super) fn new(options: &EntriesOptions, key: &HashKey) -> Self {
        Self {
            names: names(options, key),
            latest: Latest::new(),
        }
    }

    /// Takes any record of the list, in any order.
    pub(super) fn take(&mut self, record: &Record) {
        if self
            .names
            .as_ref()
            .is_none_or(|names| names.contains(&record.name))
        {
            keep_latest(&mut self.latest, record.clone());
        }
    }

    /// What was revoked and has not ended, in the order in which it was revoked. `is_merged`:
    /// another list, of which there are no records, may have been merged into this one.
    pub(super) fn entries(self, list: &List, now: f64, is_merged: bool) -> Vec<RevocationEntry> {
        let mut records: Vec<_> = self
            .latest
            .into_values()
            .filter_map(|(revocation, withdrawal)| Some((revocation?, withdrawal)))
            .collect();
        records.sort_by_key(|(revocation, _)| (revocation.stamp, revocation.name));
        let shown = records.into_iter().filter_map(|(mut revocation, withdrawal)| {
            let refused = refused(list, revocation.name);
            // A list without records may have revoked it again. (Otherwise the tables may be behind
            // the records.)
            let is_again = refused.is_some() && is_merged;
            let withdrawal =
                withdrawal.filter(|withdrawal| withdrawal.stamp >= revocation.stamp && !is_again);
            // An earlier one may end later, or cut off more: what counts is what is refused now, or
            // what was refused when it was withdrawn.
            let (end, before) = withdrawal
                .as_ref()
                .map_or(refused.unwrap_or_default(), |record| (record.end, record.before));
            (revocation.end, revocation.before) = (revocation.end.max(end), revocation.before.max(before));
            has_not_ended(revocation.end, now).then(|| RevocationEntry::of(&revocation, withdrawal.as_ref()))
        });
        shown.collect()
    }
}

/// The end and the cut-off with which a list refuses a name, if it does.
fn refused(list: &List, name: Name) -> Option<(u32, u32)> {
    let end = list.state.ends(name.group).get(name.hash)?;
    Some((end, list.state.before(name)))
}

/// The requested names; None: all.
fn names(options: &EntriesOptions, key: &HashKey) -> Option<Vec<Name>> {
    let issuer = options.issuer.as_deref();
    let named = [
        (Group::Token, &options.token_id),
        (Group::Session, &options.session_id),
        (Group::Subject, &options.subject),
        (Group::Key, &options.key_id),
    ];
    let names: Vec<Name> = named
        .iter()
        .filter_map(|(group, id)| Some(key.name(*group, issuer, id.as_deref()?)))
        .collect();
    match (names.is_empty(), issuer) {
        (false, _) => Some(names),
        (true, Some(issuer)) => Some(vec![key.name(Group::Issuer, Some(issuer), "")]),
        (true, None) => None,
    }
}

/// Takes every record, and writes nothing.
struct Taking<'a>(&'a mut dyn FnMut(&Record));

impl LogReader for Taking<'_> {
    fn record(&mut self, record: &[u8]) -> Result<()> {
        self.0(&Record::from_bytes(record)?);
        Ok(())
    }

    fn next(&mut self) -> Result<Vec<u8>> {
        Err(Error::new(
            crate::ErrorCode::Internal,
            "a log asked what to write while it was only read",
        ))
    }

    fn keeps(&self, _: &[u8]) -> bool {
        true
    }
}
