//! One process: a list that it follows, a verifier that uses it, its clocks, and what it is known
//! to have read.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde_json::json;
use tokenseal::machine::Times;
use tokenseal::{
    EntriesOptions, ErrorCode, Key, KeyOptions, KeySet, Outcome, PendingChange, PendingEntries, Result,
    RevocationChange, RevocationEntry, Revocations, RevokeOptions, SignatureAlgorithm, StoreOptions,
    TokenOptions, Verifier, VerifyOptions, sign,
};

use crate::record::Stamps;

const ISSUER: Option<&str> = Some("https://issuer.example");
const START: f64 = 1_700_000_000.0;
/// Two tokens by their IDs, a session, a subject, a key, and one more token for the end.
pub(crate) const NAMES: usize = 6;

static KEYS: LazyLock<[Key; 2]> = LazyLock::new(|| {
    ["a", "b"].map(|id| {
        let options = KeyOptions {
            key_id: Some(id.into()),
            ..KeyOptions::default()
        };
        Key::from_secret(
            format!("0123456789abcdef0123456789ABCDE{id}").as_bytes(),
            SignatureAlgorithm::HS256.into(),
            &options,
        )
        .unwrap()
    })
});

/// A token for each name, which is refused for no other reason.
static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let own = [
        json!({ "jti": "one" }),
        json!({ "jti": "two" }),
        json!({ "sid": "s" }),
        json!({ "sub": "alice" }),
        json!({}),
        json!({ "jti": "last" }),
    ];
    let tokens = own.into_iter().enumerate().map(|(name, own)| {
        let mut claims = json!({ "iss": ISSUER, "exp": START + 1e9, "iat": START - 1e7 });
        claims
            .as_object_mut()
            .unwrap()
            .extend(own.as_object().unwrap().clone());
        let options = TokenOptions {
            now: Some(START - 1e7),
            ..TokenOptions::default()
        };
        sign(&claims, &KEYS[usize::from(name == 4)], &options).unwrap()
    });
    tokens.collect()
});

pub(crate) struct Process {
    pub(crate) list: Revocations,
    verifier: Verifier,
    /// How far the wall clock is ahead, in seconds.
    pub(crate) offset: f64,
    pub(crate) usual_offset: f64,
    /// It is suspended until then.
    pub(crate) frozen_until: f64,
    /// Which of the servers it talks to, and since when.
    pub(crate) side: usize,
    pub(crate) side_since: f64,
    /// Increases with each cold start.
    pub(crate) life: u64,
    pub(crate) change: Option<(usize, PendingChange)>,
    listing: Option<PendingEntries>,
    pub(crate) was_ready: bool,
    pub(crate) read: Stamps,
    /// Operations whose record it has read and whose effect it has shown.
    pub(crate) shown: HashSet<usize>,
}

/// What a check says about a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Said {
    Accepted,
    Revoked,
    Unavailable,
}

impl Process {
    pub(crate) fn new(options: &StoreOptions, page: Option<usize>, offset: f64) -> Self {
        let list = page
            .map_or_else(
                || Revocations::redis(options),
                |page| Revocations::redis_by_pages(options, page),
            )
            .unwrap();
        let options = VerifyOptions {
            allow_any_issuer: true,
            ..VerifyOptions::default()
        };
        let keys: KeySet = KEYS.to_vec().into();
        let verifier = Verifier::new(Some(keys.into()), None, &options)
            .unwrap()
            .with_revocations(&list)
            .unwrap();
        Self {
            list,
            verifier,
            offset,
            usual_offset: offset,
            frozen_until: f64::NEG_INFINITY,
            side: 0,
            side_since: f64::NEG_INFINITY,
            life: 0,
            change: None,
            listing: None,
            was_ready: false,
            read: Stamps::new(),
            shown: HashSet::new(),
        }
    }

    /// Everything that was in memory is gone.
    pub(crate) fn start_anew(&mut self, options: &StoreOptions, page: Option<usize>) {
        let Self {
            usual_offset,
            side,
            side_since,
            life,
            ..
        } = *self;
        *self = Self {
            side,
            side_since,
            life: life + 1,
            ..Self::new(options, page, usual_offset)
        };
    }

    pub(crate) fn wall(&self, now: f64) -> f64 {
        START + now + self.offset
    }

    pub(crate) fn times(&self, now: f64, jitter: f64) -> Times {
        Times {
            jitter: Some(jitter),
            ..Times::new(self.wall(now), now)
        }
    }

    pub(crate) fn is_frozen(&self, now: f64) -> bool {
        now < self.frozen_until
    }

    pub(crate) fn check(&self, name: usize, now: f64) -> Said {
        let times = self.times(now, 0.5);
        match self.verifier.check(&TOKENS[name], times.wall, times).outcome {
            Outcome::Done(Ok(_)) => Said::Accepted,
            Outcome::Done(Err(error)) if error.code() == ErrorCode::Revoked => Said::Revoked,
            Outcome::Done(Err(error)) if error.code() == ErrorCode::RevocationUnavailable => {
                Said::Unavailable
            }
            Outcome::Done(Err(error)) => panic!("{error}"),
            Outcome::Waits(_) => Said::Unavailable,
        }
    }

    /// Begins to revoke a name; the record contains the operation, as who did it.
    pub(crate) fn revoke(&mut self, name: usize, index: usize, until: Option<f64>, now: f64) {
        let wall = self.wall(now);
        let options = RevokeOptions {
            until: until.map(|until| wall + until),
            ..self.options(index, now)
        };
        let change = match name {
            2 => RevocationChange::revoke_session(ISSUER, "s", &options),
            3 => RevocationChange::revoke_subject(
                ISSUER,
                "alice",
                &RevokeOptions {
                    until: None,
                    ..options
                },
            ),
            4 => RevocationChange::revoke_key(ISSUER, "b", &options),
            name => RevocationChange::revoke_id(ISSUER, ["one", "two", "", "", "", "last"][name], &options),
        };
        self.begin(index, change.unwrap(), now);
    }

    pub(crate) fn withdraw(&mut self, entry: &str, index: usize, now: f64) {
        let change = RevocationChange::withdraw(entry, &self.options(index, now)).unwrap();
        self.begin(index, change, now);
    }

    fn options(&self, index: usize, now: f64) -> RevokeOptions {
        RevokeOptions {
            by: Some(index.to_string()),
            now: Some(self.wall(now)),
            ..RevokeOptions::default()
        }
    }

    fn begin(&mut self, index: usize, change: RevocationChange, now: f64) {
        let pending = self.list.begin(change, self.times(now, 0.5)).unwrap();
        self.change = Some((index, pending));
    }

    /// The result of its change, once that is decided.
    pub(crate) fn settled(&mut self, now: f64) -> Option<(usize, Result<RevocationEntry>)> {
        let times = self.times(now, 0.5);
        self.change
            .take_if(|(_, pending)| pending.is_settled(times))
            .map(|(index, pending)| (index, pending.finish()))
    }

    /// Begins to list everything; a listing in progress is given up.
    pub(crate) fn list(&mut self, now: f64) {
        let options = EntriesOptions {
            now: Some(self.wall(now)),
            ..EntriesOptions::default()
        };
        self.listing = Some(self.list.begin_entries(&options, self.times(now, 0.5)).unwrap());
    }

    /// What was listed, once that is decided.
    pub(crate) fn listed(&mut self, now: f64) -> Option<Result<Vec<RevocationEntry>>> {
        let times = self.times(now, 0.5);
        self.listing
            .take_if(|pending| pending.is_settled(times))
            .map(PendingEntries::finish)
    }
}
