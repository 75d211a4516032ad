//! Members of a JWK that say nothing about what the key is or may do. They are kept, and written
//! back at the end, in order.

use serde_json::{Map, Value};

use crate::json;

/// The members that say how a key is used and described. Programs write null for those that they do
/// not set; in a member that is part of the key itself, null is an error.
pub(super) const METADATA: [&str; 8] = ["alg", "use", "kid", "key_ops", "x5u", "x5c", "x5t", "x5t#S256"];

/// Members of the IANA registry that are public in every JWK, besides those that the library reads.
const PUBLIC: [&str; 9] = [
    "exp", "ext", "iat", "nbf", "revoked", "x5c", "x5t", "x5t#S256", "x5u",
];

/// Members of the private half of an asymmetric key of any type.
pub(super) const PRIVATE_HALF: [&str; 8] = ["d", "dp", "dq", "oth", "p", "priv", "q", "qi"];
/// The member that is a shared secret.
const SECRET: &str = "k";

/// The members that are kept. They may contain secrets, so they are overwritten when dropped, and
/// have no Debug.
#[derive(Clone, Default)]
pub(crate) struct Carried(Map<String, Value>);

impl Carried {
    /// The members that `is_read` does not claim. A public key loses those that are private in keys
    /// of another type, and null metadata counts as absent.
    pub(super) fn new(
        members: &Map<String, Value>,
        is_private: bool,
        is_read: impl Fn(&str) -> bool,
    ) -> Self {
        let is_null = |name: &str| METADATA.contains(&name) && members.get(name).is_some_and(Value::is_null);
        let is_kept = |name: &str| {
            !is_read(name)
                && !is_null(name)
                && (is_private || !(name == SECRET || PRIVATE_HALF.contains(&name)))
        };
        Self(copy(members, is_kept))
    }

    /// The members that a certificate adds to the key read from it.
    pub(super) fn of_certificate(x5c: String, thumbprint: String) -> Self {
        let members = [
            ("x5c", Value::from(vec![x5c])),
            ("x5t#S256", Value::from(thumbprint)),
        ];
        Self(
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// The members that may be shown with the public half of a private key: nobody can tell whether
    /// an unknown member is a secret.
    pub(super) fn of_public_half(&self) -> Self {
        Self(copy(&self.0, |name| PUBLIC.contains(&name)))
    }

    /// The members, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

fn copy(members: &Map<String, Value>, is_kept: impl Fn(&str) -> bool) -> Map<String, Value> {
    members
        .iter()
        .filter(|(name, _)| is_kept(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

impl Drop for Carried {
    fn drop(&mut self) {
        json::wipe(&mut self.0);
    }
}
