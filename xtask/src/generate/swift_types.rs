//! How the table of options looks from Swift: its structs, which functions take them, the spelling
//! of names, the types of values.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use super::Tables;
use super::options::{Form, Opt, OptionSet};

/// A struct of the package: the options of functions that take the same ones.
pub(super) struct Struct {
    /// `VerifyOptions`, or `JWS.VerifyOptions` if it is inside a type.
    pub(super) name: &'static str,
    /// The functions by the table's names, and how DocC links to each.
    pub(super) functions: &'static [(&'static str, &'static str)],
}

/// Every struct. A function that is new in the table must be written by hand, and is then added
/// here.
pub(super) const STRUCTS: [Struct; 37] = [
    Struct {
        name: "GenerateOptions",
        functions: &[("Key.generate", "Key/generate(_:options:)")],
    },
    Struct {
        name: "JWKOptions",
        functions: &[("Key.from_jwk", "Key/init(jwk:options:)")],
    },
    Struct {
        name: "KeyOptions",
        functions: &[
            ("Key.from_pem", "Key/init(pem:algorithm:password:options:)"),
            ("Key.from_der", "Key/init(der:algorithm:password:options:)"),
            ("Key.from_certificate", "Key/init(certificate:algorithm:options:)"),
            ("Key.from_password", "Key/init(password:algorithm:options:)"),
        ],
    },
    Struct {
        name: "SecretOptions",
        functions: &[("Key.from_secret", "Key/init(secret:algorithm:options:)")],
    },
    Struct {
        name: "JWKSOptions",
        functions: &[("KeySet.from_jwks", "KeySet/init(jwks:options:)")],
    },
    Struct {
        name: "RemoteKeySetOptions",
        functions: &[("RemoteKeySet", "RemoteKeySet")],
    },
    Struct {
        name: "KeyRingOptions",
        functions: &[("KeyRing.create", "KeyRing")],
    },
    Struct {
        name: "RingStoreOptions",
        functions: &[(
            "KeyRing.redis",
            "KeyRing/redis(_:protectWith:create:options:clock:onEvent:)",
        )],
    },
    Struct {
        name: "RevocationsOptions",
        functions: &[("Revocations", "Revocations")],
    },
    Struct {
        name: "FileOptions",
        functions: &[("Revocations.file", "Revocations/file(_:options:clock:)")],
    },
    Struct {
        name: "StoreOptions",
        functions: &[("Revocations.redis", "Revocations/redis(_:options:clock:onEvent:)")],
    },
    Struct {
        name: "RevokeOptions",
        functions: &[
            ("Revocations.revoke", "Revocations/revoke(_:options:)"),
            ("Revocations.revoke_id", "Revocations/revokeID(_:issuer:options:)"),
            (
                "Revocations.revoke_session",
                "Revocations/revokeSession(_:issuer:options:)",
            ),
            (
                "Revocations.revoke_key",
                "Revocations/revokeKey(_:issuer:options:)",
            ),
            (
                "Revocations.revoke_subject",
                "Revocations/revokeSubject(_:issuer:options:)",
            ),
            (
                "Revocations.revoke_issuer",
                "Revocations/revokeIssuer(_:options:)",
            ),
            ("Revocations.withdraw", "Revocations/withdraw(_:options:)"),
        ],
    },
    Struct {
        name: "EventOptions",
        functions: &[("Revocations.apply_events", "Revocations/applyEvents(_:options:)")],
    },
    Struct {
        name: "EntriesOptions",
        functions: &[("Revocations.entries", "Revocations/entries(options:)")],
    },
    Struct {
        name: "StatusTokenOptions",
        functions: &[("StatusList.to_jwt", "StatusList/jwt(signingWith:uri:options:)")],
    },
    Struct {
        name: "StatusListsOptions",
        functions: &[("StatusLists", "StatusLists")],
    },
    Struct {
        name: "ExportOptions",
        functions: &[
            ("Key.to_jwk", "Key/jwk(options:)"),
            ("Key.to_pem", "Key/pem(options:)"),
            ("Key.to_der", "Key/der(options:)"),
            ("KeySet.to_jwks", "KeySet/jwks(options:)"),
        ],
    },
    Struct {
        name: "SignOptions",
        functions: &[
            ("sign", "sign(_:with:options:)"),
            ("prepare", "prepare(_:for:options:)"),
        ],
    },
    Struct {
        name: "EncryptOptions",
        functions: &[
            ("encrypt", "encrypt(_:to:options:)"),
            ("seal", "seal(_:signWith:encryptTo:options:)"),
        ],
    },
    Struct {
        name: "IssuerOptions",
        functions: &[("Issuer", "Issuer")],
    },
    Struct {
        name: "IssueOptions",
        functions: &[("Issuer.issue", "Issuer/issue(_:confirm:options:)")],
    },
    Struct {
        name: "VerifyOptions",
        functions: &[("verify", "verify(_:with:expecting:)")],
    },
    Struct {
        name: "DecryptOptions",
        functions: &[("decrypt", "decrypt(_:with:expecting:)")],
    },
    Struct {
        name: "UnsealOptions",
        functions: &[("unseal", "unseal(_:decryptWith:verifyWith:expecting:)")],
    },
    Struct {
        name: "VerifierOptions",
        functions: &[("Verifier", "Verifier")],
    },
    Struct {
        name: "CheckOptions",
        functions: &[("Verifier.verify", "Verifier/verify(_:certificate:options:)")],
    },
    Struct {
        name: "CompleteOptions",
        functions: &[("Unsigned.complete", "Unsigned/complete(signature:options:)")],
    },
    Struct {
        name: "ProofOptions",
        functions: &[
            ("dpop.prove", "DPoP/prove(_:_:with:options:)"),
            ("dpop.prepare", "DPoP/prepare(_:_:for:options:)"),
        ],
    },
    Struct {
        name: "ReplayOptions",
        functions: &[("ReplayCache", "ReplayCache")],
    },
    Struct {
        name: "ReplayStoreOptions",
        functions: &[("ReplayCache.redis", "ReplayCache/redis(_:options:clock:onEvent:)")],
    },
    Struct {
        name: "AccessOptions",
        functions: &[
            ("AccessRules.check", "AccessRules/check(_:_:_:options:)"),
            ("AccessRules.require", "AccessRules/require(_:_:_:options:)"),
            ("AccessRules.explain", "AccessRules/explain(_:_:_:options:)"),
        ],
    },
    Struct {
        name: "ResourceOptions",
        functions: &[("ProtectedResource", "ProtectedResource")],
    },
    Struct {
        name: "RequestOptions",
        functions: &[(
            "ProtectedResource.check",
            "ProtectedResource/check(_:_:headers:certificate:options:)",
        )],
    },
    Struct {
        name: "JWS.SignOptions",
        functions: &[("jws.sign", "JWS/sign(_:with:options:)")],
    },
    Struct {
        name: "JWS.VerifyOptions",
        functions: &[("jws.verify", "JWS/verify(_:with:payload:expecting:)")],
    },
    Struct {
        name: "JWE.EncryptOptions",
        functions: &[("jwe.encrypt", "JWE/encrypt(_:to:aad:options:)")],
    },
    Struct {
        name: "JWE.DecryptOptions",
        functions: &[
            ("jwe.decrypt", "JWE/decrypt(_:with:expecting:)"),
            ("jwe.prepare_decrypt", "JWE/prepareDecrypt(_:for:expecting:)"),
        ],
    },
];

