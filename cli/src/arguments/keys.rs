//! Options that select keys: the same wherever a key is needed, named after what the key does.

use std::path::{Path, PathBuf};

use clap::Args;

use super::names::Names;

/// The values of the options for one purpose, whatever they are called.
#[derive(Debug, Default)]
pub(crate) struct KeyFiles<'a> {
    pub(crate) files: &'a [PathBuf],
    pub(crate) key_password_file: Option<&'a Path>,
    pub(crate) secret_file: Option<&'a Path>,
    pub(crate) password_file: Option<&'a Path>,
    pub(crate) alg: Option<&'a str>,
    pub(crate) key_id: Option<&'a str>,
}

impl<'a> KeyFiles<'a> {
    /// Every file that is read.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'a Path> + use<'a> {
        self.keys().chain(self.key_password_file)
    }

    /// Every file that holds one or more keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a Path> + use<'a> {
        self.files
            .iter()
            .map(PathBuf::as_path)
            .chain(self.secret_file)
            .chain(self.password_file)
    }
}

/// Defines the options for one purpose, whose names begin alike: `one` key to make tokens with, or
/// `several` to check them with. With `password`, the key may be a password as well.
macro_rules! purpose {
    ($name:ident, $key:literal, $prefix:literal, several, or $($other:literal)+) => {
        purpose!(@options $name, $key, $prefix, "The keys: a JWK, a JWK Set, PEM, DER or a certificate; `-` is standard input [repeatable]"
            [$($other)+];);
    };
    ($name:ident, $key:literal, $prefix:literal, one $(, $password:ident)?) => {
        purpose!(@options $name, $key, $prefix, "The key: a JWK, a JWK Set, PEM, DER or a certificate; `-` is standard input" [] $(, $password)?;
            /// Which key of a set to use; for PEM, DER, certificates, secrets and passwords, the
            /// `kid` to write
            #[arg(id = concat!($prefix, "key-id"), long = concat!($prefix, "key-id"), value_name = "ID", allow_hyphen_values = true)]
            key_id: Option<String>,
        );
    };
    ($name:ident, $key:literal, $prefix:literal, several $(, $password:ident)?) => {
        purpose!(@options $name, $key, $prefix, "The keys: a JWK, a JWK Set, PEM, DER or a certificate; `-` is standard input [repeatable]"
            [] $(, $password)?;);
    };
    (@options $name:ident, $key:literal, $prefix:literal, $help:literal [$($other:literal)*] $(, $password:ident)?; $(
        $(#[$attribute:meta])*
        $key_id:ident: $type:ty,
    )?) => {
        #[derive(Args, Debug)]
        pub(crate) struct $name {
            #[arg(id = $key, long = $key, value_name = "FILE", help = $help,
                required_unless_present_any = [concat!($prefix, "secret-file") $(, purpose!(@name $password $prefix))? $(, $other)*])]
            file: Vec<PathBuf>,
            /// The algorithm of a key that does not name its own; for `dir`, the name of the
            /// content encryption
            #[arg(id = concat!($prefix, "alg"), long = concat!($prefix, "alg"), value_name = "ALG",
                value_parser = Names::key_algorithms(), hide_possible_values = true)]
            alg: Option<String>,
            $($(#[$attribute])* $key_id: $type,)?
            /// A file with the password of an encrypted private key; one line break at its end is
            /// not part of it
            #[arg(id = concat!($prefix, "key-password-file"), long = concat!($prefix, "key-password-file"), value_name = "FILE")]
            key_password_file: Option<PathBuf>,
            /// A file whose bytes are a shared secret, all of them
            #[arg(id = concat!($prefix, "secret-file"), long = concat!($prefix, "secret-file"), value_name = "FILE")]
            secret_file: Option<PathBuf>,
            $(
                /// A file with a password, which is the key; one line break at its end is not part
                /// of it
                #[arg(id = purpose!(@name $password $prefix), long = purpose!(@name $password $prefix), value_name = "FILE")]
                $password: Option<PathBuf>,
            )?
        }

        impl $name {
            #[allow(clippy::needless_update)] // everything is given if the key may be a password and has a key_id
            pub(crate) fn files(&self) -> KeyFiles<'_> {
                KeyFiles {
                    files: &self.file,
                    alg: self.alg.as_deref(),
                    $($key_id: self.$key_id.as_deref(),)?
                    key_password_file: self.key_password_file.as_deref(),
                    secret_file: self.secret_file.as_deref(),
                    $($password: self.$password.as_deref(),)?
                    ..KeyFiles::default()
                }
            }
        }
    };
    (@name password_file $prefix:literal) => {
        concat!($prefix, "password-file")
    };
}

