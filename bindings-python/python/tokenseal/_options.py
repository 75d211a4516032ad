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
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""


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
    """Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is
    empty or all zeros is still refused.
    """


class PemOptions(TypedDict, total=False):
    """Options of `Key.from_pem`."""

    key_id: str | None
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""

    password: Text | None
    """The password of an encrypted private key; required for one, refused for any other key. A
    string is encoded as UTF-8.
    """


class DerOptions(TypedDict, total=False):
    """Options of `Key.from_der`."""

    key_id: str | None
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""

    password: Text | None
    """The password of an encrypted private key; required for one, refused for any other key. A
    string is encoded as UTF-8.
    """


class CertificateOptions(TypedDict, total=False):
    """Options of `Key.from_certificate`."""

    key_id: str | None
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""


class SecretOptions(TypedDict, total=False):
    """Options of `Key.from_secret`."""

    enc: ContentEncryption | str | None
    """The content encryption of a `dir` key; required for `dir`, refused for every other algorithm."""

    key_id: str | None
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""

    encoding: TextEncoding | None
    """How the text of a secret is encoded; required if the secret is text, refused if it is bytes.
    One of 'utf-8', 'base64', 'base64url' and 'hex'.
    """

    allow_weak_secret: bool
    """Accept an HMAC secret that is shorter than its hash, as in some older systems. One that is
    empty or all zeros is still refused.
    """


class PasswordOptions(TypedDict, total=False):
    """Options of `Key.from_password`."""

    key_id: str | None
    """The `kid` of the key. If not given, a generated asymmetric key gets its thumbprint."""


class JwksOptions(TypedDict, total=False):
    """Options for reading a JWK Set. For `KeySet.from_jwks`."""

    signature_uses: Iterable[str]
    """Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
    with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    """

    strict: bool
    """Refuse the whole set if one of its keys is malformed, instead of setting that key aside."""

    public_only: bool
    """Set aside symmetric and private keys: a published set should contain none."""


