// Generated from the core by `cargo xtask generate`. Do not edit.

/**
 * How a token is signed: the `alg` of a JWS.
 *
 * - `HS256`: HMAC with SHA-256 (RFC 7518, section 3.2)
 * - `HS384`: HMAC with SHA-384 (RFC 7518, section 3.2)
 * - `HS512`: HMAC with SHA-512 (RFC 7518, section 3.2)
 * - `RS256`: RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, section 3.3)
 * - `RS384`: RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518, section 3.3)
 * - `RS512`: RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518, section 3.3)
 * - `PS256`: RSASSA-PSS with SHA-256 (RFC 7518, section 3.5)
 * - `PS384`: RSASSA-PSS with SHA-384 (RFC 7518, section 3.5)
 * - `PS512`: RSASSA-PSS with SHA-512 (RFC 7518, section 3.5)
 * - `ES256`: ECDSA on P-256 with SHA-256 (RFC 7518, section 3.4)
 * - `ES384`: ECDSA on P-384 with SHA-384 (RFC 7518, section 3.4)
 * - `ES512`: ECDSA on P-521 with SHA-512 (RFC 7518, section 3.4)
 * - `ES256K`: ECDSA on secp256k1 with SHA-256 (RFC 8812, section 3.2)
 * - `EdDSA`: EdDSA, which here means Ed25519 (RFC 8037, section 3.1)
 * - `Ed25519`: EdDSA with Ed25519, by its fully specified name (RFC 9864, section 2.2)
 * - `ML-DSA-44`: ML-DSA with the parameter set 44 (RFC 9964)
 * - `ML-DSA-65`: ML-DSA with the parameter set 65 (RFC 9964)
 * - `ML-DSA-87`: ML-DSA with the parameter set 87 (RFC 9964)
 */
export type SignatureAlgorithmName =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'ES256K'
  | 'EdDSA'
  | 'Ed25519'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87'

/**
 * How the content key of an encrypted token is found or carried: the `alg` of a JWE.
 *
 * - `dir`: The shared key is the content encryption key (RFC 7518, section 4.5)
 * - `A128KW`: AES Key Wrap with a 128-bit key (RFC 7518, section 4.4)
 * - `A192KW`: AES Key Wrap with a 192-bit key (RFC 7518, section 4.4)
 * - `A256KW`: AES Key Wrap with a 256-bit key (RFC 7518, section 4.4)
 * - `A128GCMKW`: Key encryption with AES GCM and a 128-bit key (RFC 7518, section 4.7)
 * - `A192GCMKW`: Key encryption with AES GCM and a 192-bit key (RFC 7518, section 4.7)
 * - `A256GCMKW`: Key encryption with AES GCM and a 256-bit key (RFC 7518, section 4.7)
 * - `RSA-OAEP`: RSAES OAEP with SHA-1, the default parameters (RFC 7518, section 4.3)
 * - `RSA-OAEP-256`: RSAES OAEP with SHA-256 (RFC 7518, section 4.3)
 * - `RSA-OAEP-384`: RSAES OAEP with SHA-384 (W3C Web Cryptography, section 22)
 * - `RSA-OAEP-512`: RSAES OAEP with SHA-512 (W3C Web Cryptography, section 22)
 * - `ECDH-ES`: Key agreement, whose result is the content encryption key (RFC 7518, section 4.6)
 * - `ECDH-ES+A128KW`: Key agreement, whose result wraps the key by A128KW (RFC 7518, section 4.6)
 * - `ECDH-ES+A192KW`: Key agreement, whose result wraps the key by A192KW (RFC 7518, section 4.6)
 * - `ECDH-ES+A256KW`: Key agreement, whose result wraps the key by A256KW (RFC 7518, section 4.6)
 * - `PBES2-HS256+A128KW`: A password, by PBES2 with HMAC SHA-256 and A128KW (RFC 7518, section 4.8)
 * - `PBES2-HS384+A192KW`: A password, by PBES2 with HMAC SHA-384 and A192KW (RFC 7518, section 4.8)
 * - `PBES2-HS512+A256KW`: A password, by PBES2 with HMAC SHA-512 and A256KW (RFC 7518, section 4.8)
 */
export type KeyManagementName =
  | 'dir'
  | 'A128KW'
  | 'A192KW'
  | 'A256KW'
  | 'A128GCMKW'
  | 'A192GCMKW'
  | 'A256GCMKW'
  | 'RSA-OAEP'
  | 'RSA-OAEP-256'
  | 'RSA-OAEP-384'
  | 'RSA-OAEP-512'
  | 'ECDH-ES'
  | 'ECDH-ES+A128KW'
  | 'ECDH-ES+A192KW'
  | 'ECDH-ES+A256KW'
  | 'PBES2-HS256+A128KW'
  | 'PBES2-HS384+A192KW'
  | 'PBES2-HS512+A256KW'

/**
 * How the content of a token is encrypted: the `enc` of a JWE.
 *
 * - `A128CBC-HS256`: AES-128 in CBC mode with HMAC SHA-256 (RFC 7518, section 5.2.3)
 * - `A192CBC-HS384`: AES-192 in CBC mode with HMAC SHA-384 (RFC 7518, section 5.2.4)
 * - `A256CBC-HS512`: AES-256 in CBC mode with HMAC SHA-512 (RFC 7518, section 5.2.5)
 * - `A128GCM`: AES GCM with a 128-bit key (RFC 7518, section 5.3)
 * - `A192GCM`: AES GCM with a 192-bit key (RFC 7518, section 5.3)
 * - `A256GCM`: AES GCM with a 256-bit key (RFC 7518, section 5.3)
 */
export type ContentEncryptionName =
  | 'A128CBC-HS256'
  | 'A192CBC-HS384'
  | 'A256CBC-HS512'
  | 'A128GCM'
  | 'A192GCM'
  | 'A256GCM'
