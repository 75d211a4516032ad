//! The longest lifetime of tokens, as the header says: it is raised, and never lowered.

use super::super::Revocations;
use super::super::ends::Lifetime;
use super::script::Header;
use crate::error::{Error, Result};
use crate::options::Length;

impl Header {
    /// The longer of two longest lifetimes, in seconds. Having none is longer than any.
    pub(super) fn longest_of(&self, other: &Self) -> u64 {
        match (self.longest, other.longest) {
            (0, _) | (_, 0) => 0,
            (own, others) => own.max(others),
        }
    }
}

impl Revocations {
    /// Refuses a list whose `longest_lifetime` is not the one that was asked for, once it has been
    /// read: for an administrator who raises that of a list in a store, which
    /// [`redis`](Self::redis) does if `create` is given. Services follow what the list says.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the list has a longer one, which is never lowered, or could not be
    /// given the longer one.
    pub fn require_longest_lifetime(&self, asked: &Length) -> Result<()> {
        let (asked, own) = (
            Lifetime::new(Some(asked))?.seconds(),
            self.0.list.load().lifetime().seconds(),
        );
        let shown = if own == 0 {
            "none".to_owned()
        } else {
            format!("{own} s")
        };
        match own {
            _ if own == asked => Ok(()),
            1.. if own < asked => Err(Error::option(format!(
                "longest_lifetime could not be raised, and is still {shown}: the store takes no changes"
            ))),
            _ => Err(Error::option(format!(
                "longest_lifetime is {shown} and cannot be lowered to {asked} s: tokens that live longer may be revoked on the list, and would be \
                 accepted again. Make another list, under another namespace"
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{Answer, Times, Turn, Value};
    use crate::{ErrorCode, RevocationChange, RevokeOptions, StoreOptions};

    /// A store's answer to one request: an empty list whose header says this.
    fn page(longest: &str) -> Value {
        let text = |text: &str| Value::Text(text.to_owned());
        let header = [
            "1",
            "epoch",
            "AAAAAAAAAAAAAAAAAAAAAA",
            longest,
            "0-0",
            "0",
            "",
            "",
        ]
        .map(text)
        .to_vec();
        Value::List(vec![
            Value::List(header),
            Value::List(vec![]),
            Value::List(vec![]),
            text("0"),
        ])
    }

    fn read(list: &Revocations, times: Times, turn: Turn, longest: &str) -> Vec<Vec<String>> {
        let [store] = turn.stores.try_into().unwrap();
        let values = store.commands.iter().map(|_| page(longest)).collect();
        list.tell(times, Answer::Reply { id: store.id, values });
        store.commands
    }

    fn list(options: &StoreOptions) -> Revocations {
        Revocations::redis(&StoreOptions {
            namespace: Some("n".into()),
            ..options.clone()
        })
        .unwrap()
    }

    #[test]
    fn what_the_header_says_is_followed_up_and_never_down() {
        let list = list(&StoreOptions::default());
        let at = |seconds: f64| Times {
            jitter: Some(0.5),
            ..Times::of_test(1_700_000_000.0 + seconds)
        };
        let status =
            || serde_json::from_str::<serde_json::Value>(&list.status()).unwrap()["longest_lifetime"].clone();
        assert_eq!(read(&list, at(0.0), list.poll(at(0.0)), "3600").len(), 1);
        assert_eq!(status(), 3600.0);
        assert_eq!(read(&list, at(1.0), list.poll(at(1.0)), "7200").len(), 1);
        assert_eq!(status(), 7200.0);

        // A store that came back in an older state says less: it is told again.
        read(&list, at(2.0), list.poll(at(2.0)), "3600");
        assert_eq!(status(), 7200.0);
        let commands = read(&list, at(3.0), list.poll(at(3.0)), "7200");
        assert_eq!(
            (
                commands.len(),
                commands[0].ends_with(&["epoch".into(), "7200".into()])
            ),
            (2, true),
            "{commands:?}"
        );
        assert_eq!(read(&list, at(4.0), list.poll(at(4.0)), "0").len(), 1);
        assert_eq!(status(), serde_json::Value::Null);
    }

    #[test]
    fn what_is_written_says_which_lifetime_it_is_made_by() {
        let list = list(&StoreOptions::default());
        let times = Times {
            jitter: Some(0.5),
            ..Times::of_test(1_700_000_000.0)
        };
        read(&list, times, list.poll(times), "7200");
        let options = RevokeOptions {
            now: Some(1_700_000_000.0),
            ..RevokeOptions::default()
        };
        let _pending = list
            .begin(
                RevocationChange::revoke_session(None, "s", &options).unwrap(),
                times,
            )
            .unwrap();
        let written = &list.poll(times).stores[0].commands[0];
        assert_eq!(written.last().unwrap(), "7200");
    }

    #[test]
    fn an_administrator_is_told_what_came_of_it() {
        let list = list(&StoreOptions {
            create: true,
            longest_lifetime: Some("2h".into()),
            ..StoreOptions::default()
        });
        let times = Times {
            jitter: Some(0.5),
            ..Times::of_test(1_700_000_000.0)
        };
        read(&list, times, list.poll(times), "7200");
        assert!(list.require_longest_lifetime(&"2h".into()).is_ok());
        for (asked, why) in [("1h", "cannot be lowered"), ("3h", "could not be raised")] {
            let error = list.require_longest_lifetime(&asked.into()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::OptionInvalid);
            assert!(error.message().contains(why), "{error}");
        }
    }
}
