//! The one table of options: every option of every function, in every language.
//!
//! A block names the sets that take its rows, under the heading shown in help texts and references.
//! A row is
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
//! | `bytes` | `Option<Type>` | means "not given" | not given; passed separately, since JSON has no bytes |
//! | `beside` | `Option<Type>` | is an error | not given; passed separately from the JSON |
//! | `limit` | `Option<u64>` | is an error | the row of this name in `limits.rs` |
//!
//! What a Rust struct cannot hold is listed in `handles`: keys, which are arguments of their own
//! next to the options, and functions, which stay in the binding. `cargo xtask generate` generates
//! everything that each language shows its users from this table. A new option is one row here, its
//! check, and its vectors.

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
        /// Options for a key set that is fetched from its publisher.
        RemoteOptions for "RemoteKeySet";
        /// Options for a ring of keys that rotate.
        RingOptions for "KeyRing.create";
        /// Options for a key ring in Redis or Valkey.
        RingStoreOptions for "KeyRing.redis";
        /// Options for a list of revocations.
        RevocationsOptions for "Revocations";
        /// Options for a list of revocations in a file.
        FileOptions for "Revocations.file";
        /// Options for a list of revocations in Redis or Valkey.
        StoreOptions for "Revocations.redis";
        /// Options for revoking, and for withdrawing a revocation.
        RevokeOptions for "Revocations.revoke", "Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key",
            "Revocations.revoke_subject", "Revocations.revoke_issuer", "Revocations.withdraw";
        /// Options for applying a security event or a logout token to a list of revocations.
        EventOptions for "Revocations.apply_events";
        /// Which revocations to list; all of them if nothing is named.
        EntriesOptions for "Revocations.entries";
        /// Options for the signed token of a status list.
        StatusTokenOptions for "StatusList.to_jwt";
        /// Options for following the status lists that tokens name.
        StatusListsOptions for "StatusLists";
        /// Options for exporting keys.
        ExportOptions for "Key.to_jwk", "Key.to_pem", "Key.to_der", "KeySet.to_jwks";
        /// Options for making one token. An option that contradicts a claim is
        /// `ERR_OPTION_INVALID`.
        TokenOptions for "sign", "encrypt", "seal", "prepare";
        /// Options for an issuer, which apply to every token that it issues.
        IssuerOptions for "Issuer";
        /// Options for one token of an issuer.
        IssueOptions for "Issuer.issue";
        /// Options for checking tokens. Every check is made unless it is waived by name.
        VerifyOptions for "verify", "decrypt", "unseal", "Verifier";
        /// Options for checking one token with a verifier.
        CheckOptions for "Verifier.verify", "Verifier.verify_many";
        /// Options for a protected resource: its name, where its tokens are found, and how its
        /// paths are read.
        ResourceOptions for "ProtectedResource";
        /// Options for checking one request to a protected resource.
        RequestOptions for "ProtectedResource.check";
        /// Options for completing a token or a DPoP proof whose key is held elsewhere.
        CompleteOptions for "Unsigned.complete";
        /// Options for making a DPoP proof (RFC 9449).
        ProofOptions for "dpop.prove", "dpop.prepare";
        /// Options for a cache of used DPoP proofs.
        ReplayOptions for "ReplayCache";
        /// Options for a cache of used DPoP proofs in Redis or Valkey.
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
            /// The initial keys, in the order in which they take turns: those that verifiers
            /// already know. For a public key, the private half is held elsewhere.
            keys: "Keys";
        }
        "Revocations" [VerifyOptions] {
            /// The revocations to check: tokens that they cover are refused.
            // An unset setting must not produce a verifier that forgets to ask.
            #[null(refused)]
            #[only("Verifier")]
            revocations: "Revocations";
            /// Where to look up the status of tokens that refer to a status list.
            #[null(refused)]
            #[only("Verifier")]
            status_lists: "StatusLists";
        }
        "Which lists" [StatusListsOptions] {
            /// The keys that verify the lists; if not given, those of each Verifier.
            keys: "Keys";
        }
        "Proof of possession" [VerifyOptions] {
            /// The record of used DPoP proofs; a cache of the verifier's own if not given.
            #[only("Verifier")]
            replays: "ReplayCache";
            /// The key for nonces, an HMAC key that all instances of a service share. With it, a
            /// DPoP proof must contain a nonce that is at most ten minutes old.
            // An unset setting must not produce a verifier that asks for no nonce.
            #[null(refused)]
            #[only("Verifier")]
            nonce_key: "Key";
        }
        "Access" [ResourceOptions] {
            /// Who may do what. Without rules, a good token is enough.
            // An unset setting must not produce a resource that forgets to ask.
            #[null(refused)]
            rules: "AccessRules";
        }
        "Cookies" [ResourceOptions] {
            /// The key for the values by which pages prove that a request is theirs, an HMAC key
            /// that all instances of a service share; required with `cookie`.
            #[null(refused)]
            csrf_key: "Key";
        }
        "Keys" [IssuerOptions] {
            /// The secret or private key to sign with.
            signing_key: "Key";
            /// The secret or public key to encrypt to.
            encryption_key: "Key";
        }
        "Time" [VerifyOptions, IssuerOptions] {
            /// A function that returns the time, for every call without `now`; the system clock if
            /// not given.
            #[only("Verifier", "Issuer")]
            clock: "Clock";
        }
        "Time" [RemoteOptions, RingOptions, RingStoreOptions] {
            /// A function that returns the time by which keys age, for tests; the system's clocks
            /// if not given.
            clock: "Clock";
        }
        "Time" [RevocationsOptions, StoreOptions, FileOptions] {
            /// A function that returns the time, for every call without `now`; the system clock if
            /// not given.
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
            /// The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint.
            nullable key_id: String;
        }
        "Keys" [KeyOptions] {
            /// The password of an encrypted private key; required for one, refused for any other
            /// key. A string is encoded as UTF-8.
            #[only("Key.from_pem", "Key.from_der")]
            nullable password: Password;
        }
        "Keys" [JwkOptions, JwksOptions, RemoteOptions] {
            /// Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's
            /// `jwt-svid`. A key with any other use is `ERR_JOSE_NOT_SUPPORTED`.
            optional signature_uses: Vec<String>;
        }
        "Keys" [KeyOptions] {
            /// How the text of a secret is encoded; required if the secret is text, refused if it
            /// is bytes.
            #[only("Key.from_secret")]
            nullable encoding: TextEncoding;
        }
        "Keys" [JwkOptions, KeyOptions] {
            /// Accept an HMAC secret that is shorter than its hash, as in some older systems. One
            /// that is empty or all zeros is still refused.
            #[only("Key.from_jwk", "Key.from_secret")]
            flag allow_weak_secret;
        }
        "Keys" [JwksOptions] {
            /// Refuse the whole set if one of its keys is malformed, instead of setting that key
            /// aside.
            flag strict;
            /// Set aside symmetric and private keys: a published set should contain none.
            flag public_only;
        }
        "Keys" [ExportOptions] {
            /// Export the private or secret key itself, which must be kept secret.
            flag private;
        }

        "Where the keys are" [RemoteOptions] {
            /// The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC
            /// 8414). Given instead of `url` and `metadata_url`.
            optional issuer: String;
            /// The URL of the metadata that says where the keys are. Given instead of `url` and
            /// `issuer`, and needs `metadata_issuer`.
            optional metadata_url: String;
            /// The `issuer` that the metadata must contain, if it differs from the issuer that was
            /// asked.
            optional metadata_issuer: String;
            /// The only hosts that the metadata may name for the keys. They also receive the
            /// caller's headers, and may have addresses that are not public.
            optional allowed_hosts: Vec<String>;
            /// Allow http, which lets anyone on the network path substitute keys: for tests, and
            /// for servers on the same machine.
            #[waives("https")]
            flag allow_http;
        }
        "When keys rotate" [RingOptions] {
            /// How long a key is used to sign or to encrypt to, before the next one takes over.
            #[default("30d")]
            optional rotate_every: Length;
            /// The longest lifetime of a token: an issuer that would make a longer one is refused.
            #[default("15m")]
            optional token_lifetime: Length;
            /// How long those who fetch the published keys may cache them: what `cache_control`
            /// says.
            #[default("10m")]
            optional jwks_max_age: Length;
            /// How long after that everyone has fetched the keys again. An outage that verifiers
            /// should not notice may last this long.
            #[default("10m")]
            optional verifier_refresh: Length;
            /// The largest difference between two clocks, and the largest `leeway` of a verifier.
            #[default("1m")]
            optional clock_skew: Length;
        }
        "The ring" [RingStoreOptions] {
            /// The name of the ring in the store; required. Its key begins with this name: one
            /// ring, one name.
            optional namespace: String;
            /// How old the ring may be when a call uses it while the store is reachable: an older
            /// one is read again first.
            #[default("1s")]
            optional max_staleness: Length;
            /// How long a command may take, and how long a call waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "The list" [StoreOptions] {
            /// The name of the list in the store; required. All keys begin with this name: one
            /// list, one name.
            optional namespace: String;
        }
        "The list" [StoreOptions, FileOptions] {
            /// Create the list if it does not exist. Leave it out in services, so that a lost list
            /// is noticed.
            flag create;
        }
        "The list" [FileOptions] {
            /// For a list that is created: the longest lifetime of a token. A revocation is
            /// forgotten once no token it covers can still be valid. If not given, the tokens of a
            /// subject, an issuer and a session are revoked forever.
            optional longest_lifetime: Length;
        }
        "The list" [StoreOptions] {
            /// With `create`: the longest lifetime of a token. A revocation is forgotten once no
            /// token it covers can still be valid. If the list already exists with a shorter
            /// lifetime, it is raised to this one; it is never lowered. If a list is created
            /// without this option, the tokens of a subject, an issuer and a session are revoked
            /// forever.
            optional longest_lifetime: Length;
        }
        "Checks" [StoreOptions] {
            /// How old the list may be when a check uses it.
            #[default("1s")]
            optional max_staleness: Length;
            /// What happens to a token if the list is older than that and cannot be refreshed in
            /// time.
            choice when_unavailable: WhenUnavailable;
            /// Read the list again for every check.
            flag strict;
            /// How often the store must prove that it can be written to, so that a primary that was
            /// cut off from its replicas is noticed (`min-replicas-to-write`).
            optional beat: Length;
            /// How long a command may take, and how long a call waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "Changes" [StoreOptions] {
            /// What a revocation has survived by the time it is acknowledged.
            choice durability: Durability;
            /// How many replicas must also have it (WAIT).
            optional replicas: u64;
        }
        "Revocations" [RevocationsOptions] {
            /// The longest lifetime of a token: a revocation is forgotten once no token it covers
            /// can still be valid. If not given, the tokens of a subject, an issuer and a session
            /// are revoked forever.
            optional longest_lifetime: Length;
            /// Record who revoked what, when and why, so that `entries` can list it.
            flag audit;
        }
        "What is revoked" [RevokeOptions] {
            /// When the last token that the call covers has expired, in seconds since the epoch:
            /// the entry ends an hour later.
            #[only("Revocations.revoke_id", "Revocations.revoke_session", "Revocations.revoke_key")]
            optional until: f64;
            /// Refuse tokens issued before this time, in seconds since the epoch.
            #[default("the end of this second")]
            #[only("Revocations.revoke_subject", "Revocations.revoke_issuer")]
            optional before: f64;
        }
        "What is applied" [EventOptions] {
            /// Issuers whose subjects and sessions the event may name, besides its own issuer.
            optional subject_issuers: Vec<String>;
        }
        "What is kept with it" [RevokeOptions, EventOptions] {
            /// Who is revoking, for `entries`: at most 255 bytes, and no personal data.
            optional by: String;
            /// Why, for `entries`: at most 1,000 bytes, and no personal data.
            optional reason: String;
        }
        "What is listed" [EntriesOptions] {
            /// The issuer of what the other options name; if not given, they name revocations
            /// without an issuer. Alone, it lists the revocations of the issuer itself.
            optional issuer: String;
            /// The `jti` of a token.
            optional token_id: String;
            /// The `sid` of a session.
            optional session_id: String;
            /// The `sub` of a subject.
            optional subject: String;
            /// The `kid` of a key.
            optional key_id: String;
        }
        "Time" [RevokeOptions, EventOptions, EntriesOptions] {
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "The list" [StatusTokenOptions] {
            /// How long those who fetch the list may cache it; becomes `ttl`. This or `expires_in`
            /// is required.
            optional ttl: Length;
            /// How long the list is valid, counted from `now`; becomes `exp`.
            optional expires_in: Length;
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "Which lists" [StatusListsOptions] {
            /// The URIs of the lists that may be fetched; required. One that ends in `/` allows all
            /// URIs that begin with it, any other allows only itself.
            optional allowed_uris: Vec<String>;
            /// Allow http: for tests, and for servers on the same machine. Lists are signed, but
            /// anyone on the network path can see which ones are used, and can hold back a new one.
            #[waives("https")]
            flag allow_http;
        }
        "When lists are used" [StatusListsOptions] {
            /// How long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says
            /// so.
            #[default("10m")]
            optional default_age: Length;
            /// The shortest time that a list stays fresh, whatever its `ttl` and its server say;
            /// only its `exp` is never exceeded.
            #[default("10s")]
            optional min_age: Length;
            /// The longest time before a list is fetched again, whatever it says. If that fails,
            /// the list stays in use within its own `ttl` and `exp`.
            #[default("1h")]
            optional max_age: Length;
            /// How long a request may take in total, and how long a check waits for it.
            #[default("5s")]
            optional timeout: Length;
        }
        "Limits" [StatusListsOptions] {
            /// The most lists to keep; the least recently used one is dropped first.
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
            /// How long keys stay fresh if their server does not say.
            #[default("10m")]
            optional default_age: Length;
            /// The shortest time that keys stay fresh, whatever their server says.
            #[default("60s")]
            optional min_age: Length;
            /// The longest time that keys stay fresh, whatever their server says.
            #[default("1h")]
            optional max_age: Length;
            /// How much longer keys stay in use while they cannot be fetched.
            #[default("1h")]
            optional stale: Length;
            /// How often tokens that no key verifies may cause the keys to be fetched again: twice,
            /// and once more each time this interval has passed.
            #[default("30s")]
            optional cooldown: Length;
            /// How long fetching the keys may take, including the metadata.
            #[default("5s")]
            optional timeout: Length;
        }
        "Limits" [RemoteOptions] {
            /// The most keys to read.
            #[default("100")]
            optional max_keys: u64;
            /// The longest JWK Set to read, in bytes after decompression.
            #[default("262144")]
            optional max_set_bytes: u64;
            /// The longest metadata to read, in bytes after decompression.
            #[default("65536")]
            optional max_metadata_bytes: u64;
            /// The most checks that may wait at once because no key verifies their token.
            #[default("8")]
            optional max_waiting: u64;
        }
        "Snapshots" [RemoteOptions] {
            /// A snapshot taken from such a set with `snapshot`: the initial keys, which keep their
            /// age.
            optional snapshot: String;
        }

        "Claims and header" [TokenOptions, IssueOptions] {
            /// How long the token is valid, counted from `now`; becomes `exp`. Required unless the
            /// claims have `exp`, the issuer has a `lifetime`, or `no_expiry` is set.
            optional expires_in: Length;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// Who issues the token; becomes `iss`.
            optional issuer: String;
        }
        "Claims and header" [TokenOptions, IssuerOptions, IssueOptions] {
            /// Whom the token is for, one or several; becomes `aud`.
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
            /// The token's own ID; becomes `jti`.
            optional token_id: String;
        }
        "Proof of possession" [IssueOptions] {
            /// The public key or certificate that the token is bound to; becomes `cnf` with its
            /// thumbprint (RFC 9449, section 6; RFC 8705, section 3).
            // An unset setting must not produce a token that anyone can use.
            beside confirm: Confirmation;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// The `typ` in the header. A profile sets its own.
            #[default("JWT")]
            optional token_type as "type": String;
        }
        "Claims and header" [TokenOptions, IssuerOptions, IssueOptions] {
            /// Additional parameters for the protected header. They must not include those that the
            /// library sets, such as `alg` and `crit`.
            nullable header: Map<String, Value>;
        }
        "Claims and header" [TokenOptions, IssuerOptions] {
            /// The profile that the token follows: the token gets the profile's `typ` and a random
            /// `jti` if the profile has them, and must have its claims.
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
            /// The algorithm to sign with, if `signing_key` is a ring that has several; the first
            /// one in the ring if not given.
            nullable alg: SignatureAlgorithm;
        }
        "Encryption" [IssuerOptions] {
            /// The key management algorithms to choose a key by, in order of preference, if
            /// `encryption_key` is a set published by its recipient.
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
            /// The kinds of token to accept; if not given, the kind that the keys are for.
            #[only("Verifier")]
            optional accept: Vec<TokenKind>;
        }
        "What is expected" [VerifyOptions] {
            /// The `iss` that the token must have. Several are an error: their keys would be in one
            /// pool, and each issuer could speak for the others.
            optional issuer: OneOrMany;
            /// Other spellings of the issuer that the token's `iss` may have instead.
            optional issuer_aliases: Vec<String>;
            /// An issuer with the name of a claim in braces, such as
            /// `https://login.example/{tid}/v2.0`: the token's `iss` must be this with the token's
            /// own claim filled in, a string without `/`. Given instead of `issuer`.
            #[only("Verifier")]
            optional issuer_template: String;
            /// The values that the claim in `issuer_template` may have.
            #[only("Verifier")]
            optional allowed_tenants: Vec<String>;
            /// The `aud` that the token must equal or contain; if several are given, any of them
            /// will do.
            optional audience: OneOrMany;
            /// The `sub` that the token must have.
            optional subject: String;
            /// The `typ` that the token must have; if several are given, any of them will do, and a
            /// list that includes `JWT` also accepts a token without `typ`. If not given, `typ`
            /// must be absent or `JWT`. A profile's own types are accepted as well.
            optional token_type as "type": OneOrMany;
            /// The names of claims that the token must have, and that must be neither null nor an
            /// empty string.
            optional required_claims: Vec<String>;
            /// The values that claims must have, by claim name: a string, a number, true or false,
            /// or a list of these, any of which will do. A claim that is itself a list equals none
            /// of them.
            optional expected_claims: Map<String, Value>;
            /// The greatest age of the token, counted from its `iat`.
            optional max_age: Length;
            /// The longest time allowed from the token's `iat` (or from now, if it has none) to its
            /// `exp`.
            optional max_lifetime: Length;
            /// How far apart clocks may be, at most one hour.
            #[default("0")]
            optional leeway: Length;
        }
        "Speed" [VerifyOptions] {
            /// How many accepted tokens to remember, up to 1000000: a token that is seen again is
            /// not verified again while its keys and times remain valid. Revocation, status and
            /// proof of possession are still checked each time. Tokens and claims then stay in
            /// memory.
            #[only("Verifier")]
            optional remember: u64;
        }
        "Time" [VerifyOptions, CheckOptions] {
            /// The current time; the system clock's if not given.
            #[only("verify", "decrypt", "unseal", "Verifier.verify", "Verifier.verify_many")]
            nullable now: f64;
        }
        "What is expected" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The names that may appear in `crit` because the caller understands and checks them.
            nullable critical: Vec<String>;
        }
        "What is expected" [VerifyOptions] {
            /// The profile that the token must follow.
            optional profile: Profile;
            /// The `nonce` that an ID token must have.
            optional nonce: String;
            /// The `azp` (authorized party) that an ID token must have. If not given, with the
            /// profile `id-token`, an `azp` that is present must be the expected audience.
            optional azp: String;
        }
        "Proof of possession" [VerifyOptions] {
            /// Whether the sender must prove that it holds the key or certificate that the token is
            /// bound to (`cnf`).
            choice proof_of_possession: ProofOfPossession;
            /// Where clients reach the service, such as `https://api.example`: the scheme, the host
            /// and, unless it is the scheme's default, the port. A DPoP proof must be for one of
            /// these and the path of the request. Without them no proof can be checked.
            #[only("Verifier")]
            optional public_origins: Vec<String>;
        }
        "Proof of possession" [CheckOptions] {
            /// The DPoP proof: the value of the `DPoP` header, or the list of its values, which
            /// must contain exactly one. Leave it out for a token that came as `Bearer`.
            #[only("Verifier.verify")]
            nullable proof: OneOrMany;
            /// The method of the request, such as `GET`; required with `proof`.
            #[only("Verifier.verify")]
            nullable method: String;
            /// The path of the request, or its URL, whose origin must be one of `public_origins`;
            /// required with `proof`. Give the path as the client sent it, not decoded.
            #[only("Verifier.verify")]
            nullable url: String;
            /// The certificate with which the client authenticated in the TLS handshake, in DER or
            /// PEM.
            #[only("Verifier.verify")]
            bytes certificate: Vec<u8>;
        }
        "Metadata" [ResourceOptions] {
            /// The URL by which clients know the resource: https, or http on the same machine,
            /// without query or fragment. The resource's metadata is published below it (RFC 9728).
            optional resource: String;
            /// The issuers whose tokens it accepts, for its metadata.
            optional authorization_servers: Vec<String>;
            /// The scopes that clients may ask for, for its metadata.
            optional scopes_supported: Vec<String>;
            /// The URL of documentation for developers, for its metadata.
            optional documentation: String;
        }
        "Answers" [ResourceOptions] {
            /// What is protected, for people: the `realm` of challenges, in printable ASCII.
            optional realm: String;
        }
        "Cookies" [ResourceOptions] {
            /// The name of a cookie that may carry the token instead of the `Authorization` header.
            /// It must begin with `__Host-`.
            optional cookie: String;
            /// Allow any cookie name, so that browsers also send the cookie over http: for
            /// development.
            #[waives("the prefix __Host-")]
            flag allow_insecure_cookies;
        }
        "What is asked" [RequestOptions] {
            /// The scopes that the token must have, all of them, in addition to what the rules
            /// require: a string with spaces between them, or a list.
            optional scope: OneOrMany;
            /// Let a request without a token pass. A request with a bad token never does.
            flag optional;
            /// The certificate with which the client authenticated in the TLS handshake, in DER or
            /// PEM.
            bytes certificate: Vec<u8>;
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "What it proves" [ProofOptions] {
            /// The access token sent with the proof; its hash becomes `ath`. Leave it out when
            /// requesting a token.
            nullable access_token: String;
            /// The nonce that the server asked for in `DPoP-Nonce`.
            nullable nonce: String;
            /// The ID of the proof; becomes `jti`. Random if not given.
            optional token_id: String;
        }
        "Time" [ProofOptions] {
            /// The current time; the system clock's if not given.
            nullable now: f64;
        }
        "The path" [AccessOptions, ResourceOptions] {
            /// How the path is given.
            choice form: PathForm;
            /// What the router in front of the handlers ignores. If different rules would match the
            /// path as the router reads it, the request is denied: nobody could say which handler
            /// it reaches.
            optional ignores: Vec<Ignored>;
        }
        "Time" [AccessOptions] {
            /// The current time, against which `auth_time` is checked; the system clock's if not
            /// given.
            nullable now: f64;
        }
        "Limits" [ReplayOptions] {
            /// The most proofs to remember, each for about a minute. While the cache is full,
            /// proofs are `ERR_DPOP_UNAVAILABLE`.
            #[default("1000000")]
            optional capacity: u64;
        }
        "The store" [ReplayStoreOptions] {
            /// The prefix of all keys in the store; required.
            optional namespace: String;
            /// How long a command may take, and how long a check waits.
            #[default("2s")]
            optional timeout: Length;
        }
        "Signatures" [CompleteOptions] {
            /// How the bytes of an ECDSA signature are encoded.
            choice format: SignatureFormat;
        }
        "What is waived" [VerifyOptions] {
            /// Accept tokens without `exp`.
            #[waives("exp")]
            flag allow_missing_exp;
            /// Accept any `aud` if none is expected; an `aud` that is null or an empty list counts
            /// as absent.
            #[waives("aud")]
            flag allow_any_audience;
            /// Accept any `iss` if none is expected.
            #[waives("iss")]
            flag allow_any_issuer;
            /// Accept any value of the claim in `issuer_template`: every tenant of that issuer.
            #[waives("the tenant")]
            #[only("Verifier")]
            flag allow_any_tenant;
            /// Accept any `typ` if none is expected.
            #[waives("typ")]
            flag allow_any_type;
            /// Accept any `nonce` of an ID token if none is expected.
            #[waives("nonce")]
            flag allow_any_nonce;
            /// Accept a `sub` that is a number; `subject` then expects its digits.
            #[waives("the type of sub")]
            flag allow_numeric_subject;
            /// Accept a token whose status has not been looked up, although its `status` claim says
            /// where to do so.
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
            /// produce them.
            #[waives("base64url without padding")]
            #[only("verify", "unseal", "Verifier")]
            flag allow_base64_padding;
        }
        "What is accepted" [JwsVerifyOptions] {
            /// Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers
            /// produce them.
            flag allow_base64_padding;
        }

        "Signatures" [JwsSignOptions] {
            /// Additional parameters for the protected header: the same for every signature, or one
            /// object per key.
            nullable header: Headers;
            /// Parameters for the unprotected header, which anyone can change; only in the JSON
            /// serializations. The same for every signature, or one object per key. A `kid` given
            /// here must be the key's, and is then left out of the protected header.
            nullable unprotected: Headers;
        }
        "Signatures" [JwsSignOptions] {
            /// The names of protected header parameters that a recipient must understand or else
            /// refuse the token (`crit`). Each must be in `header`.
            nullable critical: Vec<String>;
        }
        "Encryption" [JweEncryptOptions] {
            /// The content encryption; a `dir` key has its own.
            #[default("A256GCM")]
            nullable enc: ContentEncryption;
            /// Additional parameters for the protected header, such as `typ`, `cty`, `apu` and
            /// `apv`.
            nullable header: Map<String, Value>;
            /// Parameters for the unprotected header, which all recipients share and anyone can
            /// change; only in the JSON serializations.
            nullable unprotected: Map<String, Value>;
            /// Parameters for the unprotected headers of the recipients, which anyone can change,
            /// one object per key; only in the JSON serializations. A `kid` given here or in
            /// `unprotected` must be the key's, and is then written nowhere else.
            nullable recipient_headers: Vec<Map<String, Value>>;
            /// Additional bytes to authenticate besides the plaintext, which anyone can read in the
            /// token; only in the JSON serializations.
            bytes aad: Vec<u8>;
        }
        "Serialization" [JwsSignOptions, JweEncryptOptions] {
            /// How to write the token.
            choice serialization: Serialization;
        }
        "Signatures" [JwsSignOptions] {
            /// Leave the payload out of the token; it reaches the recipient by some other means
            /// (RFC 7515, appendix F).
            flag detached;
            /// Encode the payload as base64url. If false, the payload is signed as it is (RFC
            /// 7797), which suits detached payloads.
            switch b64;
        }
        "Encryption" [JweEncryptOptions] {
            /// Compress the plaintext before encrypting it. The length of the token then reveals
            /// something about its content.
            flag compress;
            /// Allow a symmetric key among several. Such a key must never again be used to
            /// authenticate a token, in any serialization: every recipient knows the content key,
            /// and can put other content under another recipient's encrypted key, in a compact
            /// token too.
            flag allow_shared_content_key;
        }
        "Signatures" [JwsVerifyOptions] {
            /// The payload of a detached token.
            bytes payload: Vec<u8>;
            /// How many of the signatures must verify.
            choice require: Require;
        }

        "Limits" [VerifyOptions] {
            /// The longest token, in bytes.
            limit max_token_bytes;
        }
        "Limits" [JwsVerifyOptions, JweDecryptOptions] {
            /// The longest token, in bytes. If this is not given, a JSON serialization may have 1
            /// MiB.
            limit max_token_bytes;
        }
        "Limits" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The longest header, protected and unprotected together, in bytes.
            limit max_header_bytes;
            /// The deepest nesting of JSON, from 1 to 100.
            limit max_json_depth;
        }
        "Limits" [VerifyOptions, JweDecryptOptions] {
            /// The most bytes that a compressed plaintext may inflate to.
            limit max_inflated_bytes;
        }
        "Limits" [VerifyOptions, JwsVerifyOptions, JweDecryptOptions] {
            /// The most keys to try on a token, over all its signatures or recipients. The number
            /// of signatures or recipients times the number of keys may be at most 1,000 times
            /// this.
            limit max_attempts;
        }
        "Limits" [VerifyOptions, JweDecryptOptions] {
            /// The most PBES2 iterations that a token may cost, over all its recipients and all
            /// keys tried. Iterations of SHA-384 and SHA-512 count three times.
            limit max_pbes2_iterations;
        }
    }
}