class RemoteOptions(TypedDict, total=False):
    """Options for a key set that is fetched from its publisher. For `RemoteKeySet`."""

    signature_uses: Iterable[str]
    """Values of `use`, other than `sig`, that mean signatures, such as SPIFFE's `jwt-svid`. A key
    with any other use is `ERR_JOSE_NOT_SUPPORTED`.
    """

    issuer: str
    """The issuer whose metadata says where its keys are (OpenID Connect Discovery, RFC 8414). Given
    instead of `url` and `metadata_url`.
    """

    metadata_url: str
    """The URL of the metadata that says where the keys are. Given instead of `url` and `issuer`,
    and needs `metadata_issuer`.
    """

    metadata_issuer: str
    """The `issuer` that the metadata must contain, if it differs from the issuer that was asked."""

    allowed_hosts: Iterable[str]
    """The only hosts that the metadata may name for the keys. They also receive the caller's
    headers, and may have addresses that are not public.
    """

    allow_http: bool
    """Allow http, which lets anyone on the network path substitute keys: for tests, and for servers
    on the same machine.
    """

    default_age: Length
    """How long keys stay fresh if their server does not say; `10m` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    min_age: Length
    """The shortest time that keys stay fresh, whatever their server says; `60s` if not given.
    Seconds, a timedelta, or a text such as '15m'.
    """

    max_age: Length
    """The longest time that keys stay fresh, whatever their server says; `1h` if not given.
    Seconds, a timedelta, or a text such as '15m'.
    """

    stale: Length
    """How much longer keys stay in use while they cannot be fetched; `1h` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    cooldown: Length
    """How often tokens that no key verifies may cause the keys to be fetched again: twice, and once
    more each time this interval has passed; `30s` if not given. Seconds, a timedelta, or a text
    such as '15m'.
    """

    timeout: Length
    """How long fetching the keys may take, including the metadata; `5s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    max_keys: int
    """The most keys to read; 100 if not given."""

    max_set_bytes: int
    """The longest JWK Set to read, in bytes after decompression; 256 KiB if not given."""

    max_metadata_bytes: int
    """The longest metadata to read, in bytes after decompression; 64 KiB if not given."""

    max_waiting: int
    """The most checks that may wait at once because no key verifies their token; 8 if not given."""

    snapshot: str
    """A snapshot taken from such a set with `snapshot`: the initial keys, which keep their age."""

    clock: Clock | None
    """A function that returns the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RingOptions(TypedDict, total=False):
    """Options for a ring of keys that rotate. For `KeyRing.create`."""

    curve: Curve | None
    """The curve of an ECDH-ES key: `P-256`, `P-384`, `P-521` or `X25519`; `P-256` if not given."""

    bits: int | None
    """The length of an RSA modulus in bits: 2048, 3072, 4096 or 8192; 2048 if not given."""

    rotate_every: Length
    """How long a key is used to sign or to encrypt to, before the next one takes over; `30d` if not
    given. Seconds, a timedelta, or a text such as '15m'.
    """

    token_lifetime: Length
    """The longest lifetime of a token: an issuer that would make a longer one is refused; `15m` if
    not given. Seconds, a timedelta, or a text such as '15m'.
    """

    jwks_max_age: Length
    """How long those who fetch the published keys may cache them: what `cache_control` says; `10m`
    if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    verifier_refresh: Length
    """How long after that everyone has fetched the keys again; `10m` if not given. An outage that
    verifiers should not notice may last this long. Seconds, a timedelta, or a text such as '15m'.
    """

    clock_skew: Length
    """The largest difference between two clocks, and the largest `leeway` of a verifier; `1m` if
    not given. Seconds, a timedelta, or a text such as '15m'.
    """

    clock: Clock | None
    """A function that returns the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RingStoreOptions(TypedDict, total=False):
    """Options for a key ring in Redis or Valkey. For `KeyRing.redis`."""

    namespace: str
    """The name of the ring in the store; required. Its key begins with this name: one ring, one
    name.
    """

    max_staleness: Length
    """How old the ring may be when a call uses it while the store is reachable: an older one is
    read again first; `1s` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    timeout: Length
    """How long a command may take, and how long a call waits; `2s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    clock: Clock | None
    """A function that returns the time by which keys age, for tests; the system's clocks if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RevocationsOptions(TypedDict, total=False):
    """Options for a list of revocations. For `Revocations`."""

    longest_lifetime: Length
    """The longest lifetime of a token: a revocation is forgotten once no token it covers can still
    be valid. If not given, the tokens of a subject, an issuer and a session are revoked forever.
    Seconds, a timedelta, or a text such as '15m'.
    """

    audit: bool
    """Record who revoked what, when and why, so that `entries` can list it."""

    clock: Clock | None
    """A function that returns the time, for every call without `now`; the system clock if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class FileOptions(TypedDict, total=False):
    """Options for a list of revocations in a file. For `Revocations.file`."""

    create: bool
    """Create the list if it does not exist. Leave it out in services, so that a lost list is
    noticed.
    """

    longest_lifetime: Length
    """For a list that is created: the longest lifetime of a token. A revocation is forgotten once
    no token it covers can still be valid. If not given, the tokens of a subject, an issuer and a
    session are revoked forever. Seconds, a timedelta, or a text such as '15m'.
    """

    clock: Clock | None
    """A function that returns the time, for every call without `now`; the system clock if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class StoreOptions(TypedDict, total=False):
    """Options for a list of revocations in Redis or Valkey. For `Revocations.redis`."""

    namespace: str
    """The name of the list in the store; required. All keys begin with this name: one list, one
    name.
    """

    create: bool
    """Create the list if it does not exist. Leave it out in services, so that a lost list is
    noticed.
    """

    longest_lifetime: Length
    """With `create`: the longest lifetime of a token. A revocation is forgotten once no token it
    covers can still be valid. If the list already exists with a shorter lifetime, it is raised to
    this one; it is never lowered. If a list is created without this option, the tokens of a
    subject, an issuer and a session are revoked forever. Seconds, a timedelta, or a text such as
    '15m'.
    """

    max_staleness: Length
    """How old the list may be when a check uses it; `1s` if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    when_unavailable: WhenUnavailable
    """What happens to a token if the list is older than that and cannot be refreshed in time;
    `refuse` if not given. One of 'refuse' and 'accept'.
    """

    strict: bool
    """Read the list again for every check."""

    beat: Length
    """How often the store must prove that it can be written to, so that a primary that was cut off
    from its replicas is noticed (`min-replicas-to-write`). Seconds, a timedelta, or a text such as
    '15m'.
    """

    timeout: Length
    """How long a command may take, and how long a call waits; `2s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """

    durability: Durability
    """What a revocation has survived by the time it is acknowledged; `memory` if not given. One of
    'memory' and 'fsync'.
    """

    replicas: int
    """How many replicas must also have it (WAIT)."""

    clock: Clock | None
    """A function that returns the time, for every call without `now`; the system clock if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class RevokeOptions(TypedDict, total=False):
    """Options of `Revocations.revoke`."""

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeIdOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_id`."""

    until: Time
    """When the last token that the call covers has expired, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeSessionOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_session`."""

    until: Time
    """When the last token that the call covers has expired, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeKeyOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_key`."""

    until: Time
    """When the last token that the call covers has expired, in seconds since the epoch: the entry
    ends an hour later. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeSubjectOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_subject`."""

    before: Time
    """Refuse tokens issued before this time, in seconds since the epoch; the end of this second if
    not given. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class RevokeIssuerOptions(TypedDict, total=False):
    """Options of `Revocations.revoke_issuer`."""

    before: Time
    """Refuse tokens issued before this time, in seconds since the epoch; the end of this second if
    not given. Seconds since the epoch, or an aware datetime.
    """

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class WithdrawOptions(TypedDict, total=False):
    """Options of `Revocations.withdraw`."""

    by: str
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

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
    """Who is revoking, for `entries`: at most 255 bytes, and no personal data."""

    reason: str
    """Why, for `entries`: at most 1,000 bytes, and no personal data."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class EntriesOptions(TypedDict, total=False):
    """Which revocations to list; all of them if nothing is named. For `Revocations.entries`."""

    issuer: str
    """The issuer of what the other options name; if not given, they name revocations without an
    issuer. Alone, it lists the revocations of the issuer itself.
    """

    token_id: str
    """The `jti` of a token."""

    session_id: str
    """The `sid` of a session."""

    subject: str
    """The `sub` of a subject."""

    key_id: str
    """The `kid` of a key."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class StatusTokenOptions(TypedDict, total=False):
    """Options for the signed token of a status list. For `StatusList.to_jwt`."""

    ttl: Length
    """How long those who fetch the list may cache it; becomes `ttl`. This or `expires_in` is
    required. Seconds, a timedelta, or a text such as '15m'.
    """

    expires_in: Length
    """How long the list is valid, counted from `now`; becomes `exp`. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class StatusListsOptions(TypedDict, total=False):
    """Options for following the status lists that tokens name. For `StatusLists`."""

    allowed_uris: Iterable[str]
    """The URIs of the lists that may be fetched; required. One that ends in `/` allows all URIs
    that begin with it, any other allows only itself.
    """

    allow_http: bool
    """Allow http: for tests, and for servers on the same machine. Lists are signed, but anyone on
    the network path can see which ones are used, and can hold back a new one.
    """

    default_age: Length
    """How long a list stays fresh if neither the list (`ttl`, `exp`) nor its server says so; `10m`
    if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    min_age: Length
    """The shortest time that a list stays fresh, whatever its `ttl` and its server say; only its
    `exp` is never exceeded; `10s` if not given. Seconds, a timedelta, or a text such as '15m'.
    """

    max_age: Length
    """The longest time before a list is fetched again, whatever it says; `1h` if not given. If that
    fails, the list stays in use within its own `ttl` and `exp`. Seconds, a timedelta, or a text
    such as '15m'.
    """

    timeout: Length
    """How long a request may take in total, and how long a check waits for it; `5s` if not given.
    Seconds, a timedelta, or a text such as '15m'.
    """

    max_lists: int
    """The most lists to keep; the least recently used one is dropped first; 64 if not given."""

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
    """How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims
    have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text
    such as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own ID; becomes `jti`."""

    type: str
    """The `typ` in the header; `JWT` if not given. A profile sets its own."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
    the profile has them, and must have its claims. One of 'access-token', 'id-token',
    'logout-token' and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class EncryptOptions(TypedDict, total=False):
    """Options of `encrypt`. An option that contradicts a claim is `ERR_OPTION_INVALID`."""

    expires_in: Length
    """How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims
    have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text
    such as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own ID; becomes `jti`."""

    type: str
    """The `typ` in the header; `JWT` if not given. A profile sets its own."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
    the profile has them, and must have its claims. One of 'access-token', 'id-token',
    'logout-token' and 'security-event'.
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
    """How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims
    have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text
    such as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own ID; becomes `jti`."""

    type: str
    """The `typ` in the header; `JWT` if not given. A profile sets its own."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
    the profile has them, and must have its claims. One of 'access-token', 'id-token',
    'logout-token' and 'security-event'.
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
    """How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims
    have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text
    such as '15m'.
    """

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own ID; becomes `jti`."""

    type: str
    """The `typ` in the header; `JWT` if not given. A profile sets its own."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
    the profile has them, and must have its claims. One of 'access-token', 'id-token',
    'logout-token' and 'security-event'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class IssuerOptions(TypedDict, total=False):
    """Options for an issuer, which apply to every token that it issues. For `Issuer`."""

    issuer: str
    """Who issues the token; becomes `iss`."""

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    lifetime: Length
    """How long a token is valid, unless the call or the claims say otherwise. Seconds, a timedelta,
    or a text such as '15m'.
    """

    no_expiry: bool
    """Make a token that never expires."""

    type: str
    """The `typ` in the header; `JWT` if not given. A profile sets its own."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    profile: Profile
    """The profile that the token follows: the token gets the profile's `typ` and a random `jti` if
    the profile has them, and must have its claims. One of 'access-token', 'id-token',
    'logout-token' and 'security-event'.
    """

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    compress: bool
    """Compress the claims before encrypting them. The length of the token then reveals something
    about its claims.
    """

    alg: SignatureAlgorithm | str | None
    """The algorithm to sign with, if `signing_key` is a ring that has several; the first one in the
    ring if not given.
    """

    key_management: Iterable[KeyManagement | str] | None
    """The key management algorithms to choose a key by, in order of preference, if `encryption_key`
    is a set published by its recipient; `ECDH-ES with key wrap, ECDH-ES, RSA-OAEP` if not given.
    """

    clock: Clock | None
    """A function that returns the time, for every call without `now`; the system clock if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class IssueOptions(TypedDict, total=False):
    """Options for one token of an issuer. For `Issuer.issue`."""

    expires_in: Length
    """How long the token is valid, counted from `now`; becomes `exp`. Required unless the claims
    have `exp`, the issuer has a `lifetime`, or `no_expiry` is set. Seconds, a timedelta, or a text
    such as '15m'.
    """

    audience: Texts
    """Whom the token is for, one or several; becomes `aud`."""

    subject: str
    """Whom the token is about; becomes `sub`."""

    no_expiry: bool
    """Make a token that never expires."""

    not_before: Time
    """The time before which the token is not valid; becomes `nbf`, rounded down to whole seconds.
    Seconds since the epoch, or an aware datetime.
    """

    token_id: str
    """The token's own ID; becomes `jti`."""

    header: Header | None
    """Additional parameters for the protected header. They must not include those that the library
    sets, such as `alg` and `crit`.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    confirm: Key | Text
    """The public key or certificate that the token is bound to; becomes `cnf` with its thumbprint
    (RFC 9449, section 6; RFC 8705, section 3). A Key, or a certificate: DER as bytes, or PEM.
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
    """Other spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must equal or contain; if several are given, any of them will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; if several are given, any of them will do, and a list
    that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or
    `JWT`. A profile's own types are accepted as well.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, and that must be neither null nor an empty
    string.
    """

    expected_claims: Header
    """The values that claims must have, by claim name: a string, a number, true or false, or a list
    of these, any of which will do. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
    Seconds, a timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. If not given, with the profile
    `id-token`, an `azp` that is present must be the expected audience.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender must prove that it holds the key or certificate that the token is bound to
    (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as
    absent.
    """

    allow_any_issuer: bool
    """Accept any `iss` if none is expected."""

    allow_any_type: bool
    """Accept any `typ` if none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token if none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` then expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status has not been looked up, although its `status` claim says where to
    do so.
    """

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
    1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
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
    """Other spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must equal or contain; if several are given, any of them will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; if several are given, any of them will do, and a list
    that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or
    `JWT`. A profile's own types are accepted as well.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, and that must be neither null nor an empty
    string.
    """

    expected_claims: Header
    """The values that claims must have, by claim name: a string, a number, true or false, or a list
    of these, any of which will do. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
    Seconds, a timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. If not given, with the profile
    `id-token`, an `azp` that is present must be the expected audience.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender must prove that it holds the key or certificate that the token is bound to
    (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as
    absent.
    """

    allow_any_issuer: bool
    """Accept any `iss` if none is expected."""

    allow_any_type: bool
    """Accept any `typ` if none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token if none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` then expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status has not been looked up, although its `status` claim says where to
    do so.
    """

    allow_unsigned: bool
    """Accept tokens that are encrypted to a public key and not signed: anyone could have made them."""

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
    1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
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
    """Other spellings of the issuer that the token's `iss` may have instead."""

    audience: Texts
    """The `aud` that the token must equal or contain; if several are given, any of them will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; if several are given, any of them will do, and a list
    that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or
    `JWT`. A profile's own types are accepted as well.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, and that must be neither null nor an empty
    string.
    """

    expected_claims: Header
    """The values that claims must have, by claim name: a string, a number, true or false, or a list
    of these, any of which will do. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
    Seconds, a timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. If not given, with the profile
    `id-token`, an `azp` that is present must be the expected audience.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender must prove that it holds the key or certificate that the token is bound to
    (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as
    absent.
    """

    allow_any_issuer: bool
    """Accept any `iss` if none is expected."""

    allow_any_type: bool
    """Accept any `typ` if none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token if none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` then expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status has not been looked up, although its `status` claim says where to
    do so.
    """

    allow_missing_cty: bool
    """Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is
    inside.
    """

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
    1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
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
    """The kinds of token to accept; if not given, the kind that the keys are for. Any of 'signed',
    'encrypted' and 'nested'.
    """

    issuer: Texts
    """The `iss` that the token must have. Several are an error: their keys would be in one pool,
    and each issuer could speak for the others.
    """

    issuer_aliases: Iterable[str]
    """Other spellings of the issuer that the token's `iss` may have instead."""

    issuer_template: str
    """An issuer with the name of a claim in braces, such as `https://login.example/{tid}/v2.0`: the
    token's `iss` must be this with the token's own claim filled in, a string without `/`. Given
    instead of `issuer`.
    """

    allowed_tenants: Iterable[str]
    """The values that the claim in `issuer_template` may have."""

    audience: Texts
    """The `aud` that the token must equal or contain; if several are given, any of them will do."""

    subject: str
    """The `sub` that the token must have."""

    type: Texts
    """The `typ` that the token must have; if several are given, any of them will do, and a list
    that includes `JWT` also accepts a token without `typ`. If not given, `typ` must be absent or
    `JWT`. A profile's own types are accepted as well.
    """

    required_claims: Iterable[str]
    """The names of claims that the token must have, and that must be neither null nor an empty
    string.
    """

    expected_claims: Header
    """The values that claims must have, by claim name: a string, a number, true or false, or a list
    of these, any of which will do. A claim that is itself a list equals none of them.
    """

    max_age: Length
    """The greatest age of the token, counted from its `iat`. Seconds, a timedelta, or a text such
    as '15m'.
    """

    max_lifetime: Length
    """The longest time allowed from the token's `iat` (or from now, if it has none) to its `exp`.
    Seconds, a timedelta, or a text such as '15m'.
    """

    leeway: Length
    """How far apart clocks may be, at most one hour; zero if not given. Seconds, a timedelta, or a
    text such as '15m'.
    """

    remember: int
    """How many accepted tokens to remember, up to 1000000: a token that is seen again is not
    verified again while its keys and times remain valid. Revocation, status and proof of possession
    are still checked each time. Tokens and claims then stay in memory.
    """

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    profile: Profile
    """The profile that the token must follow. One of 'access-token', 'id-token', 'logout-token' and
    'security-event'.
    """

    nonce: str
    """The `nonce` that an ID token must have."""

    azp: str
    """The `azp` (authorized party) that an ID token must have. If not given, with the profile
    `id-token`, an `azp` that is present must be the expected audience.
    """

    proof_of_possession: ProofOfPossession
    """Whether the sender must prove that it holds the key or certificate that the token is bound to
    (`cnf`); `when-bound` if not given. One of 'when-bound', 'required' and 'ignore'.
    """

    public_origins: Iterable[str]
    """Where clients reach the service, such as `https://api.example`: the scheme, the host and,
    unless it is the scheme's default, the port. A DPoP proof must be for one of these and the path
    of the request. Without them no proof can be checked.
    """

    allow_missing_exp: bool
    """Accept tokens without `exp`."""

    allow_any_audience: bool
    """Accept any `aud` if none is expected; an `aud` that is null or an empty list counts as
    absent.
    """

    allow_any_issuer: bool
    """Accept any `iss` if none is expected."""

    allow_any_tenant: bool
    """Accept any value of the claim in `issuer_template`: every tenant of that issuer."""

    allow_any_type: bool
    """Accept any `typ` if none is expected."""

    allow_any_nonce: bool
    """Accept any `nonce` of an ID token if none is expected."""

    allow_numeric_subject: bool
    """Accept a `sub` that is a number; `subject` then expects its digits."""

    allow_unchecked_status: bool
    """Accept a token whose status has not been looked up, although its `status` claim says where to
    do so.
    """

    allow_missing_cty: bool
    """Accept a nested token whose outer header does not say `cty: JWT`, if a signed token is
    inside.
    """

    allow_unsigned: bool
    """Accept tokens that are encrypted to a public key and not signed: anyone could have made them."""

    allow_base64_padding: bool
    """Accept signed tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
    them.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given."""

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
    1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """

    revocations: Revocations
    """The revocations to check: tokens that they cover are refused. A Revocations."""

    status_lists: StatusLists
    """Where to look up the status of tokens that refer to a status list. A StatusLists."""

    replays: ReplayCache | None
    """The record of used DPoP proofs; a cache of the verifier's own if not given. A ReplayCache."""

    nonce_key: Key
    """The key for nonces, an HMAC key that all instances of a service share. With it, a DPoP proof
    must contain a nonce that is at most ten minutes old. A Key.
    """

    clock: Clock | None
    """A function that returns the time, for every call without `now`; the system clock if not
    given. A callable without arguments that returns seconds since the epoch or an aware datetime.
    """