/// The call that takes the time alone, and no struct. (`verify` has a form that does so as well, by
/// which everything else is measured.)
const TAKE_THE_TIME: [&str; 1] = ["Verifier.verify_many"];

/// Names whose spelling in Swift is not the table's in camel case.
pub(super) const RENAMED: [(&str, &str); 1] = [("alg", "algorithm")];
const ACRONYMS: [&str; 7] = ["id", "json", "jwk", "jwks", "jwt", "pbes2", "uri"];
const KEYWORDS: [&str; 6] = ["case", "default", "in", "internal", "private", "public"];

impl Struct {
    /// The set of the table that the options belong to.
    pub(super) fn set<'a>(&self, tables: &'a Tables) -> Result<&'a OptionSet> {
        let has_all = |set: &&OptionSet| {
            self.functions
                .iter()
                .all(|(function, _)| set.functions.iter().any(|one| one == function))
        };
        tables
            .options
            .iter()
            .find(has_all)
            .with_context(|| format!("no set of the table has the functions of Swift's {}", self.name))
    }

    /// The options, in the table's order: those that cross as JSON. Keys, bytes and passwords are
    /// arguments of their own.
    pub(super) fn options<'a>(&self, set: &'a OptionSet) -> Vec<&'a Opt> {
        let taken = |option: &&Opt| {
            self.functions
                .iter()
                .any(|(function, _)| set.takers(option).contains(function))
        };
        set.options
            .iter()
            .filter(|option| is_member(option))
            .filter(taken)
            .collect()
    }

    /// The functions that take an option, by their links; none where all do.
    pub(super) fn only(&self, set: &OptionSet, option: &Opt) -> Vec<&'static str> {
        let takers: Vec<&str> = self
            .functions
            .iter()
            .filter(|(function, _)| set.takers(option).contains(function))
            .map(|(_, link)| *link)
            .collect();
        if takers.len() == self.functions.len() {
            Vec::new()
        } else {
            takers
        }
    }

    /// The type that it is nested in, if any, and its name there.
    pub(super) fn place(&self) -> (Option<&'static str>, &'static str) {
        match self.name.split_once('.') {
            Some((outer, name)) => (Some(outer), name),
            None => (None, self.name),
        }
    }
}

