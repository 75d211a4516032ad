// Generated from the core by `cargo xtask generate`. Do not edit.

/// The claims and the `typ` that a specification requires together.
public enum Profile: String, CaseIterable, Codable, Sendable {
    /// An OAuth 2.0 access token (RFC 9068): typ `at+jwt`; iss, exp, aud, sub, client_id, iat and jti.
    case accessToken = "access-token"
    /// An OpenID Connect ID token (Core 1.0, section 2): iss, sub, aud, exp and iat.
    case idToken = "id-token"
    /// An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4): typ `logout+jwt`; iss, aud, iat, exp, jti, the event, sub or sid, and no nonce.
    case logoutToken = "logout-token"
    /// A security event token (RFC 8417; Shared Signals Framework 1.0): typ `secevent+jwt`; iss, iat, jti and events. It needs no exp: what happened does not expire.
    case securityEvent = "security-event"
}

extension JWS {
    /// How many of a token's signatures must verify.
    public enum Require: String, CaseIterable, Codable, Sendable {
        /// At least one.
        case any
        /// Every one that the token has. This does not prove who signed: one key may have made them all, and a signature that was removed is not missed.
        case all
        /// Every one, each by a key of its own, and every key must have signed: for several parties, or for a classical and a post-quantum key.
        case everyKey = "every-key"
    }
}

/// How a token is written.
public enum Serialization: String, CaseIterable, Codable, Sendable {
    /// Parts separated by dots, for URLs and HTTP headers: one key, and no unprotected header.
    case compact
    /// A JSON object for one key.
    case flattened
    /// A JSON object for any number of keys.
    case general
}

/// How the text of a secret encodes its bytes.
public enum TextEncoding: String, CaseIterable, Codable, Sendable {
    /// The UTF-8 of the text is the secret, white space included.
    case utf8 = "utf-8"
    /// Base64 (RFC 4648, section 4), with or without padding.
    case base64
    /// Base64url (RFC 4648, section 5), with or without padding.
    case base64url
    /// Hexadecimal digits, two for each byte, in either case.
    case hex
}

/// What happens to a token while the list of revocations cannot be refreshed.
public enum WhenUnavailable: String, CaseIterable, Codable, Sendable {
    /// It is refused.
    case refuse
    /// It is checked against the last known list, provided that one was ever read completely; events and the status count it.
    case accept
}

/// What a revocation has survived by the time it is acknowledged.
public enum Durability: String, CaseIterable, Codable, Sendable {
    /// It is in the memory of the store's primary.
    case memory
    /// It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on).
    case fsync
}

/// Whether the sender of a token must prove that it holds the key or certificate that the token is bound to.
public enum ProofOfPossession: String, CaseIterable, Codable, Sendable {
    /// If the token is bound (`cnf`).
    case whenBound = "when-bound"
    /// Always: a token that is not bound is refused.
    case required
    /// Never: a bound token is accepted from anyone.
    case ignore
}

/// How the path of a request is given.
public enum PathForm: String, CaseIterable, Codable, Sendable {
    /// As it appears in the request line, percent-encoded. A query is ignored.
    case raw
    /// As WSGI and ASGI give it, already decoded: `%` is an ordinary character, and nobody can tell any more whether a slash was encoded.
    case decoded
}

/// What a router ignores when it looks for the handler of a path.
public enum Ignored: String, CaseIterable, Codable, Sendable {
    /// Whether letters are upper or lower case.
    case `case`
    /// One trailing slash.
    case lastSlash = "last-slash"
}

/// How the bytes of an ECDSA signature are written.
public enum SignatureFormat: String, CaseIterable, Codable, Sendable {
    /// r and s, each padded to the length of the field, one after the other (RFC 7518, section 3.4).
    case raw
    /// A DER sequence of r and s, as most services and hardware return it.
    case der
}

/// How a token is protected.
public enum TokenKind: String, CaseIterable, Codable, Sendable {
    /// Signed: anyone can read it (JWS).
    case signed
    /// Encrypted: only the holder of the key can read it (JWE).
    case encrypted
    /// Signed, then encrypted (RFC 7519, appendix A.2).
    case nested
}
