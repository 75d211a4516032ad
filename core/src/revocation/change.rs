//! Revoking and withdrawing.

use std::borrow::Cow;
use std::fmt;
use std::sync::PoisonError;

use super::ends;
use super::entry::{RevocationEntry, name_of};
use super::list::List;
use super::name::{Group, Name, digest};
use super::record::{NEVER, Record};
use super::state::has_not_ended;
use super::{Kept, Revocations};
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::limits::Limits;
use crate::options::{RevokeOptions, check_now};

/// The longest `by` and `reason`, in bytes.
const LONGEST_BY: usize = 255;
const LONGEST_REASON: usize = 1000;

impl Revocations {
    /// Revokes one token as [`revoke`](Self::revoke) does, given its protected header and its
    /// claims exactly as they were protected: for languages whose tokens are strings.
    ///
    /// # Errors
    /// Those of [`revoke`](Self::revoke); `ERR_JWT_INVALID` if the claims are not a JSON object.
    pub fn revoke_text(
        &self,
        header: &str,
        claims: &str,
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke(header, claims, options)?)
    }

    /// Revokes the token of an issuer that has this `jti`. `until` in the options is its `exp`;
    /// without it, the entry lasts for `longest_lifetime`, or forever.
    ///
    /// # Errors
    /// Those of [`revoke`](Self::revoke); `ERR_OPTION_INVALID` if the ID is empty.
    pub fn revoke_id(
        &self,
        issuer: Option<&str>,
        token_id: &str,
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke_id(issuer, token_id, options)?)
    }

    /// Revokes all tokens of a session, identified by the claim `sid`, whenever they were or will
    /// be issued. `until` in the options is when the last of them has expired.
    ///
    /// # Errors
    /// Those of [`revoke_id`](Self::revoke_id).
    pub fn revoke_session(
        &self,
        issuer: Option<&str>,
        session_id: &str,
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke_session(issuer, session_id, options)?)
    }

    /// Revokes all tokens that were verified with a key, identified by its key ID: those of one
    /// issuer, or of every issuer if none is given.
    ///
    /// # Errors
    /// Those of [`revoke_id`](Self::revoke_id).
    pub fn revoke_key(
        &self,
        issuer: Option<&str>,
        key_id: &str,
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke_key(issuer, key_id, options)?)
    }

    /// Revokes what was issued to a subject before a time: `before` in the options, or the end of
    /// this second. A token that does not say when it was issued is also refused, and so is one
    /// issued in the future.
    ///
    /// # Errors
    /// Those of [`revoke_id`](Self::revoke_id).
    pub fn revoke_subject(
        &self,
        issuer: Option<&str>,
        subject: &str,
        options: &RevokeOptions,
    ) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke_subject(issuer, subject, options)?)
    }

    /// Revokes what an issuer issued before a time, as [`revoke_subject`](Self::revoke_subject)
    /// does for a subject.
    ///
    /// # Errors
    /// Those of [`revoke_id`](Self::revoke_id).
    pub fn revoke_issuer(&self, issuer: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.change(&RevocationChange::revoke_issuer(issuer, options)?)
    }

    /// Withdraws a revocation, given the ID of an entry or the entry as JSON. All revocations of
    /// the same name made up to now are withdrawn with it. It can be revoked again.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list has no such entry, or the entry has ended;
    /// `ERR_JWT_REVOCATION_UNAVAILABLE` if the change could not be stored.
    pub fn withdraw(&self, entry: &str, options: &RevokeOptions) -> Result<RevocationEntry> {
        self.change(&RevocationChange::withdraw(entry, options)?)
    }

    /// Makes a change that was prepared earlier.
    ///
    /// # Errors
    /// Those of [`revoke`](Self::revoke) and [`withdraw`](Self::withdraw); `ERR_OPTION_INVALID` if
    /// the list is kept in a store, which requires a driver.
    pub fn change(&self, change: &RevocationChange) -> Result<RevocationEntry> {
        let (now, make) = (change.now, &mut |list: &List| change.record(list));
        let record = match &self.0.kept {
            Kept::Memory | Kept::Audit(_) => self.add(now, make)?,
            Kept::Log(log) => self.append(&**log, now, make)?,
            Kept::Store(_) => {
                return Err(Error::option(
                    "the list is kept in a store, which a driver has to be asked for: use begin, or the driver's own calls",
                ));
            }
        };
        Ok(change.entry(&record))
    }

    fn add(&self, now: f64, make: &mut dyn FnMut(&List) -> Result<Record>) -> Result<Record> {
        let _held = self.0.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let list = self.0.list.load();
        let record = make(&list)?;
        list.apply_own(&record, now);
        if let Some(mut audit) = self.0.kept.audit() {
            audit.push(record.clone());
        }
        Ok(record)
    }
}

