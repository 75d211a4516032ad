//! What is exchanged: the forms of tokens, and the algorithms of each.

use std::fmt;

use tokenseal::{Algorithm, ContentEncryption, Curve, KeyManagement, SignatureAlgorithm};

/// The secret of who else signs or decrypts.
const OTHER_SECRET: [u8; 48] = *b"the other one's own secret: of forty-eight bytes";

/// What is authenticated along with the content, if possible.
pub(crate) const AAD: &[u8] = b"beside the content";

/// A form of token. Each is a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Any bytes, signed, in the compact serialization.
    SignedBytes,
    /// Any bytes, encrypted, in the compact serialization.
    EncryptedBytes,
    /// The same, compressed first.
    CompressedBytes,
    /// Any bytes, signed, in the flattened JSON serialization.
    SignedFlattened,
    /// Any bytes, signed twice, in the general JSON serialization.
    SignedGeneral,
    /// Any bytes, encrypted, in the flattened JSON serialization.
    EncryptedFlattened,
    /// Any bytes, encrypted to two, in the general JSON serialization.
    EncryptedGeneral,
    /// Claims, signed.
    SignedClaims,
    /// Claims, encrypted.
    EncryptedClaims,
    /// Claims, signed and then encrypted.
    NestedClaims,
}

/// An algorithm, and the curve where it leaves a choice. Each is a row of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The `alg` of the token.
    pub algorithm: Algorithm,
    /// The curve of an ECDH-ES key.
    pub curve: Option<Curve>,
}

/// One thing to produce and to consume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The form of the token.
    pub form: Form,
    /// Its `alg`, and the key's curve.
    pub subject: Subject,
    /// Its `enc`, if it is encrypted.
    pub enc: Option<ContentEncryption>,
}

impl Form {
    /// Every form, in the order of the tables.
    pub const ALL: [Form; 10] = [
        Form::SignedBytes,
        Form::EncryptedBytes,
        Form::CompressedBytes,
        Form::SignedFlattened,
        Form::SignedGeneral,
        Form::EncryptedFlattened,
        Form::EncryptedGeneral,
        Form::SignedClaims,
        Form::EncryptedClaims,
        Form::NestedClaims,
    ];

    /// What the page calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Form::SignedBytes => "compact JWS",
            Form::EncryptedBytes => "compact JWE",
            Form::CompressedBytes => "compressed JWE (`zip`: DEF)",
            Form::SignedFlattened => "flattened JWS",
            Form::SignedGeneral => "general JWS",
            Form::EncryptedFlattened => "flattened JWE",
            Form::EncryptedGeneral => "general JWE",
            Form::SignedClaims => "signed JWT",
            Form::EncryptedClaims => "encrypted JWT",
            Form::NestedClaims => "nested JWT",
        }
    }

    /// What else is to be said of it.
    pub const fn note(self) -> &'static str {
        match self {
            Form::SignedBytes | Form::SignedFlattened | Form::SignedClaims => "",
            Form::EncryptedBytes => "all six `enc`; ECDH-ES with and without `apu` and `apv`",
            Form::CompressedBytes => "`dir`, all six `enc`",
            Form::SignedGeneral => "with an HMAC before it, whose secret the reader does not have",
            Form::EncryptedFlattened => "A128CBC-HS256 and A256GCM, with `aad`; passwords with A256GCM",
            Form::EncryptedGeneral => {
                "as flattened JWE, and to two recipients, of which the reader is the second;\n  \
                 `dir` and `ECDH-ES` to one, since with them no content key can be shared"
            }
            Form::EncryptedClaims => "A128CBC-HS256 and A256GCM; passwords with A256GCM",
            Form::NestedClaims => "HS256 inside, and A256GCM",
        }
    }

    /// Whether its algorithms are those of signatures.
    pub const fn signs(self) -> bool {
        matches!(
            self,
            Form::SignedBytes | Form::SignedFlattened | Form::SignedGeneral | Form::SignedClaims
        )
    }

    /// Whether the content is claims, which are compared as JSON; other content is compared byte by
    /// byte.
    pub const fn has_claims(self) -> bool {
        matches!(
            self,
            Form::SignedClaims | Form::EncryptedClaims | Form::NestedClaims
        )
    }

    /// The rows of its table: every algorithm that tokenseal has.
    pub fn subjects(self) -> Vec<Subject> {
        match self {
            Form::SignedBytes | Form::SignedFlattened | Form::SignedGeneral | Form::SignedClaims => {
                SignatureAlgorithm::ALL
                    .iter()
                    .map(|algorithm| Subject {
                        algorithm: (*algorithm).into(),
                        curve: None,
                    })
                    .collect()
            }
            Form::CompressedBytes => vec![Subject {
                algorithm: KeyManagement::Dir.into(),
                curve: None,
            }],
            Form::EncryptedBytes
            | Form::EncryptedFlattened
            | Form::EncryptedGeneral
            | Form::EncryptedClaims
            | Form::NestedClaims => KeyManagement::ALL
                .iter()
                .flat_map(|algorithm| on_curves(*algorithm))
                .collect(),
        }
    }

    /// The cases of a row.
    pub fn cases(self, subject: Subject) -> Vec<Case> {
        let encs: &[ContentEncryption] = match self {
            Form::SignedBytes | Form::SignedFlattened | Form::SignedGeneral | Form::SignedClaims => {
                return vec![Case {
                    form: self,
                    subject,
                    enc: None,
                }];
            }
            Form::EncryptedBytes | Form::CompressedBytes => ContentEncryption::ALL,
            Form::EncryptedFlattened | Form::EncryptedGeneral | Form::EncryptedClaims
                if !subject.is_password() =>
            {
                &[ContentEncryption::A128CBC_HS256, ContentEncryption::A256GCM]
            }
            Form::EncryptedFlattened
            | Form::EncryptedGeneral
            | Form::EncryptedClaims
            | Form::NestedClaims => &[ContentEncryption::A256GCM],
        };
        encs.iter()
            .map(|enc| Case {
                form: self,
                subject,
                enc: Some(*enc),
            })
            .collect()
    }
}