/// Functions that messages of the core name, and that take no struct or are not called as the table
/// calls them.
const CALLS: [(&str, &str); 6] = [
    ("begin_entries", "entriesAsync"),
    ("by_issuer", "byIssuer"),
    ("issue_at", "issueAsync"),
    // Arguments alongside the options, and a plural.
    ("key_ids", "keyIDs"),
    ("protect_with", "protectWith"),
    ("signing_input", "signingInput"),
];

/// What a function is called here whose name in the core has several words: with its type if it
/// makes one, and with its first label.
pub(super) fn calls() -> BTreeMap<&'static str, String> {
    let of = |(core, link): &(&'static str, &str)| (core.rsplit('.').next().unwrap_or(core), called(link));
    let own = CALLS.into_iter().map(|(core, own)| (core, own.to_owned()));
    let all = STRUCTS.iter().flat_map(|one| one.functions).map(of).chain(own);
    all.filter(|(core, _)| core.contains('_')).collect()
}

/// `Key/init(pem:algorithm:)` as a message has it: `Key(pem:)`; and `Key/jwk(options:)`: `jwk`.
fn called(link: &str) -> String {
    let (place, labels) = link.split_once('(').unwrap_or((link, ""));
    let label = labels.split(':').next().unwrap_or_default();
    match place.split_once('/') {
        Some((of, "init")) => format!("{of}({label}:)"),
        Some((_, name)) => name.to_owned(),
        None => place.to_owned(),
    }
}

pub(super) fn is_member(option: &Opt) -> bool {
    option.is_value() && option.form != Form::Secret
}

/// Refuses a table with a function that no struct is for, or with a check that takes more than the
/// time.
pub(super) fn check(tables: &Tables) -> Result<()> {
    for (set, function) in tables.functions() {
        let has_struct = STRUCTS
            .iter()
            .any(|one| one.functions.iter().any(|(name, _)| name == function));
        if TAKE_THE_TIME.contains(&function.as_str()) {
            if let Some(other) = set.of(function).find(|option| option.name != "now") {
                bail!(
                    "Swift's {function} takes the time alone, and the table gives it `{}`: give it a struct",
                    other.name
                );
            }
        } else if !has_struct {
            bail!("no struct of Swift has the options of {function}: add it to swift_types.rs");
        }
    }
    Ok(())
}