/// A prepared revocation or withdrawal, with everything that it says.
#[derive(Clone, Debug)]
pub struct RevocationChange {
    what: What,
    pub(super) now: f64,
    by: Option<String>,
    reason: Option<String>,
}

/// Debug shows no IDs, because they identify tokens and users.
#[derive(Clone)]
enum What {
    Revoke { naming: Naming, end: End, before: u32 },
    Withdraw(Name),
}

impl fmt::Debug for What {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            What::Revoke { .. } => "Revoke",
            What::Withdraw(_) => "Withdraw",
        })
    }
}

#[derive(Clone)]
enum Naming {
    Id {
        group: Group,
        issuer: Option<String>,
        id: String,
    },
    Digest {
        issuer: Option<String>,
        digest: [u8; 32],
    },
}

/// When the entry ends.
#[derive(Clone, Copy)]
enum End {
    /// When what is accepted until then has ended; the second field says what that time is.
    Until(f64, &'static str),
    /// When what was issued until then has ended.
    After(f64),
    Never,
}

impl RevocationChange {
    /// Like [`Revocations::revoke_text`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`, `ERR_JWT_INVALID`.
    pub fn revoke(header: &str, claims: &str, options: &RevokeOptions) -> Result<Self> {
        let (mut issuer, mut id, mut exp) = (None, None, None);
        json::scan_text(claims, Limits::MAX_JSON_DEPTH, |name, value| match name {
            "iss" => issuer = value.string().map(Cow::into_owned),
            "jti" => id = value.string().map(Cow::into_owned).filter(|id| !id.is_empty()),
            "exp" => exp = value.number(),
            _ => {}
        })
        .map_err(|_| {
            Error::new(
                ErrorCode::JwtInvalid,
                "the claims are not one strict JSON object (RFC 8259, each member once)",
            )
        })?;
        let naming = match id {
            Some(id) => Naming::Id {
                group: Group::Token,
                issuer,
                id,
            },
            None => Naming::Digest {
                issuer,
                digest: digest(header, claims),
            },
        };
        let end = exp.map_or(End::Never, |exp| End::Until(exp, "the exp of the token"));
        Self::of(
            What::Revoke {
                naming,
                end,
                before: 0,
            },
            options,
            &[],
        )
    }

    /// Like [`Revocations::revoke_id`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn revoke_id(issuer: Option<&str>, token_id: &str, options: &RevokeOptions) -> Result<Self> {
        Self::whole(Group::Token, issuer, ("token_id", token_id), options)
    }

