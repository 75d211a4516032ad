# Generated from the core by `cargo xtask generate`. Do not edit.
"""The options of every function, as types; `tokenseal.types` has them for users."""

from collections.abc import Iterable
from typing import TypedDict

from ._forms import Algorithm, Bytes, Clock, Curve, Header, Length, Text, Texts, Time
from ._names import ContentEncryption, Durability, Ignored, KeyManagement, Kind, PathForm, Profile, ProofOfPossession, Require, Serialization, SignatureAlgorithm, SignatureFormat, TextEncoding, WhenUnavailable
from ._native import AccessRules, Key, ReplayCache, Revocations, StatusLists

__all__ = [
    "AccessOptions",
    "CertificateOptions",
    "CheckManyOptions",
    "CheckOptions",
    "CompleteOptions",
    "DecryptOptions",
    "DerOptions",
    "EncryptOptions",
    "EntriesOptions",
    "EventOptions",
    "ExportOptions",
    "FileOptions",
    "GenerateOptions",
    "IssueOptions",
    "IssuerOptions",
    "JweDecryptOptions",
    "JweEncryptOptions",
    "JwkOptions",
    "JwksOptions",
    "JwsSignOptions",
    "JwsVerifyOptions",
    "PasswordOptions",
    "PemOptions",
    "PrepareOptions",
    "ProofOptions",
    "RemoteOptions",
    "ReplayOptions",
    "ReplayStoreOptions",
    "RequestOptions",
    "ResourceOptions",
    "RevocationsOptions",
    "RevokeIdOptions",
    "RevokeIssuerOptions",
    "RevokeKeyOptions",
    "RevokeOptions",
    "RevokeSessionOptions",
    "RevokeSubjectOptions",
    "RingOptions",
    "RingStoreOptions",
    "SealOptions",
    "SecretOptions",
    "SignOptions",
    "StatusListsOptions",
    "StatusTokenOptions",
    "StoreOptions",
    "UnsealOptions",
    "VerifierOptions",
    "VerifyOptions",
    "WithdrawOptions",
]


class GenerateOptions(TypedDict, total=False):
    """Options for generating a key. For `Key.generate`."""

    enc: ContentEncryption | str | None
    """The content encryption of a `dir` key; required for `dir`, refused for every other algorithm."""

    curve: Curve | None
    """The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given."""

    bits: int | None
    """The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""


class JwkOptions(TypedDict, total=False):
    """Options for reading a JWK. For `Key.from_jwk`."""

    alg: Algorithm | str | None
    """The algorithm to bind the key to; required for an `oct` JWK without `alg`."""

    enc: ContentEncryption | str | None
    """The content encryption of a `dir` key; required for `dir`, refused for every other algorithm."""

    signature_uses: Iterable[str]
    """Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
    with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    """

    allow_weak_secret: bool
    """Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is
    empty, or nothing but zeros, is refused all the same.
    """


class PemOptions(TypedDict, total=False):
    """Options of `Key.from_pem`."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""

    password: Text | None
    """The password of an encrypted private key; required for one, refused for every other key. Text
    is read as UTF-8.
    """


class DerOptions(TypedDict, total=False):
    """Options of `Key.from_der`."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""

    password: Text | None
    """The password of an encrypted private key; required for one, refused for every other key. Text
    is read as UTF-8.
    """


class CertificateOptions(TypedDict, total=False):
    """Options of `Key.from_certificate`."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""


class SecretOptions(TypedDict, total=False):
    """Options of `Key.from_secret`."""

    enc: ContentEncryption | str | None
    """The content encryption of a `dir` key; required for `dir`, refused for every other algorithm."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""

    encoding: TextEncoding | None
    """What the text of a secret stands for; required where the secret is text, refused where it is
    bytes. One of 'utf-8', 'base64', 'base64url' and 'hex'.
    """

    allow_weak_secret: bool
    """Accept an HMAC secret that is shorter than its hash, as older systems have them. One that is
    empty, or nothing but zeros, is refused all the same.
    """


class PasswordOptions(TypedDict, total=False):
    """Options of `Key.from_password`."""

    key_id: str | None
    """The key's `kid`. A generated asymmetric key has its thumbprint if none is given."""