class CheckOptions(TypedDict, total=False):
    """Options of `Verifier.verify`."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """

    proof: Texts | None
    """The DPoP proof: the value of the `DPoP` header, or the list of its values, which must contain
    exactly one. Leave it out for a token that came as `Bearer`.
    """

    method: str | None
    """The method of the request, such as `GET`; required with `proof`."""

    url: str | None
    """The path of the request, or its URL, whose origin must be one of `public_origins`; required
    with `proof`. Give the path as the client sent it, not decoded.
    """

    certificate: Bytes | None
    """The certificate with which the client authenticated in the TLS handshake, in DER or PEM."""


class CheckManyOptions(TypedDict, total=False):
    """Options of `Verifier.verify_many`."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class ResourceOptions(TypedDict, total=False):
    """Options for a protected resource: its name, where its tokens are found, and how its paths are
    read. For `ProtectedResource`.
    """

    resource: str
    """The URL by which clients know the resource: https, or http on the same machine, without query
    or fragment. The resource's metadata is published below it (RFC 9728).
    """

    authorization_servers: Iterable[str]
    """The issuers whose tokens it accepts, for its metadata."""

    scopes_supported: Iterable[str]
    """The scopes that clients may ask for, for its metadata."""

    documentation: str
    """The URL of documentation for developers, for its metadata."""

    realm: str
    """What is protected, for people: the `realm` of challenges, in printable ASCII."""

    cookie: str
    """The name of a cookie that may carry the token instead of the `Authorization` header. It must
    begin with `__Host-`.
    """

    allow_insecure_cookies: bool
    """Allow any cookie name, so that browsers also send the cookie over http: for development."""

    form: PathForm
    """How the path is given; `raw` if not given. One of 'raw' and 'decoded'."""

    ignores: Iterable[Ignored]
    """What the router in front of the handlers ignores. If different rules would match the path as
    the router reads it, the request is denied: nobody could say which handler it reaches. Any of
    'case' and 'last-slash'.
    """

    rules: AccessRules
    """Who may do what. Without rules, a good token is enough. A AccessRules."""

    csrf_key: Key
    """The key for the values by which pages prove that a request is theirs, an HMAC key that all
    instances of a service share; required with `cookie`. A Key.
    """


class RequestOptions(TypedDict, total=False):
    """Options for checking one request to a protected resource. For `ProtectedResource.check`."""

    scope: Texts
    """The scopes that the token must have, all of them, in addition to what the rules require: a
    string with spaces between them, or a list.
    """

    optional: bool
    """Let a request without a token pass. A request with a bad token never does."""

    certificate: Bytes | None
    """The certificate with which the client authenticated in the TLS handshake, in DER or PEM."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class CompleteOptions(TypedDict, total=False):
    """Options for completing a token or a DPoP proof whose key is held elsewhere. For
    `Unsigned.complete`.
    """

    format: SignatureFormat
    """How the bytes of an ECDSA signature are encoded; `raw` if not given. One of 'raw' and 'der'."""


