//! The one table of options: every option of every function, in every language.
//!
//! A block names the sets that take its rows, under the heading that help texts and references
//! show. A row is
//!
//! ```text
//! /// What it does: one sentence that holds in every language, then what there is to know.
//! #[default("0")]            what holds if it is not given, where the kind does not say so
//! #[waives("exp")]           the check that a flag waives
//! #[only("encrypt", "seal")] the functions of the set that take it, unless all do
//! kind name as "wire name": Type;
//! ```
//!
//! with one of these kinds:
//!
//! | kind | field | null | default |
//! | --- | --- | --- | --- |
//! | `optional` | `Option<Type>` | is an error, so that an unset setting never drops a check | not given |
//! | `nullable` | `Option<Type>` | means "not given" | not given |
//! | `flag` | `bool` | is an error | `false` |
//! | `switch` | `bool` | is an error | `true` |
//! | `choice` | `Type` | is an error | the type's own |
//! | `bytes` | `Option<Type>` | means "not given" | not given; crosses beside the JSON, which has no bytes |
//! | `beside` | `Option<Type>` | is an error | not given; crosses beside the JSON |
//! | `limit` | `Option<u64>` | is an error | the row of this name in `limits.rs` |
//!
//! What a struct of Rust cannot hold stands in `handles`: keys, which are arguments of their own
//! beside the options, and functions, which stay in the binding. `cargo xtask generate` writes from
//! this table what every language shows its users. A new option is one row here, its check, its
//! vectors.

use serde_json::{Map, Value};

use super::macros::option_table;
use super::{
    Confirmation, Durability, Headers, Ignored, Length, OneOrMany, Password, PathForm, Profile,
    ProofOfPossession, Require, Serialization, SignatureFormat, TextEncoding, TokenKind, WhenUnavailable,
};
use crate::algorithm::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};