fn on_curves(algorithm: KeyManagement) -> Vec<Subject> {
    use KeyManagement as K;
    let curves: &[Option<Curve>] = match algorithm {
        K::ECDH_ES | K::ECDH_ES_A128KW | K::ECDH_ES_A192KW | K::ECDH_ES_A256KW => &[
            Some(Curve::P256),
            Some(Curve::P384),
            Some(Curve::P521),
            Some(Curve::X25519),
        ],
        _ => &[None],
    };
    curves
        .iter()
        .map(|curve| Subject {
            algorithm: algorithm.into(),
            curve: *curve,
        })
        .collect()
}

impl Subject {
    /// Whether both sides hold the same secret.
    pub const fn is_symmetric(self) -> bool {
        use SignatureAlgorithm as S;
        match self.algorithm {
            Algorithm::Signature(algorithm) => matches!(algorithm, S::HS256 | S::HS384 | S::HS512),
            Algorithm::KeyManagement(algorithm) => algorithm.is_symmetric(),
        }
    }

    /// Whether the key is a password.
    pub const fn is_password(self) -> bool {
        matches!(self.algorithm, Algorithm::KeyManagement(algorithm) if algorithm.is_password_based())
    }
}

impl Case {
    /// The content encryption to which a `dir` key is bound.
    pub fn enc_of_key(self) -> Option<ContentEncryption> {
        self.enc
            .filter(|_| self.subject.algorithm == KeyManagement::Dir.into())
    }

    /// `apu` and `apv`: for some of the ECDH-ES tokens.
    pub fn parties(self) -> Option<(&'static str, &'static str)> {
        let some = matches!(
            self.enc,
            Some(ContentEncryption::A128CBC_HS256 | ContentEncryption::A192GCM)
        );
        (some && self.subject.curve.is_some()).then_some(("Alice", "Bob"))
    }

    /// Who else signs, in the general serialization: by an HMAC of another name, with a secret that
    /// both libraries know.
    pub const fn other_signature(self) -> (SignatureAlgorithm, &'static [u8]) {
        match self.subject.algorithm {
            Algorithm::Signature(SignatureAlgorithm::HS256) => (SignatureAlgorithm::HS384, &OTHER_SECRET),
            _ => (SignatureAlgorithm::HS256, &OTHER_SECRET),
        }
    }

    /// Who else can decrypt, in the general serialization; None where the key management leaves no
    /// choice of content key.
    pub fn other_recipient(self) -> Option<(KeyManagement, &'static [u8])> {
        match self.subject.algorithm {
            Algorithm::KeyManagement(KeyManagement::Dir | KeyManagement::ECDH_ES) => None,
            Algorithm::KeyManagement(KeyManagement::A256KW) => {
                Some((KeyManagement::A128KW, OTHER_SECRET.first_chunk::<16>()?))
            }
            _ => Some((KeyManagement::A256KW, OTHER_SECRET.first_chunk::<32>()?)),
        }
    }

    /// Which half of the key pair a role needs is decided by who could not do without it: a token
    /// is signed, and decrypted, with the private one.
    pub const fn produces_with_private(self) -> bool {
        matches!(self.subject.algorithm, Algorithm::Signature(_))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.algorithm)?;
        self.curve.map_or(Ok(()), |curve| write!(formatter, ", {curve}"))
    }
}