class ProofOptions(TypedDict, total=False):
    """Options for making a DPoP proof (RFC 9449). For `dpop.prove`, `dpop.prepare`."""

    access_token: str | None
    """The access token sent with the proof; its hash becomes `ath`. Leave it out when requesting a
    token.
    """

    nonce: str | None
    """The nonce that the server asked for in `DPoP-Nonce`."""

    token_id: str
    """The ID of the proof; becomes `jti`. Random if not given."""

    now: Time | None
    """The current time; the system clock's if not given. Seconds since the epoch, or an aware
    datetime.
    """


class ReplayOptions(TypedDict, total=False):
    """Options for a cache of used DPoP proofs. For `ReplayCache`."""

    capacity: int
    """The most proofs to remember, each for about a minute; 1,000,000 if not given. While the cache
    is full, proofs are `ERR_DPOP_UNAVAILABLE`.
    """


class ReplayStoreOptions(TypedDict, total=False):
    """Options for a cache of used DPoP proofs in Redis or Valkey. For `ReplayCache.redis`."""

    namespace: str
    """The prefix of all keys in the store; required."""

    timeout: Length
    """How long a command may take, and how long a check waits; `2s` if not given. Seconds, a
    timedelta, or a text such as '15m'.
    """


class AccessOptions(TypedDict, total=False):
    """Options for asking access rules about a request. For `AccessRules.check`,
    `AccessRules.require`, `AccessRules.explain`.
    """

    form: PathForm
    """How the path is given; `raw` if not given. One of 'raw' and 'decoded'."""

    ignores: Iterable[Ignored]
    """What the router in front of the handlers ignores. If different rules would match the path as
    the router reads it, the request is denied: nobody could say which handler it reaches. Any of
    'case' and 'last-slash'.
    """

    now: Time | None
    """The current time, against which `auth_time` is checked; the system clock's if not given.
    Seconds since the epoch, or an aware datetime.
    """


