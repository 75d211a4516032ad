//! Revoking, withdrawing, and listing what was revoked.

use std::sync::PoisonError;

use super::Revocations;
use super::check::token_id;
use super::ends;
use super::entry::{RevocationEntry, name_of};
use super::list::{Latest, List, keep_latest};
use super::log::LogReader;
use super::name::{Group, HashKey, Name, digest};
use super::record::{NEVER, Record};
use super::stamp::Stamp;
use super::state::has_not_ended;
use crate::error::{Error, Result};
use crate::json::Scanned;
use crate::jwt::Token;
use crate::jwt::claims::Registered;
use crate::limits::Limits;
use crate::options::{EntriesOptions, RevokeOptions, check_time};

/// The longest `by` and `reason`, in bytes.
const LONGEST_BY: usize = 255;
const LONGEST_REASON: usize = 1000;

impl Revocations {
    /// Revokes one token that was checked, until it expires; by its `jti`, or by what it says if it has none.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the token lives longer than `longest_lifetime`, or for options of other calls;
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the revocation could not be kept.
    pub fn revoke(&self, token: &Token, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.revoke_text(token.header(), token.claims_json(), options)
    }

    /// The same by the protected header and the claims of a token that was checked, exactly as they were protected: for languages whose
    /// tokens are texts.
    ///
    /// # Errors
    /// As [`revoke`](Self::revoke); `ERR_JWT_INVALID` if the claims are no JSON object.
    pub fn revoke_text(&self, header: &str, claims: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        let call = Call::of(options, &[])?;
        let read = Registered::read(claims, Limits::MAX_JSON_DEPTH)?;
        let issuer = read.iss.and_then(Scanned::string);
        let id = token_id(&read);
        let name = |key: &HashKey| match &id {
            Some(id) => key.name(Group::Token, issuer.as_deref(), id),
            None => key.digest(issuer.as_deref(), &digest(header, claims)),
        };
        let end = |list: &List| read.exp().map_or(Ok(NEVER), |exp| list.lifetime.until(exp, "the exp of the token", call.now));
        self.add(&call, &name, id.is_none(), &end, 0)
    }

    /// Revokes the token of an issuer that has this `jti`. `until` in the options is its `exp`; without it, the entry lasts for
    /// `longest_lifetime`, or for ever.
    ///
    /// # Errors
    /// As [`revoke`](Self::revoke); `ERR_OPTION_INVALID` if the id is empty.
    pub fn revoke_id(&self, issuer: Option<&str>, token_id: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.revoke_name(Group::Token, issuer, ("token_id", token_id), options)
    }

    /// Revokes all tokens of a session, by the claim `sid`, whenever they were or will be issued. `until` in the options is when the last of
    /// them has expired.
    ///
    /// # Errors
    /// As [`revoke_id`](Self::revoke_id).
    pub fn revoke_session(&self, issuer: Option<&str>, session_id: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.revoke_name(Group::Session, issuer, ("session_id", session_id), options)
    }

    /// Revokes all tokens that were verified by a key, by its key_id: of one issuer, or of every issuer where none is named.
    ///
    /// # Errors
    /// As [`revoke_id`](Self::revoke_id).
    pub fn revoke_key(&self, issuer: Option<&str>, key_id: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.revoke_name(Group::Key, issuer, ("key_id", key_id), options)
    }

    /// Revokes what was issued to a subject before a time: `before` in the options, or the end of this second. A token that does not say
    /// when it was issued is refused as well, and so is one of the future.
    ///
    /// # Errors
    /// As [`revoke_id`](Self::revoke_id).
    pub fn revoke_subject(&self, issuer: Option<&str>, subject: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        not_empty("subject", subject)?;
        self.cut_off(Group::Subject, issuer, subject, options)
    }

    /// Revokes what an issuer issued before a time, as [`revoke_subject`](Self::revoke_subject) does for a subject.
    ///
    /// # Errors
    /// As [`revoke_id`](Self::revoke_id).
    pub fn revoke_issuer(&self, issuer: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        not_empty("issuer", issuer)?;
        self.cut_off(Group::Issuer, Some(issuer), "", options)
    }

    /// Takes a revocation back: an entry's id, or the entry as JSON. All revocations of the same name that were made until now are withdrawn
    /// with it. It can be revoked again.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list has no such entry, or it has ended; `ERR_JWT_REVOCATION_UNAVAILABLE` if it could not be kept.
    pub fn withdraw(&self, entry: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        let (call, name) = (Call::of(options, &[])?, name_of(entry)?);
        self.write(call.now, &mut |list| {
            let end = list.state.ends(name.group).get(name.hash).filter(|end| has_not_ended(*end, call.now));
            let end =
                end.ok_or_else(|| Error::option("the list has no such entry: it was never revoked, is withdrawn already, or has ended"))?;
            let before = list.state.cut_offs(name.group).and_then(|table| table.get(name.hash)).unwrap_or_default();
            Ok(call.record(name, true, false, end, before, list.stamp(call.now)))
        })
        .map(|record| RevocationEntry::of(&record, Some(&record)))
    }

