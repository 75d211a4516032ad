package dev.tokenseal

import dev.tokenseal.ffi.algorithmName
import dev.tokenseal.ffi.contentEncryptionName
import dev.tokenseal.ffi.curveName
import dev.tokenseal.ffi.parseAlgorithm
import dev.tokenseal.ffi.parseContentEncryption
import dev.tokenseal.ffi.parseCurve
import dev.tokenseal.ffi.parseKeyManagement
import dev.tokenseal.ffi.parseSignatureAlgorithm
import dev.tokenseal.ffi.Algorithm as NativeAlgorithm
import dev.tokenseal.ffi.ContentEncryption as NativeContentEncryption
import dev.tokenseal.ffi.Curve as NativeCurve
import dev.tokenseal.ffi.KeyManagement as NativeKeyManagement
import dev.tokenseal.ffi.SignatureAlgorithm as NativeSignatureAlgorithm

/** What a key may be bound to: the `alg` of a JWK, of a JWS ([SignatureAlgorithm]) or of a JWE ([KeyManagement]). */
public sealed interface Algorithm {
    /** The name that tokens and keys use. */
    public val identifier: String

    public companion object {
        /**
         * The algorithm of this name, exactly as the RFCs write it.
         *
         * @throws TokenException `ERR_JOSE_NOT_SUPPORTED` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Algorithm = native { parseAlgorithm(name) }.shown()
    }
}

/** The curves of keys for [KeyManagement.ECDH_ES] and its kin (RFC 7518, section 6.2.1.1; RFC 8037), and those that only sign. */
public enum class Curve(
    /** The name that keys use. */
    public val identifier: String,
) {
    /** NIST's P-256. */
    P_256("P-256"),

    /** NIST's P-384. */
    P_384("P-384"),

    /** NIST's P-521. */
    P_521("P-521"),

    /** The curve of ES256K. */
    SECP256K1("secp256k1"),

    /** The curve of EdDSA. */
    ED25519("Ed25519"),

    /** Curve25519, for key agreement. */
    X25519("X25519"),
    ;

    public companion object {
        /**
         * The curve of this name, exactly as the RFCs write it.
         *
         * @throws TokenException `ERR_JOSE_NOT_SUPPORTED` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Curve {
            val identifier = curveName(native { parseCurve(name) })
            return entries.first { it.identifier == identifier }
        }
    }
}

// Both ways by the names of the RFCs, which the core reads and writes.

internal fun signatureAlgorithm(name: String): SignatureAlgorithm {
    native { parseSignatureAlgorithm(name) }
    return SignatureAlgorithm.entries.first { it.identifier == name }
}

internal fun keyManagement(name: String): KeyManagement {
    native { parseKeyManagement(name) }
    return KeyManagement.entries.first { it.identifier == name }
}

internal fun contentEncryption(name: String): ContentEncryption {
    native { parseContentEncryption(name) }
    return ContentEncryption.entries.first { it.identifier == name }
}

internal fun NativeAlgorithm.shown(): Algorithm {
    val name = algorithmName(this)
    return SignatureAlgorithm.entries.find { it.identifier == name } ?: KeyManagement.entries.first { it.identifier == name }
}

internal fun NativeContentEncryption.shown(): ContentEncryption = contentEncryption(contentEncryptionName(this))

internal fun Algorithm.lowered(): NativeAlgorithm = native { parseAlgorithm(identifier) }

internal fun SignatureAlgorithm.lowered(): NativeSignatureAlgorithm = native { parseSignatureAlgorithm(identifier) }

internal fun KeyManagement.lowered(): NativeKeyManagement = native { parseKeyManagement(identifier) }

internal fun ContentEncryption.lowered(): NativeContentEncryption = native { parseContentEncryption(identifier) }

internal fun Curve.lowered(): NativeCurve = native { parseCurve(identifier) }