class JwsSignOptions(TypedDict, total=False):
    """Options for signing arbitrary bytes. For `jws.sign`."""

    header: Header | Iterable[Header] | None
    """Additional parameters for the protected header: the same for every signature, or one object
    per key.
    """

    unprotected: Header | Iterable[Header] | None
    """Parameters for the unprotected header, which anyone can change; only in the JSON
    serializations. The same for every signature, or one object per key. A `kid` given here must be
    the key's, and is then left out of the protected header.
    """

    critical: Iterable[str] | None
    """The names of protected header parameters that a recipient must understand or else refuse the
    token (`crit`). Each must be in `header`.
    """

    serialization: Serialization
    """How to write the token; `compact` if not given. One of 'compact', 'flattened' and 'general'."""

    detached: bool
    """Leave the payload out of the token; it reaches the recipient by some other means (RFC 7515,
    appendix F).
    """

    b64: bool
    """Encode the payload as base64url. If false, the payload is signed as it is (RFC 7797), which
    suits detached payloads.
    """


class JwsVerifyOptions(TypedDict, total=False):
    """Options for verifying the signatures of arbitrary bytes. For `jws.verify`."""

    algorithms: Iterable[SignatureAlgorithm | str] | None
    """The only signature algorithms to accept, among those that the keys allow."""

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    allow_base64_padding: bool
    """Accept compact tokens whose parts end in base64 padding (`=`), as AWS load balancers produce
    them.
    """

    payload: Bytes | None
    """The payload of a detached token."""

    require: Require
    """How many of the signatures must verify; `any` if not given. One of 'any', 'all' and
    'every-key'.
    """

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization
    may have 1 MiB.
    """

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """


class JweEncryptOptions(TypedDict, total=False):
    """Options for encrypting arbitrary bytes. For `jwe.encrypt`."""

    enc: ContentEncryption | str | None
    """The content encryption; a `dir` key has its own; `A256GCM` if not given."""

    header: Header | None
    """Additional parameters for the protected header, such as `typ`, `cty`, `apu` and `apv`."""

    unprotected: Header | None
    """Parameters for the unprotected header, which all recipients share and anyone can change; only
    in the JSON serializations.
    """

    recipient_headers: Iterable[Header] | None
    """Parameters for the unprotected headers of the recipients, which anyone can change, one object
    per key; only in the JSON serializations. A `kid` given here or in `unprotected` must be the
    key's, and is then written nowhere else.
    """

    aad: Bytes | None
    """Additional bytes to authenticate besides the plaintext, which anyone can read in the token;
    only in the JSON serializations.
    """

    serialization: Serialization
    """How to write the token; `compact` if not given. One of 'compact', 'flattened' and 'general'."""

    compress: bool
    """Compress the plaintext before encrypting it. The length of the token then reveals something
    about its content.
    """

    allow_shared_content_key: bool
    """Allow a symmetric key among several. Such a key must never again be used to authenticate a
    token, in any serialization: every recipient knows the content key, and can put other content
    under another recipient's encrypted key, in a compact token too.
    """