class JwksOptions(TypedDict, total=False):
    """Options for reading a JWK Set. For `KeySet.from_jwks`."""

    signature_uses: Iterable[str]
    """Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
    with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    """

    strict: bool
    """Refuse the whole set if one of its keys is malformed, instead of setting that key aside."""

    public_only: bool
    """Set aside symmetric and private keys: a published set should have none."""


class RemoteOptions(TypedDict, total=False):
    """Options of a set of keys that is fetched from its publisher. For `RemoteKeySet`."""

    signature_uses: Iterable[str]
    """Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
    with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    """

    issuer: str
    """The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). It
    stands instead of `url` and `metadata_url`.
    """

    metadata_url: str
    """Where the metadata is that says where the keys are. It stands instead of `url` and `issuer`,
    and needs `metadata_issuer`.
    """

    metadata_issuer: str
    """The `issuer` that the metadata must have, where it is not the issuer that was asked."""

    allowed_hosts: Iterable[str]
    """The only hosts that metadata may say the keys are on. These are also sent the caller's
    headers, and may have addresses that are not public.
    """

    allow_http: bool
    """Allow http, by which anybody on the way can give out keys: for tests, and for servers on the
    same machine.
    """

    default_age: Length
    """How long keys are fresh if their server does not say so; `10m` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    min_age: Length
    """How long keys are fresh at least, whatever their server says; `60s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    max_age: Length
    """How long keys are fresh at most, whatever their server says; `1h` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    stale: Length
    """How much longer keys are used while they cannot be fetched; `1h` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    cooldown: Length
    """How often tokens that no key verifies may have the keys fetched again: twice, and once more
    each time this has passed; `30s` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    timeout: Length
    """How long fetching the keys may take, the metadata included; `5s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    max_keys: int
    """The most keys to read; 100 if not given."""

    max_set_bytes: int
    """The longest JWK Set to read, in bytes, after it is decompressed; 256 KiB if not given."""

    max_metadata_bytes: int
    """The longest metadata to read, in bytes, after it is decompressed; 64 KiB if not given."""

    max_waiting: int
    """The most checks that wait at once because no key verifies their token; 8 if not given."""

    snapshot: str
    """What `snapshot` of such a set gave: keys to begin with, as old as they are."""

    clock: Clock | None
    """A function that tells the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RingOptions(TypedDict, total=False):
    """Options of a ring of keys that rotate. For `KeyRing.create`."""

    curve: Curve | None
    """The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given."""

    bits: int | None
    """The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given."""

    rotate_every: Length
    """How long a key signs, or is encrypted to, before the next one does; `30d` if not given.
    Seconds, a timedelta, or a text such as '15m'.
    """

    token_lifetime: Length
    """How long a token lives at most: an issuer that would make a longer one is refused; `15m` if
    not given. Seconds, a timedelta, or a text such as '15m'.
    """

    jwks_max_age: Length
    """How long those who fetch the published keys may keep them: what `cache_control` says; `10m`
    if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    verifier_refresh: Length
    """How much later than that everybody has fetched them again; `10m` if not given. An outage that
    no verifier should notice may last as long. Seconds, a timedelta, or a text such as '15m'.
    """

    clock_skew: Length
    """The most by which two clocks differ, and the most that a verifier's `leeway` allows; `1m` if
    not given. Seconds, a timedelta, or a text such as '15m'.
    """

    clock: Clock | None
    """A function that tells the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RingStoreOptions(TypedDict, total=False):
    """Options of a ring of keys in Redis or Valkey. For `KeyRing.redis`."""

    namespace: str
    """The name of the ring in the store; required. Its key begins with it: one ring, one name."""

    max_staleness: Length
    """How old the ring may be that a call uses while the store answers: an older one is read anew
    first; `1s` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    timeout: Length
    """How long a command may take, and a call waits; `2s` if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    clock: Clock | None
    """A function that tells the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RevocationsOptions(TypedDict, total=False):
    """Options of a list of revocations. For `Revocations`."""

    longest_lifetime: Length
    """The longest that a token lives: what was revoked is forgotten when no token can be left of
    it. If not given, the tokens of a subject, an issuer and a session are revoked for ever.
    Seconds, a timedelta, or a text such as '15m'.
    """

    audit: bool
    """Keep who revoked what, when and why, so that `entries` can list it."""

    clock: Clock | None
    """A function that tells the time, for every call that is not given `now`; the system clock if
    not given. A callable without arguments that returns seconds since the epoch or an aware
    datetime.
    """


