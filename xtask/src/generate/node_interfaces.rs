//! The interfaces of options in the Node package: which functions each is for, and what it shares
//! with others. Which options they have, the table says.

/// An interface of options.
pub(super) struct Interface {
    pub(super) name: &'static str,
    pub(super) doc: &'static str,
    /// The functions that take it, by their names in Python. Its members are the options that all
    /// of them take.
    pub(super) functions: &'static [&'static str],
    /// Only the options under this heading.
    pub(super) heading: Option<&'static str>,
    /// Interfaces of options whose members it has too. From a parent with more members, it omits
    /// the rest.
    pub(super) extends: &'static [&'static str],
    /// The interface of what Node takes among the options besides: keys that other languages take
    /// as arguments, and functions.
    pub(super) keys: Option<&'static str>,
    /// Whether it exists for others to extend, and no function takes it itself.
    pub(super) is_shared: bool,
}

impl Interface {
    pub(super) const fn of(
        name: &'static str,
        doc: &'static str,
        functions: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            doc,
            functions,
            heading: None,
            extends: &[],
            keys: None,
            is_shared: false,
        }
    }

    pub(super) const fn extends(self, extends: &'static [&'static str]) -> Self {
        Self { extends, ..self }
    }

    const fn keys(self, keys: &'static str) -> Self {
        Self {
            keys: Some(keys),
            ..self
        }
    }

    const fn under(self, heading: &'static str) -> Self {
        Self {
            heading: Some(heading),
            ..self
        }
    }

    const fn shared(self) -> Self {
        Self {
            is_shared: true,
            ..self
        }
    }
}

const fn of(name: &'static str, doc: &'static str, functions: &'static [&'static str]) -> Interface {
    Interface::of(name, doc, functions)
}

/// Every function that checks the claims of a token.
const CHECKS: &[&str] = &["verify", "decrypt", "unseal", "Verifier"];

