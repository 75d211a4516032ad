// Generated from the core by `cargo xtask generate`. Do not edit.

// A case of an algorithm is spelled as the RFCs spell the name, with `_` for what Swift does not allow.

/// What a key is for: the `alg` of a JWK.
public enum Algorithm: String, CaseIterable, Codable, Sendable {
    /// HMAC with SHA-256 (RFC 7518, section 3.2)
    case HS256
    /// HMAC with SHA-384 (RFC 7518, section 3.2)
    case HS384
    /// HMAC with SHA-512 (RFC 7518, section 3.2)
    case HS512
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3)
    case RS256
    /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518, section 3.3)
    case RS384
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518, section 3.3)
    case RS512
    /// RSASSA-PSS with SHA-256 (RFC 7518, section 3.5)
    case PS256
    /// RSASSA-PSS with SHA-384 (RFC 7518, section 3.5)
    case PS384
    /// RSASSA-PSS with SHA-512 (RFC 7518, section 3.5)
    case PS512
    /// ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4)
    case ES256
    /// ECDSA on P-384 with SHA-384 (RFC 7518, section 3.4)
    case ES384
    /// ECDSA on P-521 with SHA-512 (RFC 7518, section 3.4)
    case ES512
    /// ECDSA on secp256k1 with SHA-256 (RFC 8812, section 3.2)
    case ES256K
    /// EdDSA, which here means Ed25519 (RFC 8037, section 3.1)
    case EdDSA
    /// EdDSA with Ed25519, by its fully specified name (RFC 9864, section 2.2)
    case Ed25519
    /// ML-DSA with the parameter set 44 (RFC 9964)
    case ML_DSA_44 = "ML-DSA-44"
    /// ML-DSA with the parameter set 65 (RFC 9964)
    case ML_DSA_65 = "ML-DSA-65"
    /// ML-DSA with the parameter set 87 (RFC 9964)
    case ML_DSA_87 = "ML-DSA-87"
    /// The shared key is the content encryption key (RFC 7518, section 4.5)
    case dir
    /// AES Key Wrap with a 128-bit key (RFC 7518, section 4.4)
    case A128KW
    /// AES Key Wrap with a 192-bit key (RFC 7518, section 4.4)
    case A192KW
    /// AES Key Wrap with a 256-bit key (RFC 7518, section 4.4)
    case A256KW
    /// Key encryption with AES GCM and a 128-bit key (RFC 7518, section 4.7)
    case A128GCMKW
    /// Key encryption with AES GCM and a 192-bit key (RFC 7518, section 4.7)
    case A192GCMKW
    /// Key encryption with AES GCM and a 256-bit key (RFC 7518, section 4.7)
    case A256GCMKW
    /// RSAES OAEP with SHA-1, the default parameters (RFC 7518, section 4.3)
    case RSA_OAEP = "RSA-OAEP"
    /// RSAES OAEP with SHA-256 (RFC 7518, section 4.3)
    case RSA_OAEP_256 = "RSA-OAEP-256"
    /// RSAES OAEP with SHA-384 (W3C Web Cryptography, section 22)
    case RSA_OAEP_384 = "RSA-OAEP-384"
    /// RSAES OAEP with SHA-512 (W3C Web Cryptography, section 22)
    case RSA_OAEP_512 = "RSA-OAEP-512"
    /// Key agreement, whose result is the content encryption key (RFC 7518, section 4.6)
    case ECDH_ES = "ECDH-ES"
    /// Key agreement, whose result wraps the key by A128KW (RFC 7518, section 4.6)
    case ECDH_ES_A128KW = "ECDH-ES+A128KW"
    /// Key agreement, whose result wraps the key by A192KW (RFC 7518, section 4.6)
    case ECDH_ES_A192KW = "ECDH-ES+A192KW"
    /// Key agreement, whose result wraps the key by A256KW (RFC 7518, section 4.6)
    case ECDH_ES_A256KW = "ECDH-ES+A256KW"
    /// A password, by PBES2 with HMAC SHA-256 and A128KW (RFC 7518, section 4.8)
    case PBES2_HS256_A128KW = "PBES2-HS256+A128KW"
    /// A password, by PBES2 with HMAC SHA-384 and A192KW (RFC 7518, section 4.8)
    case PBES2_HS384_A192KW = "PBES2-HS384+A192KW"
    /// A password, by PBES2 with HMAC SHA-512 and A256KW (RFC 7518, section 4.8)
    case PBES2_HS512_A256KW = "PBES2-HS512+A256KW"
}