/// `max_pbes2_iterations` as Swift has it: `maxPBES2Iterations`.
pub(super) fn spelled(name: &str) -> String {
    if let Some((_, other)) = RENAMED.iter().find(|(renamed, _)| *renamed == name) {
        return (*other).to_owned();
    }
    let mut spelled = String::new();
    for word in name.split(['_', '-']) {
        let (first, rest) = word.split_at(word.len().min(1));
        if spelled.is_empty() {
            spelled.push_str(word);
        } else if ACRONYMS.contains(&word) {
            spelled.push_str(&word.to_uppercase());
        } else {
            spelled.push_str(&first.to_uppercase());
            spelled.push_str(rest);
        }
    }
    spelled
}

/// A name where it is declared or stands alone. After a dot, Swift takes any.
pub(super) fn quoted(name: &str) -> String {
    if KEYWORDS.contains(&name) {
        format!("`{name}`")
    } else {
        name.to_owned()
    }
}

/// The type of an option, and the value that means "not given".
pub(super) fn type_of(option: &Opt, tables: &Tables) -> (String, String) {
    if let Some(default) = given_default(option, tables) {
        return match &option.form {
            Form::Name(of) => (name_of(of), format!(".{}", spelled(default))),
            _ => ("Bool".to_owned(), default.to_owned()),
        };
    }
    let plain = match &option.form {
        Form::Flag => "Bool".to_owned(),
        Form::Text => "String".to_owned(),
        Form::Texts => "[String]".to_owned(),
        Form::TextOrTexts => "(any OneOrMany)".to_owned(),
        Form::Length => "Length".to_owned(),
        Form::Time => "Date".to_owned(),
        Form::Count | Form::Bits => "Int".to_owned(),
        Form::Object => "Header".to_owned(),
        Form::Objects => "[Header]".to_owned(),
        Form::ObjectOrObjects => "JWS.Headers".to_owned(),
        Form::Name(of) => name_of(of),
        Form::Names(of) => format!("[{}]", name_of(of)),
        Form::Secret => "Password".to_owned(),
        Form::Bytes => "Data".to_owned(),
        Form::Handle(of) => of.clone(),
    };
    (format!("{plain}?"), "nil".to_owned())
}

/// What a flag, or a choice that is always made, is if it is not given.
pub(super) fn given_default<'a>(option: &'a Opt, tables: &Tables) -> Option<&'a str> {
    let is_made = match &option.form {
        Form::Flag => true,
        Form::Name(of) => !option.null_is_absent && tables.choice(of).is_some(),
        _ => false,
    };
    option.default.as_deref().filter(|_| is_made)
}

/// A type whose values are names, as Swift calls it.
pub(super) fn name_of(of: &str) -> String {
    if of == "Require" {
        "JWS.Require".to_owned()
    } else {
        of.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_as_swift_does() {
        let names = [
            "issuer",
            "max_pbes2_iterations",
            "max_json_depth",
            "token_id",
            "access-token",
            "alg",
            "allow_any_type",
        ];
        let spelled = names.map(spelled);
        assert_eq!(
            spelled,
            [
                "issuer",
                "maxPBES2Iterations",
                "maxJSONDepth",
                "tokenID",
                "accessToken",
                "algorithm",
                "allowAnyType"
            ]
            .map(str::to_owned)
        );
        assert_eq!(quoted("private"), "`private`");
        assert_eq!(called("Key/init(pem:algorithm:password:options:)"), "Key(pem:)");
        assert_eq!(
            [called("Key/jwk(options:)"), called("sign(_:with:options:)")],
            ["jwk", "sign"]
        );
    }
}