/// Those of `options.d.ts`, parents before their children.
pub(super) const JWT: &[Interface] = &[
    of("ExportOptions", "Options for exporting keys.", &["Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks"]),
    of("FromKeyOptions", "Options for importing a key.", &["Key.from_certificate"]),
    of("FromEncryptedOptions", "Options for importing a key from PEM or DER.", &["Key.from_pem", "Key.from_der"])
        .extends(&["FromKeyOptions"]),
    of("FromSecretOptions", "Options for importing a shared secret, or a KeyObject that may be one.", &["Key.from_secret"])
        .extends(&["FromKeyOptions"]),
    of("FromPasswordOptions", "Options for making a key from a password.", &["Key.from_password"]).extends(&["FromKeyOptions"]),
    of("FromJwkOptions", "Options for importing a JWK.", &["Key.from_jwk"]),
    of("FromJwksOptions", "Options for importing a JWK Set.", &["KeySet.from_jwks"]),
    of("GenerateOptions", "Options for generating a key.", &["Key.generate"]).extends(&["FromSecretOptions"]),
    of("RemoteKeySetOptions", "Options for a key set that is fetched from its publisher.", &["RemoteKeySet"]).keys("RemoteDriver"),
    of("KeyRingOptions", "Options for a ring of keys that rotate.", &["KeyRing.create"]).keys("RingTime"),
    of("RingStoreOptions", "Options for a key ring that servers share in Redis or Valkey.", &["KeyRing.redis"]).keys("RingStore"),
    of("RevocationsOptions", "Options for a list of revocations.", &["Revocations"]),
    of("RevocationFileOptions", "Options for a list of revocations in a file.", &["Revocations.file"]),
    of("StoreOptions", "Options for a list of revocations that servers share in Redis or Valkey.", &["Revocations.redis"]).keys("Watched"),
    of("RevokeOptions", "Options for revoking a token, and for withdrawing a revocation.", &["Revocations.revoke", "Revocations.withdraw"]),
    of(
        "RevokeUntilOptions",
        "Options for revoking a token, a session or a key by its ID.",
        &["Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key"],
    )
    .extends(&["RevokeOptions"]),
    of(
        "RevokeBeforeOptions",
        "Options for revoking what was issued to a subject, or by an issuer, before a time.",
        &["Revocations.revoke_subject", "Revocations.revoke_issuer"],
    )
    .extends(&["RevokeOptions"]),
    of("EventOptions", "Options for applying a security event or a logout token.", &["Revocations.apply_events"])
        .extends(&["RevokeOptions"]),
    of("StatusTokenOptions", "Options for the signed token of a status list: `ttl` or `expiresIn` is required.", &["StatusList.to_jwt"]),
    of("StatusListsOptions", "Options for following the status lists that tokens name: `allowedUris` is required.", &["StatusLists"])
        .keys("StatusListsDriver"),
    of("EntriesOptions", "Which revocations to list; all of them if nothing is named.", &["Revocations.entries"]),
    of("IssueOptions", "Options for one token of an issuer.", &["Issuer.issue"]),
    of("SignOptions", "Options for signing claims.", &["sign", "prepare"]).extends(&["IssueOptions"]),
    of("EncryptOptions", "Options for encrypting claims.", &["encrypt"]).extends(&["SignOptions"]),
    of("SealOptions", "The keys that seal claims, and options for signing and encrypting them.", &["seal"])
        .extends(&["EncryptOptions"])
        .keys("SealKeys"),
    of("IssuerOptions", "The keys of an issuer, and options for every token that it issues.", &["Issuer"]).extends(&["EncryptOptions"]),
    of("LimitOptions", "What checking a token may cost. Each limit is a whole number above 0, checked before the work is done.", CHECKS)
        .under("Limits")
        .shared(),
    of("CommonReadOptions", "Options for reading any token.", &["verify", "decrypt", "unseal", "Verifier", "jwe.decrypt"])
        .extends(&["LimitOptions"])
        .shared(),
    of("ClaimCheckOptions", "What is expected of claims. Every check is made unless it is waived by name.", CHECKS)
        .extends(&["CommonReadOptions"])
        .shared(),
    of("CheckManyOptions", "Options for checking many tokens with a verifier.", &["Verifier.verify_many"]),
    of("CheckOptions", "Options for checking one token with a verifier, and what came with it.", &["Verifier.verify"])
        .extends(&["CheckManyOptions"]),
    of(
        "AccessOptions",
        "Options for asking access rules about a request.",
        &["AccessRules.check", "AccessRules.require", "AccessRules.explain"],
    ),
    of("ResourceOptions", "Options for a protected resource.", &["ProtectedResource"]),
    of("RequestOptions", "Options for checking one request to a protected resource.", &["ProtectedResource.check"]),
    of("CompleteOptions", "Options for completing a token or a DPoP proof whose key is held elsewhere.", &["Unsigned.complete"]),
    of("ProofOptions", "Options for making a DPoP proof (RFC 9449).", &["dpop.prove", "dpop.prepare"]),
    of("ReplayCacheOptions", "Options for a cache of used DPoP proofs.", &["ReplayCache"]),
    of("ReplayStoreOptions", "Options for a cache of used DPoP proofs that servers share in Redis or Valkey.", &["ReplayCache.redis"]),
    of("VerifyOptions", "Options for verifying a token.", &["verify"]).extends(&["ClaimCheckOptions", "CheckManyOptions"]),
    of("DecryptOptions", "Options for decrypting a token.", &["decrypt"]).extends(&["ClaimCheckOptions", "CheckManyOptions"]),
    of("UnsealOptions", "The keys that unseal a token, and options for verifying and decrypting it.", &["unseal"])
        .extends(&["VerifyOptions", "DecryptOptions"])
        .keys("UnsealKeys"),
    of("VerifierOptions", "The keys of a verifier, and options for every token that it checks.", &["Verifier"])
        .extends(&["VerifyOptions", "DecryptOptions"])
        .keys("Watched"),
];

/// Those of `jws_options.d.ts`.
pub(super) const JWS: &[Interface] = &[
    of(
        "SignOptions",
        "Options for signing arbitrary bytes.",
        &["jws.sign"],
    ),
    of(
        "VerifyOptions",
        "Options for verifying the signatures of arbitrary bytes.",
        &["jws.verify"],
    )
    .extends(&["CommonReadOptions"]),
];

/// Those of `jwe_options.d.ts`.
pub(super) const JWE: &[Interface] = &[
    of(
        "EncryptOptions",
        "Options for encrypting arbitrary bytes.",
        &["jwe.encrypt"],
    ),
    of(
        "DecryptOptions",
        "Options for decrypting arbitrary bytes.",
        &["jwe.decrypt", "jwe.prepare_decrypt"],
    )
    .extends(&["CommonReadOptions"]),
];