class FileOptions(TypedDict, total=False):
    """Options of a list of revocations in a file. For `Revocations.file`."""

    create: bool
    """Make the list if there is none. Leave it out in services, so that a list that was lost is
    noticed.
    """

    longest_lifetime: Length
    """Of a list that is made: the longest that a token lives. What was revoked is forgotten when no
    token can be left of it. If not given, the tokens of a subject, an issuer and a session are
    revoked for ever. Seconds, a timedelta, or a text such as '15m'.
    """

    clock: Clock | None
    """A function that tells the time, for every call that is not given `now`; the system clock if
    not given. A callable without arguments that returns seconds since the epoch or an aware
    datetime.
    """


class StoreOptions(TypedDict, total=False):
    """Options of a list of revocations in Redis or Valkey. For `Revocations.redis`."""

    namespace: str
    """The name of the list in the store; required. All keys begin with it: one list, one name."""

    create: bool
    """Make the list if there is none. Leave it out in services, so that a list that was lost is
    noticed.
    """

    longest_lifetime: Length
    """With `create`: the longest that a token lives. What was revoked is forgotten when no token
    can be left of it. A list that is there with a shorter one has it raised, and is never given a
    shorter one. If a list is made without, the tokens of a subject, an issuer and a session are
    revoked for ever. Seconds, a timedelta, or a text such as '15m'.
    """

    max_staleness: Length
    """How old the list may be that a check uses; `1s` if not given. Seconds, a timedelta, or a text
    such as '15m'.
    """

    when_unavailable: WhenUnavailable
    """What becomes of a token if the list is older, and cannot be renewed in time; `refuse` if not
    given. One of 'refuse' and 'accept'.
    """

    strict: bool
    """Read the list anew for every check."""

    beat: Length
    """How often the store must prove that it can be written, so that a primary is noticed that was
    cut off from its replicas (`min-replicas-to-write`). Seconds, a timedelta, or a text such as
    '15m'.
    """

    timeout: Length
    """How long a command may take, and a call waits; `2s` if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    durability: Durability
    """What a revocation has survived when it is acknowledged; `memory` if not given. One of
    'memory' and 'fsync'.
    """

    replicas: int
    """How many replicas must have it besides (WAIT)."""

    clock: Clock | None
    """A function that tells the time, for every call that is not given `now`; the system clock if
    not given. A callable without arguments that returns seconds since the epoch or an aware
    datetime.
    """


class RevokeOptions(TypedDict, total=False):
    """Options of `Revocations.revoke`."""

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeIdOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_id`."""

    until: Time
    """When the last token has expired that the call names, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeSessionOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_session`."""

    until: Time
    """When the last token has expired that the call names, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeKeyOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_key`."""

    until: Time
    """When the last token has expired that the call names, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeSubjectOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_subject`."""

    before: Time
    """Refuse what was issued before this, in seconds since the epoch; the end of this second if not
    given. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeIssuerOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_issuer`."""

    before: Time
    """Refuse what was issued before this, in seconds since the epoch; the end of this second if not
    given. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class WithdrawOptions(TypedDict, total=False):
    """Options of `Revocations.withdraw`."""

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class EventOptions(TypedDict, total=False):
    """Options for applying a security event or a logout token to a list of revocations. For
    `Revocations.apply_events`.
    """

    subject_issuers: Iterable[str]
    """Issuers whose subjects and sessions the event may name, besides its own issuer."""

    by: str
    """Who revokes, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class EntriesOptions(TypedDict, total=False):
    """What to list of the revocations; all of them if nothing is named. For `Revocations.entries`."""

    issuer: str
    """The issuer of what the other options name, which have none if it is not given; alone, the
    revocations of the issuer itself.
    """

    token_id: str
    """The `jti` of a token."""

    session_id: str
    """The `sid` of a session."""

    subject: str
    """The `sub` of a subject."""

    key_id: str
    """The key_id of a key."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class StatusTokenOptions(TypedDict, total=False):
    """Options of the signed token of a status list. For `StatusList.to_jwt`."""

    ttl: Length
    """How long those who fetch the list may keep it; becomes `ttl`. This or `expires_in` is
    required. Seconds, a timedelta, or a text such as '15m'.
    """

    expires_in: Length
    """How long the list is valid from `now` on; becomes `exp`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class StatusListsOptions(TypedDict, total=False):
    """Options for following the status lists that tokens name. For `StatusLists`."""

    allowed_uris: Iterable[str]
    """The addresses of the lists that may be fetched; required. One that ends in `/` stands for all
    that begin with it, any other for itself alone.
    """

    allow_http: bool
    """Allow http: for tests, and for servers on the same machine. Lists are signed; yet anybody on
    the way sees which ones are used, and can keep a new one back.
    """

    default_age: Length
    """How long a list is fresh that says neither `ttl` nor `exp`, if its server does not say so
    either; `10m` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    min_age: Length
    """How long a list is fresh at least, whatever its `ttl` and its server say; only its `exp` is
    never exceeded; `10s` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    max_age: Length
    """When a list is fetched again at the latest, whatever it says; `1h` if not given. If that
    fails, it is used on, within its own `ttl` and `exp`. Seconds, a timedelta, or a text such as
    '15m'.
    """

    timeout: Length
    """How long a request may take in all, and a check waits for it; `5s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    max_lists: int
    """The most lists that are kept; the one that was not used for the longest time gives way; 64 if
    not given.
    """

    max_list_bytes: int
    """The longest status list token to read, in bytes; 4096 KiB if not given."""

    max_inflated_bytes: int
    """The most bytes that the statuses of a list may inflate to; 16384 KiB if not given."""


class ExportOptions(TypedDict, total=False):
    """Options for exporting keys. For `Key.to_jwk`, `Key.to_pem`, `Key.to_der`, `KeySet.to_jwks`."""

    private: bool
    """Export the private or secret key itself, which must be kept secret."""


class SignOptions(TypedDict, total=False):
    """Options of `sign`. An option that contradicts a claim is `ERR_OPTION_INVALID`."""

    expires_in: Length
    """How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
    `exp`, an issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text such
    as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own id; becomes `jti`."""

    type: str
    """The `typ` of the header; `JWT` if not given. A profile has its own."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
    profile has them, and must have its claims. One of 'access-token', 'id-token', 'logout-token'
    and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class EncryptOptions(TypedDict, total=False):
    """Options of `encrypt`. An option that contradicts a claim is `ERR_OPTION_INVALID`."""

    expires_in: Length
    """How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
    `exp`, an issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text such
    as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own id; becomes `jti`."""

    type: str
    """The `typ` of the header; `JWT` if not given. A profile has its own."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
    profile has them, and must have its claims. One of 'access-token', 'id-token', 'logout-token'
    and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    compress: bool
    """Compress the claims before encrypting them. The length of the token then reveals something
    about its claims.
    """


class SealOptions(TypedDict, total=False):
    """Options of `seal`. An option that contradicts a claim is `ERR_OPTION_INVALID`."""

    expires_in: Length
    """How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
    `exp`, an issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text such
    as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own id; becomes `jti`."""

    type: str
    """The `typ` of the header; `JWT` if not given. A profile has its own."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
    profile has them, and must have its claims. One of 'access-token', 'id-token', 'logout-token'
    and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    compress: bool
    """Compress the claims before encrypting them. The length of the token then reveals something
    about its claims.
    """