option_table! {
    sets {
        /// Options for generating a key.
        GenerateOptions for "Key.generate";
        /// Options for reading a JWK.
        JwkOptions for "Key.from_jwk";
        /// Options for every other way of reading a key.
        KeyOptions for "Key.from_pem", "Key.from_der", "Key.from_certificate", "Key.from_secret", "Key.from_password";
        /// Options for reading a JWK Set.
        JwksOptions for "KeySet.from_jwks";
        /// Options of a set of keys that is fetched from its publisher.
        RemoteOptions for "RemoteKeySet";
        /// Options of a ring of keys that rotate.
        RingOptions for "KeyRing.create";
        /// Options of a ring of keys in Redis or Valkey.
        RingStoreOptions for "KeyRing.redis";
        /// Options of a list of revocations.
        RevocationsOptions for "Revocations";
        /// Options of a list of revocations in a file.
        FileOptions for "Revocations.file";
        /// Options of a list of revocations in Redis or Valkey.
        StoreOptions for "Revocations.redis";
        /// Options for revoking, and for withdrawing a revocation.
        RevokeOptions for "Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key",
            "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw";
        /// Options for applying a security event or a logout token to a list of revocations.
        EventOptions for "Revocations.apply_events";
        /// What to list of the revocations; all of them if nothing is named.
        EntriesOptions for "Revocations.entries";
        /// Options of the signed token of a status list.
        StatusTokenOptions for "StatusList.to_jwt";
        /// Options for following the status lists that tokens name.
        StatusListsOptions for "StatusLists";
        /// Options for exporting keys.
        ExportOptions for "Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks";
        /// Options for making one token. An option that contradicts a claim is
        /// `ERR_OPTION_INVALID`.
        TokenOptions for "sign", "encrypt", "seal", "prepare";
        /// Options of an issuer, which hold for every token that it issues.
        IssuerOptions for "Issuer";
        /// Options for one token of an issuer.
        IssueOptions for "Issuer.issue";
        /// Options for checking tokens. Every check is made unless it is waived by name.
        VerifyOptions for "verify", "decrypt", "unseal", "Verifier";
        /// Options for checking one token with a verifier.
        CheckOptions for "Verifier.verify", "Verifier.verify_many";
        /// Options of a protected resource: what it is called, where its tokens come, and how its
        /// paths are read.
        ResourceOptions for "ProtectedResource";
        /// Options for checking one request to a protected resource.
        RequestOptions for "ProtectedResource.check";
        /// Options for completing a token, or a DPoP proof, whose key is elsewhere.
        CompleteOptions for "Unsigned.complete";
        /// Options for making a DPoP proof (RFC 9449).
        ProofOptions for "dpop.prove", "dpop.prepare";
        /// Options of a cache of the DPoP proofs that were used.
        ReplayOptions for "ReplayCache";
        /// Options of a cache of used DPoP proofs in Redis or Valkey.
        ReplayStoreOptions for "ReplayCache.redis";
        /// Options for asking access rules about a request.
        AccessOptions for "AccessRules.check", "AccessRules.require", "AccessRules.explain";
        /// Options for signing arbitrary bytes.
        JwsSignOptions for "jws.sign";
        /// Options for verifying the signatures of arbitrary bytes.
        JwsVerifyOptions for "jws.verify";
        /// Options for encrypting arbitrary bytes.
        JweEncryptOptions for "jwe.encrypt";
        /// Options for decrypting arbitrary bytes.
        JweDecryptOptions for "jwe.decrypt", "jwe.prepare_decrypt";
    }

    handles {
        "Keys" [VerifyOptions] {
            /// The keys that verify signatures.
            #[only("Verifier")]
            keys: "Keys";
            /// The keys that decrypt.
            #[only("Verifier")]
            decryption_keys: "Keys";
        }
        "Snapshots" [RemoteOptions] {
            /// The key that `snapshot` was signed with; required with it.
            snapshot_key: "Key";
        }
        "Keys" [RingOptions] {
            /// Keys to begin with, in the order of their turns: those that verifiers know already.
            /// Of a public key, the private half is elsewhere.
            keys: "Keys";
        }
        "Revocations" [VerifyOptions] {
            /// What was revoked, and is refused.
            // A setting that is not set must not make a verifier that forgets to ask.
            #[null(refused)]
            #[only("Verifier")]
            revocations: "Revocations";
            /// Where the status of a token is looked up that names a status list.
            #[null(refused)]
            #[only("Verifier")]
            status_lists: "StatusLists";
        }
        "Which lists" [StatusListsOptions] {
            /// The keys that verify the lists; those of each Verifier if not given.
            keys: "Keys";
        }
        "Proof of possession" [VerifyOptions] {
            /// Which DPoP proofs were used; a cache of the verifier's own if not given.
            #[only("Verifier")]
            replays: "ReplayCache";
            /// The key of nonces, an HMAC key that all instances of a service share. With it, a DPoP
            /// proof must have a nonce that is at most ten minutes old.
            // A setting that is not set must not make a verifier that asks for none.
            #[null(refused)]
            #[only("Verifier")]
            nonce_key: "Key";
        }
        "Access" [ResourceOptions] {
            /// Who may do what. Without rules, a good token is enough.
            // A setting that is not set must not make a resource that forgets to ask.
            #[null(refused)]
            rules: "AccessRules";
        }
        "Cookies" [ResourceOptions] {
            /// The key of the values by which pages show that a request is theirs, an HMAC key that
            /// all instances of a service share; required with `cookie`.
            #[null(refused)]
            csrf_key: "Key";
        }
        "Keys" [IssuerOptions] {
            /// The secret or private key that signs.
            signing_key: "Key";
            /// The secret or public key to encrypt to.
            encryption_key: "Key";
        }
        "Time" [VerifyOptions, IssuerOptions] {
            /// A function that tells the time, for every call that is not given `now`; the system
            /// clock if not given.
            #[only("Verifier", "Issuer")]
            clock: "Clock";
        }
        "Time" [RemoteOptions, RingOptions, RingStoreOptions] {
            /// A function that tells the time by which keys age, for tests; the system's clocks if
            /// not given.
            clock: "Clock";
        }
        "Time" [RevocationsOptions, StoreOptions, FileOptions] {
            /// A function that tells the time, for every call that is not given `now`; the system
            /// clock if not given.
            clock: "Clock";
        }
    }

    rows {
        "Keys" [JwkOptions] {
            /// The algorithm to bind the key to; required for an `oct` JWK without `alg`.
            nullable alg: Algorithm;
        }
        "Keys" [GenerateOptions, JwkOptions, KeyOptions] {
            /// The content encryption of a `dir` key; required for `dir`, refused for every other
            /// algorithm.
            #[only("Key.generate", "Key.from_jwk", "Key.from_secret")]
            nullable enc: ContentEncryption;
        }
        "Keys" [GenerateOptions, RingOptions] {
            /// The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`.
            #[default("P-256")]
            nullable curve: Curve;
            /// The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192.
            #[default("2048")]
            nullable bits: u32;
        }
        "Keys" [GenerateOptions, KeyOptions] {
            /// The key's `kid`. A generated asymmetric key has its thumbprint if none is given.
            nullable key_id: String;
        }
        "Keys" [KeyOptions] {
            /// The password of an encrypted private key; required for one, refused for every other
            /// key. Text is read as UTF-8.
            #[only("Key.from_pem", "Key.from_der")]
            nullable password: Password;
        }
        "Keys" [JwkOptions, JwksOptions, RemoteOptions] {
            /// Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`.
            /// A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
            optional signature_uses: Vec<String>;
        }
        "Keys" [KeyOptions] {
            /// What the text of a secret stands for; required where the secret is text, refused
            /// where it is bytes.
            #[only("Key.from_secret")]
            nullable encoding: TextEncoding;
        }
        "Keys" [JwkOptions, KeyOptions] {
            /// Accept an HMAC secret that is shorter than its hash, as older systems have them. One
            /// that is empty, or nothing but zeros, is refused all the same.
            #[only("Key.from_jwk", "Key.from_secret")]
            flag allow_weak_secret;
        }
        "Keys" [JwksOptions] {
            /// Refuse the whole set if one of its keys is malformed, instead of setting that key
            /// aside.
            flag strict;
            /// Set aside symmetric and private keys: a published set should have none.
            flag public_only;
        }
        "Keys" [ExportOptions] {
            /// Export the private or secret key itself, which must be kept secret.
            flag private;
        }

        "Where the keys are" [RemoteOptions] {
            /// The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC
            /// 8414). It stands instead of `url` and `metadata_url`.
            optional issuer: String;
            /// Where the metadata is that says where the keys are. It stands instead of `url` and
            /// `issuer`, and needs `metadata_issuer`.
            optional metadata_url: String;
            /// The `issuer` that the metadata must have, where it is not the issuer that was asked.
            optional metadata_issuer: String;
            /// The only hosts that metadata may say the keys are on. These are also sent the
            /// caller's headers, and may have addresses that are not public.
            optional allowed_hosts: Vec<String>;
            /// Allow http, by which anybody on the way can give out keys: for tests, and for
            /// servers on the same machine.
            #[waives("https")]
            flag allow_http;
        }
        "When keys rotate" [RingOptions] {
            /// How long a key signs, or is encrypted to, before the next one does.
            #[default("30d")]
            optional rotate_every: Length;
            /// How long a token lives at most: an issuer that would make a longer one is refused.
            #[default("15m")]
            optional token_lifetime: Length;
            /// How long those who fetch the published keys may keep them: what `cache_control`
            /// says.
            #[default("10m")]
            optional jwks_max_age: Length;
            /// How much later than that everybody has fetched them again. An outage that no
            /// verifier should notice may last as long.
            #[default("10m")]
            optional verifier_refresh: Length;
            /// The most by which two clocks differ, and the most that a verifier's `leeway` allows.
            #[default("1m")]
            optional clock_skew: Length;
        }
        "The ring" [RingStoreOptions] {
            /// The name of the ring in the store; required. Its key begins with it: one ring, one
            /// name.
            optional namespace: String;
            /// How old the ring may be that a call uses while the store answers: an older one is
            /// read anew first.
            #[default("1s")]
            optional max_staleness: Length;
            /// How long a command may take, and a call waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "The list" [StoreOptions] {
            /// The name of the list in the store; required. All keys begin with it: one list, one name.
            optional namespace: String;
        }
        "The list" [StoreOptions, FileOptions] {
            /// Make the list if there is none. Leave it out in services, so that a list that was
            /// lost is noticed.
            flag create;
        }
        "The list" [FileOptions] {
            /// Of a list that is made: the longest that a token lives. What was revoked is
            /// forgotten when no token can be left of it. If not given, the tokens of a subject,
            /// an issuer and a session are revoked for ever.
            optional longest_lifetime: Length;
        }
        "The list" [StoreOptions] {
            /// With `create`: the longest that a token lives. What was revoked is forgotten when no
            /// token can be left of it. A list that is there with a shorter one has it raised, and
            /// is never given a shorter one. If a list is made without, the tokens of a subject, an
            /// issuer and a session are revoked for ever.
            optional longest_lifetime: Length;
        }
        "Checks" [StoreOptions] {
            /// How old the list may be that a check uses.
            #[default("1s")]
            optional max_staleness: Length;
            /// What becomes of a token if the list is older, and cannot be renewed in time.
            choice when_unavailable: WhenUnavailable;
            /// Read the list anew for every check.
            flag strict;
            /// How often the store must prove that it can be written, so that a primary is noticed
            /// that was cut off from its replicas (`min-replicas-to-write`).
            optional beat: Length;
            /// How long a command may take, and a call waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "Changes" [StoreOptions] {
            /// What a revocation has survived when it is acknowledged.
            choice durability: Durability;
            /// How many replicas must have it besides (WAIT).
            optional replicas: u64;
        }
        "Revocations" [RevocationsOptions] {
            /// The longest that a token lives: what was revoked is forgotten when no token can be
            /// left of it. If not given, the tokens of a subject, an issuer and a session are
            /// revoked for ever.
            optional longest_lifetime: Length;
            /// Keep who revoked what, when and why, so that `entries` can list it.
            flag audit;
        }
        "What is revoked" [RevokeOptions] {
            /// When the last token has expired that the call names, in seconds since the epoch: the
            /// entry ends an hour later.
            #[only("Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key")]
            optional until: f64;
            /// Refuse what was issued before this, in seconds since the epoch.
            #[default("the end of this second")]
            #[only("Revocations.revoke_subject", "Revocations.revoke_issuer")]
            optional before: f64;
        }
        "What is applied" [EventOptions] {
            /// Issuers whose subjects and sessions the event may name, besides its own issuer.
            optional subject_issuers: Vec<String>;
        }
        "What is kept with it" [RevokeOptions, EventOptions] {
            /// Who revokes, for `entries`: at most 255 bytes, and no personal data.
            optional by: String;
            /// Why, for `entries`: at most 1,000 bytes, and no personal data.
            optional reason: String;
        }
        "What is listed" [EntriesOptions] {
            /// The issuer of what the other options name, which have none if it is not given; alone,
            /// the revocations of the issuer itself.
            optional issuer: String;
            /// The `jti` of a token.
            optional token_id: String;
            /// The `sid` of a session.
            optional session_id: String;
            /// The `sub` of a subject.
            optional subject: String;
            /// The key_id of a key.
            optional key_id: String;
        }
        "Time" [RevokeOptions, EventOptions, EntriesOptions] {
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "The list" [StatusTokenOptions] {
            /// How long those who fetch the list may keep it; becomes `ttl`. This or `expires_in`
            /// is required.
            optional ttl: Length;
            /// How long the list is valid from `now` on; becomes `exp`.
            optional expires_in: Length;
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "Which lists" [StatusListsOptions] {
            /// The addresses of the lists that may be fetched; required. One that ends in `/`
            /// stands for all that begin with it, any other for itself alone.
            optional allowed_uris: Vec<String>;
            /// Allow http: for tests, and for servers on the same machine. Lists are signed; yet
            /// anybody on the way sees which ones are used, and can keep a new one back.
            #[waives("https")]
            flag allow_http;
        }
        "When lists are used" [StatusListsOptions] {
            /// How long a list is fresh that says neither `ttl` nor `exp`, if its server does not
            /// say so either.
            #[default("10m")]
            optional default_age: Length;
            /// How long a list is fresh at least, whatever its `ttl` and its server say; only its
            /// `exp` is never exceeded.
            #[default("10s")]
            optional min_age: Length;
            /// When a list is fetched again at the latest, whatever it says. If that fails, it is
            /// used on, within its own `ttl` and `exp`.
            #[default("1h")]
            optional max_age: Length;
            /// How long a request may take in all, and a check waits for it.
            #[default("5s")]
            optional timeout: Length;
        }
        "Limits" [StatusListsOptions] {
            /// The most lists that are kept; the one that was not used for the longest time gives
            /// way.
            #[default("64")]
            optional max_lists: u64;
            /// The longest status list token to read, in bytes.
            #[default("4194304")]
            optional max_list_bytes: u64;
            /// The most bytes that the statuses of a list may inflate to.
            #[default("16777216")]
            optional max_inflated_bytes: u64;
        }
        "When keys are used" [RemoteOptions] {
            /// How long keys are fresh if their server does not say so.
            #[default("10m")]
            optional default_age: Length;
            /// How long keys are fresh at least, whatever their server says.
            #[default("60s")]
            optional min_age: Length;
            /// How long keys are fresh at most, whatever their server says.
            #[default("1h")]
            optional max_age: Length;
            /// How much longer keys are used while they cannot be fetched.
            #[default("1h")]
            optional stale: Length;
            /// How often tokens that no key verifies may have the keys fetched again: twice, and
            /// once more each time this has passed.
            #[default("30s")]
            optional cooldown: Length;
            /// How long fetching the keys may take, the metadata included.
            #[default("5s")]
            optional timeout: Length;
        }
        "Limits" [RemoteOptions] {
            /// The most keys to read.
            #[default("100")]
            optional max_keys: u64;
            /// The longest JWK Set to read, in bytes, after it is decompressed.
            #[default("262144")]
            optional max_set_bytes: u64;
            /// The longest metadata to read, in bytes, after it is decompressed.
            #[default("65536")]
            optional max_metadata_bytes: u64;
            /// The most checks that wait at once because no key verifies their token.
            #[default("8")]
            optional max_waiting: u64;
        }
        "Snapshots" [RemoteOptions] {
            /// What `snapshot` of such a set gave: keys to begin with, as old as they are.
            optional snapshot: String;
        }

        "Claims and header" [TokenOptions, IssueOptions] {
            /// How long the token is valid from `now` on; becomes `exp`. Required unless the claims
            /// have `exp`, an issuer has a `lifetime`, or `no_expiry` is set.
            optional expires_in: Length;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// Who issues the token; becomes `iss`.
            optional issuer: String;
        }
        "Claims and header" [TokenOptions, IssuerOptions, IssueOptions] {
            /// Whom the token is for: one text, or several; becomes `aud`.
            optional audience: OneOrMany;
            /// Whom the token is about; becomes `sub`.
            optional subject: String;
        }
        "Claims and header" [IssuerOptions] {
            /// How long a token is valid, unless the call or the claims say otherwise.
            optional lifetime: Length;
        }
        "Claims and header" [TokenOptions, IssuerOptions, IssueOptions] {
            /// Make a token that never expires.
            flag no_expiry;
        }
        "Claims and header" [TokenOptions, IssueOptions] {
            /// The time before which the token is not valid; becomes `nbf`, rounded down to whole
            /// seconds.
            optional not_before: f64;
            /// The token's own id; becomes `jti`.
            optional token_id: String;
        }
        "Proof of possession" [IssueOptions] {
            /// The public key or the certificate that the token is bound to; becomes `cnf` with the
            /// thumbprint of it (RFC 9449, section 6; RFC 8705, section 3).
            // A setting that is not set must not make a token that anybody can use.
            beside confirm: Confirmation;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// The `typ` of the header. A profile has its own.
            #[default("JWT")]
            optional token_type as "type": String;
        }
        "Claims and header" [TokenOptions, IssuerOptions, IssueOptions] {
            /// More parameters for the protected header. It must not name what the library sets,
            /// such as `alg` and `crit`.
            nullable header: Map<String, Value>;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// The profile that the token follows: it gets the profile's `typ` and a random `jti`
            /// where the profile has them, and must have its claims.
            optional profile: Profile;
        }
        "Time" [TokenOptions, IssueOptions] {
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "Encryption" [TokenOptions, IssuerOptions] {
            /// The content encryption; a `dir` key has its own.
            #[default("A256GCM")]
            #[only("encrypt", "seal", "Issuer")]
            nullable enc: ContentEncryption;
            /// Compress the claims before encrypting them. The length of the token then reveals
            /// something about its claims.
            #[only("encrypt", "seal", "Issuer")]
            flag compress;
        }
        "Keys" [IssuerOptions] {
            /// The algorithm to sign by, where `signing_key` is a ring that has several; the first
            /// of the ring if not given.
            nullable alg: SignatureAlgorithm;
        }
        "Encryption" [IssuerOptions] {
            /// The key management algorithms to choose a key by, the best first, where
            /// `encryption_key` is a set that its recipient publishes.
            #[default("ECDH-ES with key wrap, ECDH-ES, RSA-OAEP")]
            nullable key_management: Vec<KeyManagement>;
        }

        "What is accepted" [VerifyOptions, JwsVerifyOptions] {
            /// The only signature algorithms to accept, among those that the keys allow.
            #[only("verify", "unseal", "Verifier", "jws.verify")]
            nullable algorithms: Vec<SignatureAlgorithm>;
        }
        "What is accepted" [VerifyOptions, JweDecryptOptions] {
            /// The only key management algorithms to accept, among those that the keys allow.
            #[only("decrypt", "unseal", "Verifier", "jwe.decrypt", "jwe.prepare_decrypt")]
            nullable key_management: Vec<KeyManagement>;
            /// The only content encryption algorithms to accept.
            #[only("decrypt", "unseal", "Verifier", "jwe.decrypt", "jwe.prepare_decrypt")]
            nullable content_encryption: Vec<ContentEncryption>;
        }
        "What is accepted" [VerifyOptions] {
            /// The kinds of token to accept; the kind that the keys are for if not given.
            #[only("Verifier")]
            optional accept: Vec<TokenKind>;
        }
        "What is expected" [VerifyOptions] {
            /// The `iss` that the token must have. Several are an error: their keys would be in one
            /// pool, and each issuer could speak for the others.
            optional issuer: OneOrMany;
            /// Further spellings of the issuer that the token's `iss` may have instead.
            optional issuer_aliases: Vec<String>;
            /// An issuer with the name of a claim in braces, such as
            /// `https://login.example/{tid}/v2.0`: the token's `iss` must be this with its own
            /// claim of that name, a text without `/`. It stands instead of `issuer`.
            #[only("Verifier")]
            optional issuer_template: String;
            /// The values that the claim of `issuer_template` may have.
            #[only("Verifier")]
            optional allowed_tenants: Vec<String>;
            /// The `aud` that the token must be or contain; of several, any will do.
            optional audience: OneOrMany;
            /// The `sub` that the token must have.
            optional subject: String;
            /// The `typ` that the token must have; of several, any will do, and a list that names
            /// `JWT` also accepts a token without. If not given, it must be absent or `JWT`. A
            /// profile's own are accepted besides.
            optional token_type as "type": OneOrMany;
            /// The names of claims that the token must have, neither null nor an empty text.
            optional required_claims: Vec<String>;
            /// What claims must be, by their names: a text, a number, true or false, or any of a
            /// list of these. A claim that is itself a list equals none of them.
            optional expected_claims: Map<String, Value>;
            /// The greatest age of the token, counted from its `iat`.
            optional max_age: Length;
            /// The longest time from the token's `iat` (from now, if it has none) to its `exp`.
            optional max_lifetime: Length;
            /// How far clocks may be apart, at most one hour.
            #[default("0")]
            optional leeway: Length;
        }
        "Speed" [VerifyOptions] {
            /// How many accepted tokens to remember, up to 1000000: one that comes again is not
            /// verified again while its keys and times hold. Revocation, status and proof of
            /// possession are asked each time. Tokens and claims then stay in memory.
            #[only("Verifier")]
            optional remember: u64;
        }
        "Time" [VerifyOptions, CheckOptions] {
            /// The current time; the system clock's if not given.
            #[only("verify", "decrypt", "unseal", "Verifier.verify", "Verifier.verify_many")]
            nullable now: f64;
        }
        "What is expected" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The names that may stand in `crit` because the caller understands and checks them.
            nullable critical: Vec<String>;
        }
        "What is expected" [VerifyOptions] {
            /// The profile that the token must follow.
            optional profile: Profile;
            /// The `nonce` that an ID token must have.
            optional nonce: String;
            /// The `azp` (authorized party) that an ID token must have. With the profile `id-token`,
            /// an `azp` must be the expected audience if this is not given.
            optional azp: String;
        }
        "Proof of possession" [VerifyOptions] {
            /// Whether the sender has to prove that it holds the key or the certificate that the
            /// token is bound to (`cnf`).
            choice proof_of_possession: ProofOfPossession;
            /// Where clients reach the service, such as `https://api.example`: scheme, host and, if it
            /// is not the scheme's own, port. A DPoP proof must be for one of these and the path of
            /// the request. Without them no proof can be checked.
            #[only("Verifier")]
            optional public_origins: Vec<String>;
        }
        "Proof of possession" [CheckOptions] {
            /// The DPoP proof: the value of the header `DPoP`, or the list of its values, of which
            /// there must be one. Leave it out for a token that came as `Bearer`.
            #[only("Verifier.verify")]
            nullable proof: OneOrMany;
            /// The method of the request, such as `GET`; required with `proof`.
            #[only("Verifier.verify")]
            nullable method: String;
            /// The path of the request, or its URL, whose origin must be one of `public_origins`;
            /// required with `proof`. Give the path as the client sent it, not decoded.
            #[only("Verifier.verify")]
            nullable url: String;
            /// The certificate that the client has proven to hold in the TLS handshake, in DER or
            /// PEM.
            #[only("Verifier.verify")]
            bytes certificate: Vec<u8>;
        }
        "Metadata" [ResourceOptions] {
            /// The URL of the resource, by which its clients know it: https, or http on the same
            /// machine, without query and fragment. Its metadata are published below it (RFC 9728).
            optional resource: String;
            /// The issuers whose tokens it takes, for its metadata.
            optional authorization_servers: Vec<String>;
            /// The scopes that clients may ask for, for its metadata.
            optional scopes_supported: Vec<String>;
            /// The URL of what developers should read, for its metadata.
            optional documentation: String;
        }
        "Answers" [ResourceOptions] {
            /// What is protected, for people: the `realm` of challenges, in printable ASCII.
            optional realm: String;
        }
        "Cookies" [ResourceOptions] {
            /// The name of a cookie that may hold the token instead of the header `Authorization`. It
            /// begins with `__Host-`.
            optional cookie: String;
            /// Allow any name of a cookie, so that browsers also send it by http: for development.
            #[waives("the prefix __Host-")]
            flag allow_insecure_cookies;
        }
        "What is asked" [RequestOptions] {
            /// The scopes that the token must have, all of them, besides what rules ask: a text with
            /// spaces between them, or a list.
            optional scope: OneOrMany;
            /// Let a request without a token pass. One whose token is no good never does.
            flag optional;
            /// The certificate that the client has proven to hold in the TLS handshake, in DER or
            /// PEM.
            bytes certificate: Vec<u8>;
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "What it proves" [ProofOptions] {
            /// The access token that is sent with the proof; its hash becomes `ath`. Leave it out
            /// for a request that asks for a token.
            nullable access_token: String;
            /// The nonce that the server has asked for in `DPoP-Nonce`.
            nullable nonce: String;
            /// The id of the proof; becomes `jti`. A random one if not given.
            optional token_id: String;
        }
        "Time" [ProofOptions] {
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "The path" [AccessOptions, ResourceOptions] {
            /// How the path is given.
            choice form: PathForm;
            /// What the router in front of the handlers ignores. Where other rules would fit the path
            /// as the router reads it, the request is denied: nobody could say which handler it meets.
            optional ignores: Vec<Ignored>;
        }
        "Time" [AccessOptions] {
            /// The current time, which `auth_time` is held against; the system clock's if not given.
            nullable now: f64;
        }
        "Limits" [ReplayOptions] {
            /// The most proofs that are remembered, each for about a minute. While it is full,
            /// proofs are `ERR_DPOP_UNAVAILABLE`.
            #[default("1000000")]
            optional capacity: u64;
        }
        "The store" [ReplayStoreOptions] {
            /// What all keys in the store begin with; required.
            optional namespace: String;
            /// How long a command may take, and a check waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "Signatures" [CompleteOptions] {
            /// How the bytes of an ECDSA signature are written.
            choice format: SignatureFormat;
        }
        "What is waived" [VerifyOptions] {
            /// Accept tokens without `exp`.
            #[waives("exp")]
            flag allow_missing_exp;
            /// Accept any `aud`, where none is expected; one that is null or an empty list counts
            /// as absent.
            #[waives("aud")]
            flag allow_any_audience;
            /// Accept any `iss`, where none is expected.
            #[waives("iss")]
            flag allow_any_issuer;
            /// Accept any value of the claim of `issuer_template`: every tenant of that issuer.
            #[waives("the tenant")]
            #[only("Verifier")]
            flag allow_any_tenant;
            /// Accept any `typ`, where none is expected.
            #[waives("typ")]
            flag allow_any_type;
            /// Accept any `nonce` of an ID token, where none is expected.
            #[waives("nonce")]
            flag allow_any_nonce;
            /// Accept a `sub` that is a number; `subject` expects its digits.
            #[waives("the type of sub")]
            flag allow_numeric_subject;
            /// Accept a token whose status nobody has looked up, although its `status` claim says
            /// where that could be done.
            #[waives("the status")]
            flag allow_unchecked_status;
            /// Accept a nested token whose outer header does not say `cty: JWT`, if a signed token
            /// is inside.
            #[waives("cty")]
            #[only("unseal", "Verifier")]
            flag allow_missing_cty;
            /// Accept tokens that are encrypted to a public key and not signed: anyone could have
            /// made them.
            #[waives("a signature")]
            #[only("decrypt", "Verifier")]
            flag allow_unsigned;
        }

        "What is waived" [VerifyOptions] {
            /// Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers
            /// make them.
            #[waives("base64url without padding")]
            #[only("verify", "unseal", "Verifier")]
            flag allow_base64_padding;
        }
        "What is accepted" [JwsVerifyOptions] {
            /// Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers
            /// make them.
            flag allow_base64_padding;
        }

        "Signatures" [JwsSignOptions] {
            /// More parameters for the protected header: the same for every signature, or one
            /// object for each key.
            nullable header: Headers;
            /// Parameters for the unprotected header, which anyone can change, in the JSON
            /// serializations only: the same for every signature, or one object for each key. A
            /// `kid` here, which must be the key's, is left out of the protected header.
            nullable unprotected: Headers;
        }
        "Signatures" [JwsSignOptions] {
            /// The names of parameters of the protected header that a recipient must understand,
            /// or else refuse the token (`crit`). Each must stand in `header`.
            nullable critical: Vec<String>;
        }
        "Encryption" [JweEncryptOptions] {
            /// The content encryption; a `dir` key has its own.
            #[default("A256GCM")]
            nullable enc: ContentEncryption;
            /// More parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`.
            nullable header: Map<String, Value>;
            /// Parameters for the unprotected header that all recipients share and anyone can
            /// change, in the JSON serializations only.
            nullable unprotected: Map<String, Value>;
            /// Parameters for the recipients' unprotected headers, which anyone can change, one
            /// object for each key, in the JSON serializations only. A `kid` here or in
            /// `unprotected`, which must be the key's, is written nowhere else.
            nullable recipient_headers: Vec<Map<String, Value>>;
            /// Bytes to authenticate besides the plaintext; they stand in the token for all to
            /// read, in the JSON serializations only.
            bytes aad: Vec<u8>;
        }
        "Serialization" [JwsSignOptions, JweEncryptOptions] {
            /// How to write the token.
            choice serialization: Serialization;
        }
        "Signatures" [JwsSignOptions] {
            /// Leave the payload out of the token; it reaches the recipient some other way (RFC
            /// 7515, appendix F).
            flag detached;
            /// Encode the payload as base64url. If false it is signed as it is (RFC 7797), which
            /// suits detached payloads.
            switch b64;
        }
        "Encryption" [JweEncryptOptions] {
            /// Compress the plaintext before encrypting it. The length of the token then reveals
            /// something about its content.
            flag compress;
            /// Allow a symmetric key among several. Such a key must never authenticate a token again,
            /// in any serialization: every recipient knows the content key, and can put other
            /// content under the encrypted key of another, in a compact token too.
            flag allow_shared_content_key;
        }
        "Signatures" [JwsVerifyOptions] {
            /// The payload of a detached token.
            bytes payload: Vec<u8>;
            /// How many of several signatures must verify.
            choice require: Require;
        }

        "Limits" [VerifyOptions] {
            /// The longest token, in bytes.
            limit max_token_bytes;
        }
        "Limits" [JwsVerifyOptions, JweDecryptOptions] {
            /// The longest token, in bytes. A JSON serialization may have 1 MiB if this is not
            /// given.
            limit max_token_bytes;
        }
        "Limits" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The longest header, protected and unprotected together, in bytes.
            limit max_header_bytes;
            /// The deepest nesting of JSON, 1 to 100.
            limit max_json_depth;
        }
        "Limits" [VerifyOptions, JweDecryptOptions] {
            /// The most bytes that a compressed plaintext may inflate to.
            limit max_inflated_bytes;
        }
        "Limits" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The most keys to try on a token, over all its signatures or recipients. Signatures
            /// or recipients times keys may be at most 1,000 times this.
            limit max_attempts;
        }
        "Limits" [VerifyOptions, JweDecryptOptions] {
            /// The most PBES2 iterations that a token may cost, over all its recipients and the
            /// keys that are tried. Iterations of SHA-384 and SHA-512 count three times.
            limit max_pbes2_iterations;
        }
    }
}