    /// Like [`Revocations::revoke_session`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn revoke_session(issuer: Option<&str>, session_id: &str, options: &RevokeOptions) -> Result<Self> {
        Self::whole(Group::Session, issuer, ("session_id", session_id), options)
    }

    /// Like [`Revocations::revoke_key`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn revoke_key(issuer: Option<&str>, key_id: &str, options: &RevokeOptions) -> Result<Self> {
        Self::whole(Group::Key, issuer, ("key_id", key_id), options)
    }

    /// Like [`Revocations::revoke_subject`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn revoke_subject(issuer: Option<&str>, subject: &str, options: &RevokeOptions) -> Result<Self> {
        not_empty("subject", subject)?;
        Self::cut_off(Group::Subject, issuer, subject, options)
    }

    /// Like [`Revocations::revoke_issuer`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn revoke_issuer(issuer: &str, options: &RevokeOptions) -> Result<Self> {
        not_empty("issuer", issuer)?;
        Self::cut_off(Group::Issuer, Some(issuer), "", options)
    }

    /// Like [`Revocations::withdraw`].
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID`.
    pub fn withdraw(entry: &str, options: &RevokeOptions) -> Result<Self> {
        Self::of(What::Withdraw(name_of(entry)?), options, &[])
    }

    fn whole(
        group: Group,
        issuer: Option<&str>,
        (what, id): (&'static str, &str),
        options: &RevokeOptions,
    ) -> Result<Self> {
        not_empty(what, id)?;
        let end = match options.until {
            Some(until) => End::Until(until, "until"),
            // A key has no lifetime of its own that would end.
            None if group == Group::Key => End::Never,
            None => End::After(check_now(options.now)?),
        };
        let naming = Naming::Id {
            group,
            issuer: issuer.map(String::from),
            id: id.to_owned(),
        };
        Self::of(
            What::Revoke {
                naming,
                end,
                before: 0,
            },
            options,
            &["until"],
        )
    }

    fn cut_off(group: Group, issuer: Option<&str>, id: &str, options: &RevokeOptions) -> Result<Self> {
        let now = check_now(options.now)?;
        let before = ends::before(options.before, now)?;
        let naming = Naming::Id {
            group,
            issuer: issuer.map(String::from),
            id: id.to_owned(),
        };
        Self::of(
            What::Revoke {
                naming,
                end: End::After(f64::from(before).max(now)),
                before,
            },
            options,
            &["before"],
        )
    }

    /// Refuses options that belong to other calls, because they would look as if they had an
    /// effect.
    fn of(what: What, options: &RevokeOptions, own: &[&str]) -> Result<Self> {
        for (name, is_given) in [
            ("until", options.until.is_some()),
            ("before", options.before.is_some()),
        ] {
            if is_given && !own.contains(&name) {
                return Err(Error::option(format!(
                    "{name} is no option of this call: until is for a token by its id, a session and a key, before for a subject and an issuer"
                )));
            }
        }
        let text = |name: &str, text: &Option<String>, longest: usize| match text {
            Some(text) if text.len() > longest => {
                Err(Error::option(format!("{name} is longer than {longest} bytes")))
            }
            text => Ok(text.clone().filter(|text| !text.is_empty())),
        };
        Ok(Self {
            what,
            now: check_now(options.now)?,
            by: text("by", &options.by, LONGEST_BY)?,
            reason: text("reason", &options.reason, LONGEST_REASON)?,
        })
    }

    /// The record that a list writes, later than everything that it has seen.
    pub(super) fn record(&self, list: &List) -> Result<Record> {
        let record = match &self.what {
            What::Revoke { naming, end, before } => {
                let (name, is_digest) = match naming {
                    Naming::Id { group, issuer, id } => (list.key.name(*group, issuer.as_deref(), id), false),
                    Naming::Digest { issuer, digest } => (list.key.digest(issuer.as_deref(), digest), true),
                };
                let end = match *end {
                    End::Until(until, what) => list.lifetime().until(until, what, self.now)?,
                    End::After(time) => list.lifetime().after(time),
                    End::Never => NEVER,
                };
                Record {
                    is_digest,
                    before: *before,
                    ..Record::bare(name, list.stamp(self.now), false, end)
                }
            }
            What::Withdraw(name) => {
                let end = list
                    .state
                    .ends(name.group)
                    .get(name.hash)
                    .filter(|end| has_not_ended(*end, self.now));
                let end = end
                    .ok_or_else(|| Error::option("the list has no such entry: it was never revoked, is withdrawn already, or has ended"))?;
                let before = list.state.before(*name);
                Record {
                    before,
                    ..Record::bare(*name, list.stamp(self.now), true, end)
                }
            }
        };
        Ok(Record {
            by: self.by.clone(),
            reason: self.reason.clone(),
            ..record
        })
    }

    /// The entry as it is returned to the caller.
    pub(super) fn entry(&self, record: &Record) -> RevocationEntry {
        RevocationEntry::of(record, Some(record).filter(|record| record.is_withdrawal))
    }
}

fn not_empty(what: &'static str, id: &str) -> Result<()> {
    match id {
        "" => Err(Error::option(format!(
            "{what} is empty, and names nothing that could be revoked"
        ))),
        _ => Ok(()),
    }
}
