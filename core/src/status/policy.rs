//! When lists are used, and how much may be read: the options of status lists, with every default
//! resolved.

use super::allowed::Allowed;
use super::read::Said;
use super::{MAX_INFLATED_BYTES, MAX_LIST_BYTES};
use crate::error::{Error, Result};
use crate::http::cache::Freshness;
use crate::machine::{LONGEST_BACKOFF, next_id};
use crate::options::{StatusListsOptions, count, positive};

/// What applies to the lists of a verifier. Times are in seconds.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// Identifies the `StatusLists` that it belongs to, within this process.
    pub(crate) id: u64,
    pub(super) allowed: Allowed,
    pub(super) default_age: f64,
    pub(super) min_age: f64,
    pub(super) max_age: f64,
    pub(super) timeout: f64,
    pub(super) max_lists: usize,
    pub(crate) max_list_bytes: u64,
    pub(super) max_inflated_bytes: usize,
}

/// How long a list may be used, counted in seconds from when it was requested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lifetime {
    /// It is used until then, whatever happens.
    pub(super) fresh_for: f64,
    /// It is used until then if it could not be fetched again.
    pub(super) usable_for: f64,
}

impl Policy {
    pub(crate) fn compile(options: &StatusListsOptions) -> Result<Self> {
        let Some(uris) = &options.allowed_uris else {
            return Err(Error::option(
                "status lists need allowed_uris: a token names the address of its list, and nothing is fetched that is not allowed",
            ));
        };
        let policy = Self {
            id: next_id(),
            allowed: Allowed::compile(uris, options.allow_http)?,
            default_age: positive(&options.default_age, 600)?,
            min_age: positive(&options.min_age, 10)?,
            max_age: positive(&options.max_age, 3600)?,
            timeout: positive(&options.timeout, 5)?,
            max_lists: to_usize(count(options.max_lists, 64, 100_000, "max_lists")?),
            max_list_bytes: count(
                options.max_list_bytes,
                MAX_LIST_BYTES as u64,
                1 << 30,
                "max_list_bytes",
            )?,
            max_inflated_bytes: to_usize(count(
                options.max_inflated_bytes,
                MAX_INFLATED_BYTES as u64,
                1 << 30,
                "max_inflated_bytes",
            )?),
        };
        if policy.min_age > policy.max_age {
            return Err(Error::option(
                "min_age is longer than max_age, within which status lists must be fetched again",
            ));
        }
        if policy.timeout > LONGEST_BACKOFF {
            return Err(Error::option(
                "timeout is longer than a minute: a check of a token would wait as long",
            ));
        }
        if policy.allowed.exact().len() > policy.max_lists {
            return Err(Error::option(
                "allowed_uris names more lists than max_lists lets be kept",
            ));
        }
        Ok(policy)
    }

    /// How long a list may be used that was requested at `sent` by the wall clock. What it says
    /// itself takes precedence over what HTTP says (section 8.2 of the draft), and `min_age` and
    /// `max_age` bound both; only `exp` is never exceeded.
    pub(super) fn lifetime(&self, said: &Said, http: Freshness, sent: f64) -> Lifetime {
        let to_expiry = said.expires.map(|exp| exp - sent);
        let own = [said.ttl, to_expiry].into_iter().flatten().reduce(f64::min);
        let asked = own
            .or(http.lifetime.map(|lifetime| lifetime - http.age))
            .unwrap_or(self.default_age);
        let fresh_for = asked.clamp(self.min_age, self.max_age);
        let usable_for = own.unwrap_or(fresh_for).max(fresh_for);
        let most = to_expiry.unwrap_or(f64::INFINITY);
        Lifetime {
            fresh_for: fresh_for.min(most),
            usable_for: usable_for.min(most),
        }
    }
}

fn to_usize(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy::compile(&StatusListsOptions {
            allowed_uris: Some(vec!["https://a.example/".into()]),
            ..StatusListsOptions::default()
        })
        .unwrap()
    }

    #[test]
    fn what_a_list_says_comes_first_and_within_bounds() {
        let policy = policy();
        let http = |lifetime| Freshness { lifetime, age: 20.0 };
        let said = |ttl, expires| Said {
            issued: 0.0,
            ttl,
            expires,
        };
        for (ttl, expires, lifetime, fresh_for, usable_for) in [
            (None, None, None, 600.0, 600.0),
            (None, None, Some(120.0), 100.0, 100.0),
            (None, None, Some(0.0), 10.0, 10.0),
            (None, None, Some(1e9), 3600.0, 3600.0),
            (Some(300.0), None, Some(60.0), 300.0, 300.0),
            (Some(1.0), None, None, 10.0, 10.0),
            (Some(43_200.0), None, Some(60.0), 3600.0, 43_200.0),
            (Some(43_200.0), Some(1_005.0), None, 5.0, 5.0),
            (None, Some(8_000.0), Some(60.0), 3600.0, 7_000.0),
            (Some(300.0), Some(1_200.0), None, 200.0, 200.0),
        ] {
            let found = policy.lifetime(&said(ttl, expires), http(lifetime), 1_000.0);
            assert_eq!(
                found,
                Lifetime {
                    fresh_for,
                    usable_for
                },
                "{ttl:?} {expires:?} {lifetime:?}"
            );
        }
    }

    #[test]
    fn options_out_of_range_are_refused() {
        let uris = Some(vec![
            "https://a.example/".to_owned(),
            "https://b.example/1".to_owned(),
            "https://b.example/2".to_owned(),
        ]);
        let good = StatusListsOptions {
            allowed_uris: uris,
            ..StatusListsOptions::default()
        };
        assert!(Policy::compile(&good).is_ok());
        for bad in [
            StatusListsOptions {
                allowed_uris: None,
                ..good.clone()
            },
            StatusListsOptions {
                max_lists: Some(0),
                ..good.clone()
            },
            StatusListsOptions {
                max_lists: Some(1),
                ..good.clone()
            },
            StatusListsOptions {
                max_list_bytes: Some(0),
                ..good.clone()
            },
            StatusListsOptions {
                max_inflated_bytes: Some((1 << 30) + 1),
                ..good.clone()
            },
            StatusListsOptions {
                min_age: Some("2h".into()),
                ..good.clone()
            },
            StatusListsOptions {
                max_age: Some("0s".into()),
                ..good.clone()
            },
            StatusListsOptions {
                timeout: Some("61s".into()),
                ..good.clone()
            },
        ] {
            assert_eq!(
                Policy::compile(&bad).unwrap_err().code().as_str(),
                "ERR_OPTION_INVALID",
                "{bad:?}"
            );
        }
    }
}