class PrepareOptions(TypedDict, total=False):
    """Options of `prepare`. An option that contradicts a claim is `ERR_OPTION_INVALID`."""

    expires_in: Length
    """How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
    `exp`, an issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text such
    as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own id; becomes `jti`."""

    type: str
    """The `typ` of the header; `JWT` if not given. A profile has its own."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
    profile has them, and must have its claims. One of 'access-token', 'id-token', 'logout-token'
    and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class IssuerOptions(TypedDict, total=False):
    """Options of an issuer, which hold for every token that it issues. For `Issuer`."""

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    lifetime: Length
    """How long a token is valid, unless the call or the claims say otherwise. Seconds, a timedelta,
    or a text such as '15m'.
    """

    no_expiry: bool
    """Make a token that never expires."""

    type: str
    """The `typ` of the header; `JWT` if not given. A profile has its own."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: it gets the profile's `typ` and a random `jti` where the
    profile has them, and must have its claims. One of 'access-token', 'id-token', 'logout-token'
    and 'security-event'.
    """

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    compress: bool
    """Compress the claims before encrypting them. The length of the token then reveals something
    about its claims.
    """

    alg: SignatureAlgorithm | str | None
    """The algorithm to sign by, where `signing_key` is a ring that has several; the first of the
    ring if not given.
    """

    key_management: Iterable[KeyManagement | str] | None
    """The key management algorithms to choose a key by, the best first, where `encryption_key` is a
    set that its recipient publishes; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
    """

    clock: Clock | None
    """A function that tells the time, for every call that is not given `now`; the system clock if
    not given. A callable without arguments that returns seconds since the epoch or an aware
    datetime.
    """


class IssueOptions(TypedDict, total=False):
    """Options for one token of an issuer. For `Issuer.issue`."""

    expires_in: Length
    """How long the token is valid from `now` on; becomes `exp`. Required unless the claims have
    `exp`, an issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text such
    as '15m'.
    """

    audience: Texts
    """Whom the token is for: one text, or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own id; becomes `jti`."""

    header: Header | None
    """More parameters for the protected header. It must not name what the library sets, such as
    `alg` and `crit`.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    confirm: Key | Text
    """The public key or the certificate that the token is bound to; becomes `cnf` with the
    thumbprint of it (RFC 9449, section 6; RFC 8705, section 3). A Key, or a certificate: DER as
    bytes, or PEM.
    """


