# Generated from the core by `cargo xtask generate`. Do not edit.
"""The names of algorithms and of other choices; `tokenseal.types` has them for users."""

from typing import Literal, TypeAlias

__all__ = [
    "ContentEncryption",
    "Durability",
    "ErrorCode",
    "Fault",
    "Ignored",
    "KeyManagement",
    "Kind",
    "PathForm",
    "Profile",
    "ProofOfPossession",
    "Require",
    "Serialization",
    "SignatureAlgorithm",
    "SignatureFormat",
    "TextEncoding",
    "WhenUnavailable",
]

SignatureAlgorithm: TypeAlias = Literal[
    "HS256",
    "HS384",
    "HS512",
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "ES256K",
    "EdDSA",
    "Ed25519",
    "ML-DSA-44",
    "ML-DSA-65",
    "ML-DSA-87",
]
"""The `alg` of a signed token."""

KeyManagement: TypeAlias = Literal[
    "dir",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
]
"""The `alg` of an encrypted token."""

ContentEncryption: TypeAlias = Literal[
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
    "A128GCM",
    "A192GCM",
    "A256GCM",
]
"""The `enc` of an encrypted token."""

Profile: TypeAlias = Literal[
    "access-token",
    "id-token",
    "logout-token",
    "security-event",
]
"""The claims and the `typ` that a specification requires together.

- `access-token`: An OAuth 2.0 access token (RFC 9068): typ `at+jwt`; iss, exp, aud, sub, client_id,
  iat and jti.
- `id-token`: An OpenID Connect ID token (Core 1.0, section 2): iss, sub, aud, exp and iat.
- `logout-token`: An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4): typ
  `logout+jwt`; iss, aud, iat, exp, jti, the event, sub or sid, and no nonce.
- `security-event`: A security event token (RFC 8417; Shared Signals Framework 1.0): typ
  `secevent+jwt`; iss, iat, jti and events. It needs no exp: what happened does not expire.
"""

Require: TypeAlias = Literal[
    "any",
    "all",
    "every-key",
]
"""How many of a token's signatures must verify.

- `any`: At least one.
- `all`: Every one that the token has. This does not prove who signed: one key may have made them
  all, and a signature that was removed is not missed.
- `every-key`: Every one, each by a key of its own, and every key must have signed: for several
  parties, or for a classical and a post-quantum key.
"""

Serialization: TypeAlias = Literal[
    "compact",
    "flattened",
    "general",
]
"""How a token is written.

- `compact`: Parts separated by dots, for URLs and HTTP headers: one key, and no unprotected header.
- `flattened`: A JSON object for one key.
- `general`: A JSON object for any number of keys.
"""

TextEncoding: TypeAlias = Literal[
    "utf-8",
    "base64",
    "base64url",
    "hex",
]
"""How the text of a secret encodes its bytes.

- `utf-8`: The UTF-8 of the text is the secret, white space included.
- `base64`: Base64 (RFC 4648, section 4), with or without padding.
- `base64url`: Base64url (RFC 4648, section 5), with or without padding.
- `hex`: Hexadecimal digits, two for each byte, in either case.
"""

WhenUnavailable: TypeAlias = Literal[
    "refuse",
    "accept",
]
"""What happens to a token while the list of revocations cannot be refreshed.

- `refuse`: It is refused.
- `accept`: It is checked against the last known list, provided that one was ever read completely;
  events and the status count it.
"""

Durability: TypeAlias = Literal[
    "memory",
    "fsync",
]
"""What a revocation has survived by the time it is acknowledged.

- `memory`: It is in the memory of the store's primary.
- `fsync`: It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on).
"""

ProofOfPossession: TypeAlias = Literal[
    "when-bound",
    "required",
    "ignore",
]
"""Whether the sender of a token must prove that it holds the key or certificate that the token is bound to.

- `when-bound`: If the token is bound (`cnf`).
- `required`: Always: a token that is not bound is refused.
- `ignore`: Never: a bound token is accepted from anyone.
"""

PathForm: TypeAlias = Literal[
    "raw",
    "decoded",
]
"""How the path of a request is given.

- `raw`: As it appears in the request line, percent-encoded. A query is ignored.
- `decoded`: As WSGI and ASGI give it, already decoded: `%` is an ordinary character, and nobody can
  tell any more whether a slash was encoded.
"""

Ignored: TypeAlias = Literal[
    "case",
    "last-slash",
]
"""What a router ignores when it looks for the handler of a path.

- `case`: Whether letters are upper or lower case.
- `last-slash`: One trailing slash.
"""

SignatureFormat: TypeAlias = Literal[
    "raw",
    "der",
]
"""How the bytes of an ECDSA signature are written.

- `raw`: r and s, each padded to the length of the field, one after the other (RFC 7518, section
  3.4).
- `der`: A DER sequence of r and s, as most services and hardware return it.
"""

Kind: TypeAlias = Literal[
    "signed",
    "encrypted",
    "nested",
]
"""How a token is protected.

- `signed`: Signed: anyone can read it (JWS).
- `encrypted`: Encrypted: only the holder of the key can read it (JWE).
- `nested`: Signed, then encrypted (RFC 7519, appendix A.2).
"""

ErrorCode: TypeAlias = Literal[
    "ERR_JWS_INVALID",
    "ERR_JWE_INVALID",
    "ERR_JWT_INVALID",
    "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    "ERR_JWE_DECRYPTION_FAILED",
    "ERR_JOSE_NOT_SUPPORTED",
    "ERR_JOSE_ALG_NOT_ALLOWED",
    "ERR_JOSE_CRIT_NOT_SUPPORTED",
    "ERR_JOSE_LIMIT_EXCEEDED",
    "ERR_JWT_UNSIGNED",
    "ERR_JWT_EXPIRED",
    "ERR_JWT_NOT_YET_VALID",
    "ERR_JWT_TOO_OLD",
    "ERR_JWT_REVOKED",
    "ERR_JWT_NOT_BOUND",
    "ERR_DPOP_INVALID",
    "ERR_DPOP_NONCE_REQUIRED",
    "ERR_JWT_CLAIM_MISSING",
    "ERR_JWT_CLAIM_INVALID",
    "ERR_JWT_CLAIM_MISMATCH",
    "ERR_JWT_ACCESS_DENIED",
    "ERR_REQUEST_INVALID",
    "ERR_CSRF_INVALID",
    "ERR_JWK_INVALID",
    "ERR_JWKS_INVALID",
    "ERR_KEY_WEAK",
    "ERR_KEY_MISMATCH",
    "ERR_JWKS_NO_MATCHING_KEY",
    "ERR_JWKS_UNAVAILABLE",
    "ERR_KEYRING_UNAVAILABLE",
    "ERR_JWT_REVOCATION_UNAVAILABLE",
    "ERR_DPOP_UNAVAILABLE",
    "ERR_OPTION_INVALID",
    "ERR_INTERNAL",
]
"""Every code of an error."""

Fault: TypeAlias = Literal[
    "environment",
    "program",
    "token",
]
"""Who must act when the check of a token fails."""