/// How a token is signed: the `alg` of a JWS.
public enum SignatureAlgorithm: String, CaseIterable, Codable, Sendable {
    /// HMAC with SHA-256 (RFC 7518, section 3.2)
    case HS256
    /// HMAC with SHA-384 (RFC 7518, section 3.2)
    case HS384
    /// HMAC with SHA-512 (RFC 7518, section 3.2)
    case HS512
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3)
    case RS256
    /// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518, section 3.3)
    case RS384
    /// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518, section 3.3)
    case RS512
    /// RSASSA-PSS with SHA-256 (RFC 7518, section 3.5)
    case PS256
    /// RSASSA-PSS with SHA-384 (RFC 7518, section 3.5)
    case PS384
    /// RSASSA-PSS with SHA-512 (RFC 7518, section 3.5)
    case PS512
    /// ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4)
    case ES256
    /// ECDSA on P-384 with SHA-384 (RFC 7518, section 3.4)
    case ES384
    /// ECDSA on P-521 with SHA-512 (RFC 7518, section 3.4)
    case ES512
    /// ECDSA on secp256k1 with SHA-256 (RFC 8812, section 3.2)
    case ES256K
    /// EdDSA, which here means Ed25519 (RFC 8037, section 3.1)
    case EdDSA
    /// EdDSA with Ed25519, by its fully specified name (RFC 9864, section 2.2)
    case Ed25519
    /// ML-DSA with the parameter set 44 (RFC 9964)
    case ML_DSA_44 = "ML-DSA-44"
    /// ML-DSA with the parameter set 65 (RFC 9964)
    case ML_DSA_65 = "ML-DSA-65"
    /// ML-DSA with the parameter set 87 (RFC 9964)
    case ML_DSA_87 = "ML-DSA-87"
}

/// How the content key of an encrypted token is found or carried: the `alg` of a JWE.
public enum KeyManagement: String, CaseIterable, Codable, Sendable {
    /// The shared key is the content encryption key (RFC 7518, section 4.5)
    case dir
    /// AES Key Wrap with a 128-bit key (RFC 7518, section 4.4)
    case A128KW
    /// AES Key Wrap with a 192-bit key (RFC 7518, section 4.4)
    case A192KW
    /// AES Key Wrap with a 256-bit key (RFC 7518, section 4.4)
    case A256KW
    /// Key encryption with AES GCM and a 128-bit key (RFC 7518, section 4.7)
    case A128GCMKW
    /// Key encryption with AES GCM and a 192-bit key (RFC 7518, section 4.7)
    case A192GCMKW
    /// Key encryption with AES GCM and a 256-bit key (RFC 7518, section 4.7)
    case A256GCMKW
    /// RSAES OAEP with SHA-1, the default parameters (RFC 7518, section 4.3)
    case RSA_OAEP = "RSA-OAEP"
    /// RSAES OAEP with SHA-256 (RFC 7518, section 4.3)
    case RSA_OAEP_256 = "RSA-OAEP-256"
    /// RSAES OAEP with SHA-384 (W3C Web Cryptography, section 22)
    case RSA_OAEP_384 = "RSA-OAEP-384"
    /// RSAES OAEP with SHA-512 (W3C Web Cryptography, section 22)
    case RSA_OAEP_512 = "RSA-OAEP-512"
    /// Key agreement, whose result is the content encryption key (RFC 7518, section 4.6)
    case ECDH_ES = "ECDH-ES"
    /// Key agreement, whose result wraps the key by A128KW (RFC 7518, section 4.6)
    case ECDH_ES_A128KW = "ECDH-ES+A128KW"
    /// Key agreement, whose result wraps the key by A192KW (RFC 7518, section 4.6)
    case ECDH_ES_A192KW = "ECDH-ES+A192KW"
    /// Key agreement, whose result wraps the key by A256KW (RFC 7518, section 4.6)
    case ECDH_ES_A256KW = "ECDH-ES+A256KW"
    /// A password, by PBES2 with HMAC SHA-256 and A128KW (RFC 7518, section 4.8)
    case PBES2_HS256_A128KW = "PBES2-HS256+A128KW"
    /// A password, by PBES2 with HMAC SHA-384 and A192KW (RFC 7518, section 4.8)
    case PBES2_HS384_A192KW = "PBES2-HS384+A192KW"
    /// A password, by PBES2 with HMAC SHA-512 and A256KW (RFC 7518, section 4.8)
    case PBES2_HS512_A256KW = "PBES2-HS512+A256KW"
}

/// How the content of a token is encrypted: the `enc` of a JWE.
public enum ContentEncryption: String, CaseIterable, Codable, Sendable {
    /// AES-128 in CBC mode with HMAC SHA-256 (RFC 7518, section 5.2.3)
    case A128CBC_HS256 = "A128CBC-HS256"
    /// AES-192 in CBC mode with HMAC SHA-384 (RFC 7518, section 5.2.4)
    case A192CBC_HS384 = "A192CBC-HS384"
    /// AES-256 in CBC mode with HMAC SHA-512 (RFC 7518, section 5.2.5)
    case A256CBC_HS512 = "A256CBC-HS512"
    /// AES GCM with a 128-bit key (RFC 7518, section 5.3)
    case A128GCM
    /// AES GCM with a 192-bit key (RFC 7518, section 5.3)
    case A192GCM
    /// AES GCM with a 256-bit key (RFC 7518, section 5.3)
    case A256GCM
}

/// The curve of a key: the `crv` of a JWK.
public enum Curve: String, CaseIterable, Codable, Sendable {
    /// NIST P-256 (RFC 7518, section 6.2.1.1)
    case P256 = "P-256"
    /// NIST P-384 (RFC 7518, section 6.2.1.1)
    case P384 = "P-384"
    /// NIST P-521 (RFC 7518, section 6.2.1.1)
    case P521 = "P-521"
    /// secp256k1, for ES256K only (RFC 8812, section 3.1)
    case secp256k1
    /// Ed25519, for signatures (RFC 8037, section 2)
    case Ed25519
    /// X25519, for key agreement (RFC 8037, section 2)
    case X25519
}
