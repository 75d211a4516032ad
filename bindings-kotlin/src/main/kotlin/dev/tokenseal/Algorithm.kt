package dev.tokenseal

/**
 * An algorithm that a key may be bound to: the `alg` of a JWK, of a JWS ([SignatureAlgorithm]) or
 * of a JWE ([KeyManagement]).
 */
public sealed interface Algorithm {
    /** The name that tokens and keys use. */
    public val identifier: String

    public companion object {
        /**
         * The algorithm with this name, spelled exactly as in the RFCs.
         *
         * @throws TokenException `ERR_JOSE_NOT_SUPPORTED` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Algorithm =
            SignatureAlgorithm.entries.find { it.identifier == name } ?: KeyManagement.entries.find { it.identifier == name } ?: throw notSupported("algorithm")
    }
}