    /// What was revoked and has not ended, and how it was withdrawn: all of it, or what the options name.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if a list in memory was not made with `audit`, or the options name something without its issuer.
    pub fn entries(&self, options: &EntriesOptions) -> Result<Vec<RevocationEntry>> {
        let now = now_of(options.now)?;
        let list = self.0.list.load();
        let names = names(options, &list.key)?;
        let mut latest = Latest::new();
        let mut take = |record: &Record| {
            let is_asked = names.as_ref().is_none_or(|names| names.contains(&record.name));
            if is_asked && has_not_ended(record.end, now) {
                keep_latest(&mut latest, record.clone());
            }
        };
        match (&self.0.log, &self.0.audit) {
            (Some(log), _) => log.read(&mut Taking(&mut take))?,
            (None, Some(audit)) => audit.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(take),
            (None, None) => {
                return Err(Error::option("entries needs a list that keeps its records: make it with audit, or in a log or a store"));
            }
        }
        let mut records: Vec<_> = latest.into_values().filter_map(|(revocation, withdrawal)| Some((revocation?, withdrawal))).collect();
        records.sort_by_key(|(revocation, _)| (revocation.stamp, revocation.name));
        let is_later = |revocation: &Record, withdrawal: &Record| withdrawal.stamp >= revocation.stamp;
        let entry = |(revocation, withdrawal): (Record, Option<Record>)| {
            let withdrawal = withdrawal.filter(|withdrawal| is_later(&revocation, withdrawal));
            RevocationEntry::of(&revocation, withdrawal.as_ref())
        };
        Ok(records.into_iter().map(entry).collect())
    }

    fn revoke_name(
        &self,
        group: Group,
        issuer: Option<&str>,
        (what, id): (&'static str, &str),
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        let call = Call::of(options, &["until"])?;
        not_empty(what, id)?;
        // A key has no life of its own that would end.
        let without = |list: &List| if group == Group::Key { NEVER } else { list.lifetime.after(call.now) };
        let end = |list: &List| options.until.map_or_else(|| Ok(without(list)), |until| list.lifetime.until(until, "until", call.now));
        self.add(&call, &|key| key.name(group, issuer, id), false, &end, 0)
    }

    fn cut_off(&self, group: Group, issuer: Option<&str>, id: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        let call = Call::of(options, &["before"])?;
        let before = ends::before(options.before, call.now)?;
        let end = |list: &List| Ok(list.lifetime.after(f64::from(before).max(call.now)));
        self.add(&call, &|key| key.name(group, issuer, id), false, &end, before)
    }

    fn add(
        &self,
        call: &Call,
        name: &dyn Fn(&HashKey) -> Name,
        is_digest: bool,
        end: &dyn Fn(&List) -> Result<u32>,
        before: u32,
    ) -> Result<RevocationEntry> {
        let record =
            self.write(call.now, &mut |list| Ok(call.record(name(&list.key), false, is_digest, end(list)?, before, list.stamp(call.now))))?;
        Ok(RevocationEntry::of(&record, None))
    }

    /// Writes one record, and merges it.
    fn write(&self, now: f64, make: &mut dyn FnMut(&List) -> Result<Record>) -> Result<Record> {
        if let Some(log) = &self.0.log {
            return self.append(&**log, now, make);
        }
        let _held = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let list = self.0.list.load();
        let record = make(&list)?;
        list.apply_own(&record, now);
        if let Some(audit) = &self.0.audit {
            let mut audit = audit.lock().unwrap_or_else(PoisonError::into_inner);
            audit.push(record.clone());
        }
        Ok(record)
    }
}

/// What every call says.
struct Call {
    now: f64,
    by: Option<String>,
    reason: Option<String>,
}

impl Call {
    /// Refuses options that are of other calls: they would look as if they were kept.
    fn of(options: &RevokeOptions, own: &[&str]) -> Result<Self> {
        for (name, is_given) in [("until", options.until.is_some()), ("before", options.before.is_some())] {
            if is_given && !own.contains(&name) {
                return Err(Error::option(format!(
                    "{name} is no option of this call: a token, a session and a key are revoked until a time, the tokens of a subject or an issuer if they were issued before one"
                )));
            }
        }
        let text = |name: &str, text: &Option<String>, longest: usize| match text {
            Some(text) if text.len() > longest => Err(Error::option(format!("{name} is longer than {longest} bytes"))),
            text => Ok(text.clone().filter(|text| !text.is_empty())),
        };
        Ok(Self {
            now: now_of(options.now)?,
            by: text("by", &options.by, LONGEST_BY)?,
            reason: text("reason", &options.reason, LONGEST_REASON)?,
        })
    }

    fn record(&self, name: Name, is_withdrawal: bool, is_digest: bool, end: u32, before: u32, stamp: Stamp) -> Record {
        let (by, reason) = (self.by.clone(), self.reason.clone());
        Record { name, is_withdrawal, is_digest, end, before, stamp, is_exact: true, by, reason }
    }
}

fn now_of(now: Option<f64>) -> Result<f64> {
    let now = now.ok_or_else(|| Error::option("now is required, since the core has no clock: give seconds since the epoch"))?;
    check_time(now, "now")
}

fn not_empty(what: &'static str, id: &str) -> Result<()> {
    match id {
        "" => Err(Error::option(format!("{what} is empty, and names nothing that could be revoked"))),
        _ => Ok(()),
    }
}

/// The names that are asked for; None: all.
fn names(options: &EntriesOptions, key: &HashKey) -> Result<Option<Vec<Name>>> {
    let issuer = options.issuer.as_deref();
    let named = [
        (Group::Token, &options.token_id),
        (Group::Session, &options.session_id),
        (Group::Subject, &options.subject),
        (Group::Key, &options.key_id),
    ];
    let names: Vec<Name> = named.iter().filter_map(|(group, id)| Some(key.name(*group, issuer, id.as_deref()?))).collect();
    match (names.is_empty(), issuer) {
        (false, _) => Ok(Some(names)),
        (true, Some(issuer)) => Ok(Some(vec![key.name(Group::Issuer, Some(issuer), "")])),
        (true, None) => Ok(None),
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
        Err(Error::new(crate::ErrorCode::Internal, "a log asked what to write while it was only read"))
    }

    fn keeps(&self, _: &[u8]) -> bool {
        true
    }
}
