//! What a key's `use` and `key_ops` allow (RFC 7517, sections 4.2 and 4.3).

use crate::algorithm::KeyManagement;

/// An operation of RFC 7517, section 4.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Operation {
    Sign,
    Verify,
    Encrypt,
    Decrypt,
    WrapKey,
    UnwrapKey,
    DeriveKey,
    DeriveBits,
}

impl Operation {
    pub(crate) const ALL: [(Operation, &'static str); 8] = [
        (Operation::Sign, "sign"),
        (Operation::Verify, "verify"),
        (Operation::Encrypt, "encrypt"),
        (Operation::Decrypt, "decrypt"),
        (Operation::WrapKey, "wrapKey"),
        (Operation::UnwrapKey, "unwrapKey"),
        (Operation::DeriveKey, "deriveKey"),
        (Operation::DeriveBits, "deriveBits"),
    ];
}

/// The `use` and `key_ops` of a key. The default allows everything that the key's type can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Permissions {
    /// `Some(true)` for `use: sig`, `Some(false)` for `use: enc`.
    pub(crate) signs: Option<bool>,
    /// The `use`, if it is another one that means signatures according to the caller.
    pub(crate) named: Option<String>,
    /// `key_ops` as given, in order and including unknown names; None if it was absent.
    pub(crate) operations: Option<Vec<String>>,
}

impl Permissions {
    pub(crate) fn key_use(&self) -> Option<&str> {
        self.named
            .as_deref()
            .or(self.signs.map(|signs| if signs { "sig" } else { "enc" }))
    }

    /// Whether `key_ops` lists an operation that `use` rules out.
    pub(super) fn contradict(&self) -> bool {
        let listed = self.operations.iter().flatten();
        let mut known = listed.filter_map(|name| Operation::ALL.iter().find(|(_, known)| known == name));
        self.signs.is_some_and(|signs| {
            known.any(|(operation, _)| signs != matches!(operation, Operation::Sign | Operation::Verify))
        })
    }

    /// Whether two keys have the same `key_ops`. It is a set, so its order does not matter.
    pub(super) fn has_same_operations(&self, other: &Permissions) -> bool {
        match (&self.operations, &other.operations) {
            (Some(one), Some(other)) => {
                one.len() == other.len() && one.iter().all(|name| other.contains(name))
            }
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    /// Whether the key may sign.
    pub(crate) fn may_sign(&self) -> bool {
        self.signs != Some(false) && self.lists(&[Operation::Sign])
    }

    /// Whether the key may verify signatures.
    pub(crate) fn may_verify(&self) -> bool {
        self.signs != Some(false) && self.lists(&[Operation::Verify])
    }

    /// Whether the key may encrypt with this algorithm. `private` says whether it is a private key:
    /// the public half of a key agreement key often has an empty `key_ops`, because there is no
    /// name for what it does.
    pub(crate) fn may_encrypt(&self, algorithm: KeyManagement, private: bool) -> bool {
        let agreement = algorithm.is_key_agreement();
        let empty = self.operations.as_ref().is_some_and(Vec::is_empty);
        self.signs != Some(true)
            && (agreement && !private && empty
                || self.lists(if agreement {
                    &[Operation::DeriveKey, Operation::DeriveBits]
                } else if algorithm == KeyManagement::Dir {
                    &[Operation::Encrypt]
                } else {
                    &[
                        Operation::WrapKey,
                        Operation::Encrypt,
                        Operation::DeriveKey,
                        Operation::DeriveBits,
                    ]
                }))
    }

    /// Whether the key may decrypt with this algorithm.
    pub(crate) fn may_decrypt(&self, algorithm: KeyManagement) -> bool {
        let agreement = algorithm.is_key_agreement();
        self.signs != Some(true)
            && self.lists(if agreement {
                &[Operation::DeriveKey, Operation::DeriveBits]
            } else if algorithm == KeyManagement::Dir {
                &[Operation::Decrypt]
            } else {
                &[
                    Operation::UnwrapKey,
                    Operation::Decrypt,
                    Operation::DeriveKey,
                    Operation::DeriveBits,
                ]
            })
    }

    /// What the public half of a key may do. There is no name for its part in key agreement.
    pub(super) fn of_public_half(&self) -> Permissions {
        let complement = |operation: &String| match operation.as_str() {
            "sign" => Some("verify".to_owned()),
            "decrypt" => Some("encrypt".to_owned()),
            "unwrapKey" => Some("wrapKey".to_owned()),
            "deriveKey" | "deriveBits" => None,
            _ => Some(operation.clone()),
        };
        let operations = self.operations.as_ref().map(|operations| {
            let mut complements: Vec<String> = Vec::new();
            for operation in operations.iter().filter_map(complement) {
                if !complements.contains(&operation) {
                    complements.push(operation);
                }
            }
            complements
        });
        Permissions {
            signs: self.signs,
            named: self.named.clone(),
            operations,
        }
    }

    fn lists(&self, any: &[Operation]) -> bool {
        match &self.operations {
            None => true,
            Some(listed) => any.iter().any(|wanted| {
                let name = Operation::ALL
                    .iter()
                    .find(|(operation, _)| operation == wanted)
                    .map(|(_, name)| *name);
                listed.iter().any(|one| Some(one.as_str()) == name)
            }),
        }
    }
}
