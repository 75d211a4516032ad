package dev.tokenseal

import dev.tokenseal.ffi.Profile as NativeProfile
import dev.tokenseal.ffi.Serialization as NativeSerialization
import dev.tokenseal.ffi.ThumbprintHash as NativeThumbprintHash
import dev.tokenseal.ffi.TokenKind as NativeTokenKind

/** Rules for claims and `typ` that are written down elsewhere. */
public enum class Profile {
    /** An OAuth 2.0 access token (RFC 9068). */
    ACCESS_TOKEN,

    /** An OpenID Connect ID token (Core 1.0, section 2). */
    ID_TOKEN,

    /** An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4). */
    LOGOUT_TOKEN,
    ;

    internal val lowered get() = NativeProfile.valueOf(name)

    public companion object {
        /**
         * The one of this name, such as `access-token`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Profile = named(entries, name)
    }
}

/** How a token is protected. */
public enum class TokenKind {
    /** Signed: everybody can read it (JWS). */
    SIGNED,

    /** Encrypted: only the key's holder can read it (JWE). */
    ENCRYPTED,

    /** Signed, then encrypted (RFC 7519, appendix A.2). */
    NESTED,
    ;

    internal val lowered get() = NativeTokenKind.valueOf(name)

    public companion object {
        /**
         * The one of this name, such as `signed`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): TokenKind = named(entries, name)
    }
}

/** How the tokens of [Jws] and [Jwe] are written. */
public enum class Serialization {
    /** Parts with dots between them, for URLs and HTTP headers: one key, and no unprotected header. */
    COMPACT,

    /** A JSON object for one key. */
    FLATTENED,

    /** A JSON object for any number of keys. */
    GENERAL,
    ;

    internal val lowered get() = NativeSerialization.valueOf(name)

    public companion object {
        /**
         * The one of this name, such as `compact`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Serialization = named(entries, name)
    }
}

/** How many signatures of a token have to verify. */
public enum class Require {
    /** At least one. */
    ANY,

    /** Every one. */
    ALL,
    ;

    public companion object {
        /**
         * The one of this name, such as `any`, for settings.
         *
         * @throws TokenException `ERR_OPTION_INVALID` for any other name.
         */
        @JvmStatic
        public fun of(name: String): Require = named(entries, name)
    }
}

/** The hash of a thumbprint (RFC 7638). */
public enum class ThumbprintHash {
    /** SHA-256, what everybody uses. */
    SHA256,

    /** SHA-384. */
    SHA384,

    /** SHA-512. */
    SHA512,
    ;

    internal val lowered get() = NativeThumbprintHash.valueOf(name)
}

private fun <E : Enum<E>> named(entries: List<E>, name: String): E =
    entries.find { it.name.lowercase().replace('_', '-') == name } ?: throw TokenException(ErrorCode.ERR_OPTION_INVALID, "a name is none of those that there are")
