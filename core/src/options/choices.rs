//! Options whose value is one of a few names.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Generates an enum whose values are given by name, and a list of the names with their meanings.
macro_rules! choices {
    ($($(#[doc = $doc:literal])+ $(#[derive($default:ident)])? $type:ident {
        $($(#[doc = $value_doc:literal])+ $(#[$is_default:ident])? $variant:ident = $name:literal,)+
    })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, $($default,)? PartialEq, Eq, Hash)]
            pub enum $type {
                $($(#[doc = $value_doc])+ $(#[$is_default])? $variant,)+
            }

            impl $type {
                /// Every value, in the order in which they are documented.
                pub const ALL: &'static [$type] = &[$($type::$variant,)+];

                /// The name used in options.
                pub const fn as_str(self) -> &'static str {
                    match self { $($type::$variant => $name,)+ }
                }

                /// What it means.
                pub fn description(self) -> &'static str {
                    match self { $($type::$variant => concat!($($value_doc),+).trim_start(),)+ }
                }
            }

            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let name = String::deserialize(deserializer)?;
                    let known = $type::ALL.iter().find(|known| known.as_str() == name);
                    known.copied().ok_or_else(|| serde::de::Error::custom("unknown name"))
                }
            }
        )+

        /// The types above: the name, what it is for, and each value with its meaning.
        pub fn choices() -> Vec<Choice> {
            vec![$(Choice {
                name: stringify!($type),
                description: concat!($($doc),+).trim_start(),
                values: $type::ALL.iter().map(|value| (value.as_str(), value.description())).collect(),
            },)+]
        }
    };
}

/// An option type whose values are names, for documentation and tools.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The name of the type, such as `Profile`.
    pub name: &'static str,
    /// What it chooses.
    pub description: &'static str,
    /// The names, and what each means.
    pub values: Vec<(&'static str, &'static str)>,
}

choices! {
    /// The claims and the `typ` that a specification requires together.
    Profile {
        /// An OAuth 2.0 access token (RFC 9068): typ `at+jwt`; iss, exp, aud, sub, client_id, iat and jti.
        AccessToken = "access-token",
        /// An OpenID Connect ID token (Core 1.0, section 2): iss, sub, aud, exp and iat.
        IdToken = "id-token",
        /// An OpenID Connect logout token (Back-Channel Logout 1.0, section 2.4): typ `logout+jwt`; iss, aud, iat, exp, jti, the event, sub or sid, and no nonce.
        LogoutToken = "logout-token",
        /// A security event token (RFC 8417; Shared Signals Framework 1.0): typ `secevent+jwt`; iss, iat, jti and events. It needs no exp: what happened does not expire.
        SecurityEvent = "security-event",
    }

    /// How many of a token's signatures must verify.
    #[derive(Default)]
    Require {
        /// At least one.
        #[default]
        Any = "any",
        /// Every one that the token has. This does not prove who signed: one key may have made them all, and a signature that was removed is not missed.
        All = "all",
        /// Every one, each by a key of its own, and every key must have signed: for several parties, or for a classical and a post-quantum key.
        EveryKey = "every-key",
    }

    /// How a token is written.
    #[derive(Default)]
    Serialization {
        /// Parts separated by dots, for URLs and HTTP headers: one key, and no unprotected header.
        #[default]
        Compact = "compact",
        /// A JSON object for one key.
        Flattened = "flattened",
        /// A JSON object for any number of keys.
        General = "general",
    }

    /// How the text of a secret encodes its bytes.
    TextEncoding {
        /// The UTF-8 of the text is the secret, white space included.
        Utf8 = "utf-8",
        /// Base64 (RFC 4648, section 4), with or without padding.
        Base64 = "base64",
        /// Base64url (RFC 4648, section 5), with or without padding.
        Base64url = "base64url",
        /// Hexadecimal digits, two for each byte, in either case.
        Hex = "hex",
    }

    /// What happens to a token while the list of revocations cannot be refreshed.
    #[derive(Default)]
    WhenUnavailable {
        /// It is refused.
        #[default]
        Refuse = "refuse",
        /// It is checked against the last known list, provided that one was ever read completely; events and the status count it.
        Accept = "accept",
    }

    /// What a revocation has survived by the time it is acknowledged.
    #[derive(Default)]
    Durability {
        /// It is in the memory of the store's primary.
        #[default]
        Memory = "memory",
        /// It is on the disk of the store's primary (WAITAOF, from Redis 7.2 and Valkey 7.2 on).
        Fsync = "fsync",
    }

    /// Whether the sender of a token must prove that it holds the key or certificate that the token is bound to.
    #[derive(Default)]
    ProofOfPossession {
        /// If the token is bound (`cnf`).
        #[default]
        WhenBound = "when-bound",
        /// Always: a token that is not bound is refused.
        Required = "required",
        /// Never: a bound token is accepted from anyone.
        Ignore = "ignore",
    }

    /// How the path of a request is given.
    #[derive(Default)]
    PathForm {
        /// As it appears in the request line, percent-encoded. A query is ignored.
        #[default]
        Raw = "raw",
        /// As WSGI and ASGI give it, already decoded: `%` is an ordinary character, and nobody can tell any more whether a slash was encoded.
        Decoded = "decoded",
    }

    /// What a router ignores when it looks for the handler of a path.
    Ignored {
        /// Whether letters are upper or lower case.
        Case = "case",
        /// One trailing slash.
        LastSlash = "last-slash",
    }

    /// How the bytes of an ECDSA signature are written.
    #[derive(Default)]
    SignatureFormat {
        /// r and s, each padded to the length of the field, one after the other (RFC 7518, section 3.4).
        #[default]
        Raw = "raw",
        /// A DER sequence of r and s, as most services and hardware return it.
        Der = "der",
    }

    /// How a token is protected.
    TokenKind {
        /// Signed: anyone can read it (JWS).
        Signed = "signed",
        /// Encrypted: only the holder of the key can read it (JWE).
        Encrypted = "encrypted",
        /// Signed, then encrypted (RFC 7519, appendix A.2).
        Nested = "nested",
    }
}
