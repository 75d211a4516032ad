internal import TokensealNative

/// The curve of a key (RFC 7518, section 6.2.1.1; RFC 8812; RFC 8037).
public enum Curve: String, CaseIterable, Codable, Sendable {
    /// NIST P-256.
    case P256 = "P-256"
    /// NIST P-384.
    case P384 = "P-384"
    /// NIST P-521.
    case P521 = "P-521"
    /// The curve of ES256K.
    case secp256k1
    /// Edwards' curve, for signatures.
    case Ed25519
    /// Montgomery's form of it, for key agreement.
    case X25519
}

/// Rules for claims and `typ` that are written down elsewhere.
public enum Profile: String, CaseIterable, Codable, Sendable {
    /// An OAuth 2.0 access token (RFC 9068).
    case accessToken = "access-token"
    /// An OpenID Connect ID token (Core 1.0, section 2).
    case idToken = "id-token"
    /// An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4).
    case logoutToken = "logout-token"

    var native: TokensealNative.Profile {
        switch self {
        case .accessToken: .accessToken
        case .idToken: .idToken
        case .logoutToken: .logoutToken
        }
    }
}

/// How a token is protected.
public enum TokenKind: String, CaseIterable, Codable, Sendable {
    /// Signed: everybody can read it (JWS).
    case signed
    /// Encrypted: only the key's holder can read it (JWE).
    case encrypted
    /// Signed, then encrypted (RFC 7519, appendix A.2).
    case nested

    init(_ native: TokensealNative.TokenKind) {
        switch native {
        case .signed: self = .signed
        case .encrypted: self = .encrypted
        case .nested: self = .nested
        }
    }

    var native: TokensealNative.TokenKind {
        switch self {
        case .signed: .signed
        case .encrypted: .encrypted
        case .nested: .nested
        }
    }
}

/// How the tokens of ``JWS`` and ``JWE`` are written.
public enum Serialization: String, CaseIterable, Codable, Sendable {
    /// Parts with dots between them, for URLs and HTTP headers: one key, and no unprotected header.
    case compact
    /// A JSON object for one key.
    case flattened
    /// A JSON object for any number of keys.
    case general

    var native: TokensealNative.Serialization {
        switch self {
        case .compact: .compact
        case .flattened: .flattened
        case .general: .general
        }
    }
}

/// The hash of a thumbprint.
public enum ThumbprintHash: String, CaseIterable, Codable, Sendable {
    /// SHA-256, what everybody uses.
    case sha256
    /// SHA-384
    case sha384
    /// SHA-512
    case sha512

    var native: TokensealNative.ThumbprintHash {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}