purpose!(SigningKey, "key", "", one);
purpose!(EncryptionKey, "key", "", one, password_file);
purpose!(SignWith, "sign-with", "sign-", one);
purpose!(EncryptTo, "encrypt-to", "encrypt-", one, password_file);
purpose!(VerificationKeys, "key", "", several, or "issuer" "jwks_url");
purpose!(OwnKeys, "key", "", several);
purpose!(DecryptionKeys, "key", "", several, password_file);
purpose!(VerifyWith, "verify-with", "verify-", several);
purpose!(CheckedBy, "verify-with", "verify-", several, or "unverified" "named");
purpose!(DecryptWith, "decrypt-with", "decrypt-", several, password_file);
purpose!(ProtectWith, "protect-with", "protect-", one);
purpose!(OpenWith, "protect-with", "protect-", several);
purpose!(RewrapWith, "rewrap-with", "rewrap-", one);

/// Keys that are fetched, instead of being in a file. `--issuer` without a key also says where they
/// are.
#[derive(Args, Debug)]
pub(crate) struct Published {
    /// Where the issuer publishes its keys: the URL of a JWK Set to fetch; without it and without a
    /// key, the keys that `--issuer` publishes are fetched
    #[arg(long, value_name = "URL", conflicts_with_all = ["key", "secret-file", "bytes"])]
    pub(crate) jwks_url: Option<String>,
    /// Fetch keys over http too, although anyone on the way can replace them: for tests
    #[arg(long, conflicts_with = "bytes")]
    pub(crate) allow_http: bool,
}

/// The keys of a new set.
#[derive(Args, Debug)]
pub(crate) struct Gathered {
    /// Keys: JWK, JWK Set, PEM, DER or certificates; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["secret_file", "password_file"])]
    files: Vec<PathBuf>,
    /// The algorithm of keys that do not name their own; for `dir`, the name of the content
    /// encryption
    #[arg(long, value_name = "ALG", value_parser = Names::key_algorithms(), hide_possible_values = true)]
    alg: Option<String>,
    /// The `kid` of the one key that is PEM, DER, a certificate, a secret or a password
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    key_id: Option<String>,
    /// A file with the password of encrypted private keys; one line break at its end is not part of
    /// it
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
    /// A file whose bytes are a shared secret, all of them
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    /// A file with a password; one line break at its end is not part of it
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Gathered {
    pub(crate) fn files(&self) -> KeyFiles<'_> {
        KeyFiles {
            files: &self.files,
            key_password_file: self.key_password_file.as_deref(),
            secret_file: self.secret_file.as_deref(),
            password_file: self.password_file.as_deref(),
            alg: self.alg.as_deref(),
            key_id: self.key_id.as_deref(),
        }
    }
}

/// The keys that a ring starts with, if any.
#[derive(Args, Debug)]
pub(crate) struct FirstKeys {
    /// Keys that verifiers already know, in the order of their turns; public ones if the private
    /// half is elsewhere [repeatable]
    #[arg(id = "key", long = "key", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The algorithm of keys that do not name their own
    #[arg(long, value_name = "ALG", requires = "key", value_parser = Names::key_algorithms(), hide_possible_values = true)]
    alg: Option<String>,
    /// A file with the password of encrypted private keys; one line break at its end is not part of
    /// it
    #[arg(long, value_name = "FILE", requires = "key")]
    key_password_file: Option<PathBuf>,
}

impl FirstKeys {
    pub(crate) fn files(&self) -> KeyFiles<'_> {
        KeyFiles {
            files: &self.files,
            alg: self.alg.as_deref(),
            key_password_file: self.key_password_file.as_deref(),
            ..KeyFiles::default()
        }
    }
}

/// The keys whose thumbprints are shown.
#[derive(Args, Debug)]
pub(crate) struct Shown {
    /// Keys: JWK, JWK Set, PEM, DER or certificates; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The algorithm of keys that do not name their own; for `dir`, the name of the content
    /// encryption
    #[arg(long, value_name = "ALG", value_parser = Names::key_algorithms(), hide_possible_values = true)]
    alg: Option<String>,
    /// A file with the password of encrypted private keys; one line break at its end is not part of
    /// it
    #[arg(long, value_name = "FILE")]
    key_password_file: Option<PathBuf>,
}

impl Shown {
    pub(crate) fn files(&self) -> KeyFiles<'_> {
        KeyFiles {
            files: &self.files,
            alg: self.alg.as_deref(),
            key_password_file: self.key_password_file.as_deref(),
            ..KeyFiles::default()
        }
    }
}