class JweDecryptOptions(TypedDict, total=False):
    """Options for decrypting arbitrary bytes. For `jwe.decrypt`, `jwe.prepare_decrypt`."""

    key_management: Iterable[KeyManagement | str] | None
    """The only key management algorithms to accept, among those that the keys allow."""

    content_encryption: Iterable[ContentEncryption | str] | None
    """The only content encryption algorithms to accept."""

    critical: Iterable[str] | None
    """The names that may appear in `crit` because the caller understands and checks them."""

    max_token_bytes: int
    """The longest token, in bytes; 256 KiB if not given. If this is not given, a JSON serialization
    may have 1 MiB.
    """

    max_header_bytes: int
    """The longest header, protected and unprotected together, in bytes; 16 KiB if not given."""

    max_json_depth: int
    """The deepest nesting of JSON, from 1 to 100; 32 if not given."""

    max_inflated_bytes: int
    """The most bytes that a compressed plaintext may inflate to; 256 KiB if not given."""

    max_attempts: int
    """The most keys to try on a token, over all its signatures or recipients; 16 if not given. The
    number of signatures or recipients times the number of keys may be at most 1,000 times this.
    """

    max_pbes2_iterations: int
    """The most PBES2 iterations that a token may cost, over all its recipients and all keys tried;
    1,000,000 if not given. Iterations of SHA-384 and SHA-512 count three times.
    """