class VerifyOptions(TypedDict, total=False):
    """Options of `verify`. Every check is made unless it is waived by name."""

    algorithms: Iterable[SignatureAlgorithm | str] | None
    """The only signature algorithms to accept, among those that the keys allow."""

    issuer: Texts
    """The `iss` that the token must have. Several are an error: their keys would be in one pool,
    and each issuer could speak for the others.
    """

    issuer_aliases: Iterable[str]
    """Further spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must be or contain; of several, any will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; of several, any will do, and a list that names `JWT` also
    accepts a token without. If not given, it must be absent or `JWT`. A profile's own are accepted
    besides.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, neither null nor an empty text."""

    expected_claims: Header
    """What claims must be, by their names: a text, a number, true or false, or any of a list of
    these. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time from the token's `iat` (from now, if it has none) to its `exp`. Seconds, a
    timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far clocks may be apart, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. With the profile `id-token`, an
    `azp` must be the expected audience if this is not given.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender has to prove that it holds the key or the certificate that the token is
    bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud`, where none is expected; one that is null or an empty list counts as absent."""

    allow_any_issuer: bool
    """Accept any `iss`, where none is expected."""

    allow_any_type: bool
    """Accept any `typ`, where none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token, where none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status nobody has looked up, although its `status` claim says where that
    could be done.
    """

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers make
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and the keys that
    are tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """


class DecryptOptions(TypedDict, total=False):
    """Options of `decrypt`. Every check is made unless it is waived by name."""

    key_management: Iterable[KeyManagement | str] | None
    """The only key management algorithms to accept, among those that the keys allow."""

    content_encryption: Iterable[ContentEncryption | str] | None
    """The only content encryption algorithms to accept."""

    issuer: Texts
    """The `iss` that the token must have. Several are an error: their keys would be in one pool,
    and each issuer could speak for the others.
    """

    issuer_aliases: Iterable[str]
    """Further spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must be or contain; of several, any will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; of several, any will do, and a list that names `JWT` also
    accepts a token without. If not given, it must be absent or `JWT`. A profile's own are accepted
    besides.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, neither null nor an empty text."""

    expected_claims: Header
    """What claims must be, by their names: a text, a number, true or false, or any of a list of
    these. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time from the token's `iat` (from now, if it has none) to its `exp`. Seconds, a
    timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far clocks may be apart, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. With the profile `id-token`, an
    `azp` must be the expected audience if this is not given.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender has to prove that it holds the key or the certificate that the token is
    bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud`, where none is expected; one that is null or an empty list counts as absent."""

    allow_any_issuer: bool
    """Accept any `iss`, where none is expected."""

    allow_any_type: bool
    """Accept any `typ`, where none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token, where none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status nobody has looked up, although its `status` claim says where that
    could be done.
    """

    allow_unsigned: bool
    """Accept tokens that are encrypted to a public key and not signed: anyone could have made them."""

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and the keys that
    are tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """


class UnsealOptions(TypedDict, total=False):
    """Options of `unseal`. Every check is made unless it is waived by name."""

    algorithms: Iterable[SignatureAlgorithm | str] | None
    """The only signature algorithms to accept, among those that the keys allow."""

    key_management: Iterable[KeyManagement | str] | None
    """The only key management algorithms to accept, among those that the keys allow."""

    content_encryption: Iterable[ContentEncryption | str] | None
    """The only content encryption algorithms to accept."""

    issuer: Texts
    """The `iss` that the token must have. Several are an error: their keys would be in one pool,
    and each issuer could speak for the others.
    """

    issuer_aliases: Iterable[str]
    """Further spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must be or contain; of several, any will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; of several, any will do, and a list that names `JWT` also
    accepts a token without. If not given, it must be absent or `JWT`. A profile's own are accepted
    besides.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, neither null nor an empty text."""

    expected_claims: Header
    """What claims must be, by their names: a text, a number, true or false, or any of a list of
    these. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time from the token's `iat` (from now, if it has none) to its `exp`. Seconds, a
    timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far clocks may be apart, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. With the profile `id-token`, an
    `azp` must be the expected audience if this is not given.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender has to prove that it holds the key or the certificate that the token is
    bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud`, where none is expected; one that is null or an empty list counts as absent."""

    allow_any_issuer: bool
    """Accept any `iss`, where none is expected."""

    allow_any_type: bool
    """Accept any `typ`, where none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token, where none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status nobody has looked up, although its `status` claim says where that
    could be done.
    """

    allow_missing_cty: bool
    """Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is
    inside.
    """

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers make
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and the keys that
    are tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """


class VerifierOptions(TypedDict, total=False):
    """Options of `Verifier`. Every check is made unless it is waived by name."""

    algorithms: Iterable[SignatureAlgorithm | str] | None
    """The only signature algorithms to accept, among those that the keys allow."""

    key_management: Iterable[KeyManagement | str] | None
    """The only key management algorithms to accept, among those that the keys allow."""

    content_encryption: Iterable[ContentEncryption | str] | None
    """The only content encryption algorithms to accept."""

    accept: Iterable[Kind]
    """The kinds of token to accept; the kind that the keys are for if not given. Any of 'signed',
    'encrypted' and 'nested'.
    """

    issuer: Texts
    """The `iss` that the token must have. Several are an error: their keys would be in one pool,
    and each issuer could speak for the others.
    """

    issuer_aliases: Iterable[str]
    """Further spellings of the issuer that the token's `iss` may have instead."""

    issuer_template: str
    """An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the
    token's `iss` must be this with its own claim of that name, a text without `/`. It stands
    instead of `issuer`.
    """

    allowed_tenants: Iterable[str]
    """The values that the claim of `issuer_template` may have."""

    audience: Texts
    """The `aud` that the token must be or contain; of several, any will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; of several, any will do, and a list that names `JWT` also
    accepts a token without. If not given, it must be absent or `JWT`. A profile's own are accepted
    besides.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, neither null nor an empty text."""

    expected_claims: Header
    """What claims must be, by their names: a text, a number, true or false, or any of a list of
    these. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time from the token's `iat` (from now, if it has none) to its `exp`. Seconds, a
    timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far clocks may be apart, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    remember: int
    """How many accepted tokens to remember, up to 1000000: one that comes again is not verified
    again while its keys and times hold. Revocation, status and proof of possession are asked each
    time. Tokens and claims then stay in memory.
    """

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. With the profile `id-token`, an
    `azp` must be the expected audience if this is not given.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender has to prove that it holds the key or the certificate that the token is
    bound to (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    public_origins: Iterable[str]
    """Where clients reach the service, such as `https://api.example`: scheme, host and, if it is
    not the scheme's own, port. A DPoP proof must be for one of these and the path of the request.
    Without them no proof can be checked.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud`, where none is expected; one that is null or an empty list counts as absent."""

    allow_any_issuer: bool
    """Accept any `iss`, where none is expected."""

    allow_any_tenant: bool
    """Accept any value of the claim of `issuer_template`: every tenant of that issuer."""

    allow_any_type: bool
    """Accept any `typ`, where none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token, where none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status nobody has looked up, although its `status` claim says where that
    could be done.
    """

    allow_missing_cty: bool
    """Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is
    inside.
    """

    allow_unsigned: bool
    """Accept tokens that are encrypted to a public key and not signed: anyone could have made them."""

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers make
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and the keys that
    are tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """

    revocations: Revocations
    """What was revoked, and is refused. A Revocations."""

    status_lists: StatusLists
    """Where the status of a token is looked up that names a status list. A StatusLists."""

    replays: ReplayCache | None
    """Which DPoP proofs were used; a cache of the verifier's own if not given. A ReplayCache."""

    nonce_key: Key
    """The key of nonces, an HMAC key that all instances of a service share. With it, a DPoP proof
    must have a nonce that is at most ten minutes old. A Key.
    """

    clock: Clock | None
    """A function that tells the time, for every call that is not given `now`; the system clock if
    not given. A callable without arguments that returns seconds since the epoch or an aware
    datetime.
    """


class CheckOptions(TypedDict, total=False):
    """Options of `Verifier.verify`."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    proof: Texts | None
    """The DPoP proof: the value of the header `DPoP`, or the list of its values, of which there
    must be one. Leave it out for a token that came as `Bearer`.
    """

    method: str | None
    """The method of the request, such as `GET`; required with `proof`."""

    url: str | None
    """The path of the request, or its URL, whose origin must be one of `public_origins`; required
    with `proof`. Give the path as the client sent it, not decoded.
    """

    certificate: Bytes | None
    """The certificate that the client has proven to hold in the TLS handshake, in DER or PEM."""


class CheckManyOptions(TypedDict, total=False):
    """Options of `Verifier.verify_many`."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class ResourceOptions(TypedDict, total=False):
    """Options of a protected resource: what it is called, where its tokens come, and how its paths
    are read. For `ProtectedResource`.
    """

    resource: str
    """The URL of the resource, by which its clients know it: https, or http on the same machine,
    without query and fragment. Its metadata are published below it (RFC 9728).
    """

    authorization_servers: Iterable[str]
    """The issuers whose tokens it takes, for its metadata."""

    scopes_supported: Iterable[str]
    """The scopes that clients may ask for, for its metadata."""

    documentation: str
    """The URL of what developers should read, for its metadata."""

    realm: str
    """What is protected, for people: the `realm` of challenges, in printable ASCII."""

    cookie: str
    """The name of a cookie that may hold the token instead of the header `Authorization`. It begins
    with `__Host-`.
    """

    allow_insecure_cookies: bool
    """Allow any name of a cookie, so that browsers also send it by http: for development."""

    form: PathForm
    """How the path is given; `raw` if not given. One of 'raw' and 'decoded'."""

    ignores: Iterable[Ignored]
    """What the router in front of the handlers ignores. Where other rules would fit the path as the
    router reads it, the request is denied: nobody could say which handler it meets. Any of 'case'
    and 'last-slash'.
    """

    rules: AccessRules
    """Who may do what. Without rules, a good token is enough. A AccessRules."""

    csrf_key: Key
    """The key of the values by which pages show that a request is theirs, an HMAC key that all
    instances of a service share; required with `cookie`. A Key.
    """


class RequestOptions(TypedDict, total=False):
    """Options for checking one request to a protected resource. For `ProtectedResource.check`."""

    scope: Texts
    """The scopes that the token must have, all of them, besides what rules ask: a text with spaces
    between them, or a list.
    """

    optional: bool
    """Let a request without a token pass. One whose token is no good never does."""

    certificate: Bytes | None
    """The certificate that the client has proven to hold in the TLS handshake, in DER or PEM."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class CompleteOptions(TypedDict, total=False):
    """Options for completing a token, or a DPoP proof, whose key is elsewhere. For
    `Unsigned.complete`.
    """

    format: SignatureFormat
    """How the bytes of an ECDSA signature are written; `raw` if not given. One of 'raw' and 'der'."""


class ProofOptions(TypedDict, total=False):
    """Options for making a DPoP proof (RFC 9449). For `dpop.prove`, `dpop.prepare`."""

    access_token: str | None
    """The access token that is sent with the proof; its hash becomes `ath`. Leave it out for a
    request that asks for a token.
    """

    nonce: str | None
    """The nonce that the server has asked for in `DPoP-Nonce`."""

    token_id: str
    """The id of the proof; becomes `jti`. A random one if not given."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class ReplayOptions(TypedDict, total=False):
    """Options of a cache of the DPoP proofs that were used. For `ReplayCache`."""

    capacity: int
    """The most proofs that are remembered, each for about a minute; 1,000,000 if not given. While
    it is full, proofs are `ERR_DPOP_UNAVAILABLE`.
    """


class ReplayStoreOptions(TypedDict, total=False):
    """Options of a cache of used DPoP proofs in Redis or Valkey. For `ReplayCache.redis`."""

    namespace: str
    """What all keys in the store begin with; required."""

    timeout: Length
    """How long a command may take, and a check waits; `2s` if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """


class AccessOptions(TypedDict, total=False):
    """Options for asking access rules about a request. For `AccessRules.check`,
    `AccessRules.require`, `AccessRules.explain`.
    """

    form: PathForm
    """How the path is given; `raw` if not given. One of 'raw' and 'decoded'."""

    ignores: Iterable[Ignored]
    """What the router in front of the handlers ignores. Where other rules would fit the path as the
    router reads it, the request is denied: nobody could say which handler it meets. Any of 'case'
    and 'last-slash'.
    """

    now: Time | None
    """The current time, which `auth_time` is held against; the system clock's if not given. Seconds
    since the epoch, or an aware datetime.
    """


class JwsSignOptions(TypedDict, total=False):
    """Options for signing arbitrary bytes. For `jws.sign`."""

    header: Header | Iterable[Header] | None
    """More parameters for the protected header: the same for every signature, or one object for
    each key.
    """

    unprotected: Header | Iterable[Header] | None
    """Parameters for the unprotected header, which anyone can change, in the JSON serializations
    only: the same for every signature, or one object for each key. A `kid` here, which must be the
    key's, is left out of the protected header.
    """

    critical: Iterable[str] | None
    """The names of parameters of the protected header that a recipient must understand, or else
    refuse the token (`crit`). Each must stand in `header`.
    """

    serialization: Serialization
    """How to write the token; `compact` if not given. One of 'compact', 'flattened' and 'general'."""

    detached: bool
    """Leave the payload out of the token; it reaches the recipient some other way (RFC 7515,
    appendix F).
    """

    b64: bool
    """Encode the payload as base64url. If false it is signed as it is (RFC 7797), which suits
    detached payloads.
    """


class JwsVerifyOptions(TypedDict, total=False):
    """Options for verifying the signatures of arbitrary bytes. For `jws.verify`."""

    algorithms: Iterable[SignatureAlgorithm | str] | None
    """The only signature algorithms to accept, among those that the keys allow."""

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    allow_base64_padding: bool
    """Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers make
    them.
    """

    payload: Bytes | None
    """The payload of a detached token."""

    require: Require
    """How many of several signatures must verify; `any` if not given. One of 'any', 'all' and
    'every-key'.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given. A JSON serialization may have 1 MiB if
    this is not given.
    """

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """


class JweEncryptOptions(TypedDict, total=False):
    """Options for encrypting arbitrary bytes. For `jwe.encrypt`."""

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    header: Header | None
    """More parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`."""

    unprotected: Header | None
    """Parameters for the unprotected header that all recipients share and anyone can change, in the
    JSON serializations only.
    """

    recipient_headers: Iterable[Header] | None
    """Parameters for the recipients' unprotected headers, which anyone can change, one object for
    each key, in the JSON serializations only. A `kid` here or in `unprotected`, which must be the
    key's, is written nowhere else.
    """

    aad: Bytes | None
    """Bytes to authenticate besides the plaintext; they stand in the token for all to read, in the
    JSON serializations only.
    """

    serialization: Serialization
    """How to write the token; `compact` if not given. One of 'compact', 'flattened' and 'general'."""

    compress: bool
    """Compress the plaintext before encrypting it. The length of the token then reveals something
    about its content.
    """

    allow_shared_content_key: bool
    """Allow a symmetric key among several. Such a key must never authenticate a token again, in any
    serialization: every recipient knows the content key, and can put other content under the
    encrypted key of another, in a compact token too.
    """


class JweDecryptOptions(TypedDict, total=False):
    """Options for decrypting arbitrary bytes. For `jwe.decrypt`, `jwe.prepare_decrypt`."""

    key_management: Iterable[KeyManagement | str] | None
    """The only key management algorithms to accept, among those that the keys allow."""

    content_encryption: Iterable[ContentEncryption | str] | None
    """The only content encryption algorithms to accept."""

    critical: Iterable[str] | None
    """The names that may stand in `crit` because the caller understands and checks them."""

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given. A JSON serialization may have 1 MiB if
    this is not given.
    """

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given.
    Signatures or recipients times keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and the keys that
    are tried; 1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """
