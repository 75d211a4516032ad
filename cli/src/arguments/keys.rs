//! Which keys: the same options wherever a key is asked for, under the name of what the key is to do.

use std::path::{Path, PathBuf};

use clap::Args;

use super::names::Names;

/// What the options of one purpose say, whatever they are called.
#[derive(Debug, Default)]
pub(crate) struct KeyFiles<'a> {
    pub(crate) files: &'a [PathBuf],
    pub(crate) secret_file: Option<&'a Path>,
    pub(crate) password_file: Option<&'a Path>,
    pub(crate) alg: Option<&'a str>,
    pub(crate) key_id: Option<&'a str>,
}

impl<'a> KeyFiles<'a> {
    /// Every file that is read.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &'a Path> + use<'a> {
        self.files.iter().map(PathBuf::as_path).chain(self.secret_file).chain(self.password_file)
    }
}

/// Writes the options of one purpose: `one` key to make tokens with, or `several` to check them with.
macro_rules! purpose {
    ($name:ident, one, $key:literal, $alg:literal, $secret:literal, $key_id:literal $(, $password:literal)?) => {
        #[derive(Args, Debug)]
        pub(crate) struct $name {
            /// The key: a JWK, a JWK Set, PEM or DER; `-` is standard input
            #[arg(id = $key, long = $key, value_name = "FILE", required_unless_present_any = [$secret $(, $password)?],
                conflicts_with_all = [$secret $(, $password)?])]
            file: Option<PathBuf>,
            /// The algorithm of a key that does not say its own; for `dir`, the name of the content encryption
            #[arg(id = $alg, long = $alg, value_name = "ALG", value_parser = Names::KEY_ALG, hide_possible_values = true)]
            alg: Option<String>,
            /// Which key of a set to use; for PEM, DER, secrets and passwords, the `kid` to write
            #[arg(id = $key_id, long = $key_id, value_name = "ID")]
            key_id: Option<String>,
            /// A file whose bytes are a shared secret, all of them
            #[arg(id = $secret, long = $secret, value_name = "FILE" $(, conflicts_with = $password)?)]
            secret_file: Option<PathBuf>,
            $(
                /// A file with a password; one line break at its end is not part of it
                #[arg(id = $password, long = $password, value_name = "FILE")]
                password_file: Option<PathBuf>,
            )?
        }

        impl $name {
            pub(crate) fn files(&self) -> KeyFiles<'_> {
                let files = KeyFiles {
                    files: self.file.as_slice(),
                    secret_file: self.secret_file.as_deref(),
                    alg: self.alg.as_deref(),
                    key_id: self.key_id.as_deref(),
                    ..KeyFiles::default()
                };
                $(let files = KeyFiles { password_file: { let _ = $password; self.password_file.as_deref() }, ..files };)?
                files
            }
        }
    };
    ($name:ident, several, $key:literal, $alg:literal, $secret:literal $(, $password:literal)?) => {
        #[derive(Args, Debug)]
        pub(crate) struct $name {
            /// The keys: a JWK, a JWK Set, PEM or DER; `-` is standard input [repeatable]
            #[arg(id = $key, long = $key, value_name = "FILE", required_unless_present_any = [$secret $(, $password)?])]
            file: Vec<PathBuf>,
            /// The algorithm of keys that do not say their own; for `dir`, the name of the content encryption
            #[arg(id = $alg, long = $alg, value_name = "ALG", value_parser = Names::KEY_ALG, hide_possible_values = true)]
            alg: Option<String>,
            /// A file whose bytes are a shared secret, all of them
            #[arg(id = $secret, long = $secret, value_name = "FILE")]
            secret_file: Option<PathBuf>,
            $(
                /// A file with a password; one line break at its end is not part of it
                #[arg(id = $password, long = $password, value_name = "FILE")]
                password_file: Option<PathBuf>,
            )?
        }

        impl $name {
            pub(crate) fn files(&self) -> KeyFiles<'_> {
                let files = KeyFiles {
                    files: &self.file,
                    secret_file: self.secret_file.as_deref(),
                    alg: self.alg.as_deref(),
                    ..KeyFiles::default()
                };
                $(let files = KeyFiles { password_file: { let _ = $password; self.password_file.as_deref() }, ..files };)?
                files
            }
        }
    };
}

purpose!(SigningKey, one, "key", "alg", "secret-file", "key-id");
purpose!(EncryptionKey, one, "key", "alg", "secret-file", "key-id", "password-file");
purpose!(SignWith, one, "sign-with", "sign-alg", "sign-secret-file", "sign-key-id");
purpose!(EncryptTo, one, "encrypt-to", "encrypt-alg", "encrypt-secret-file", "encrypt-key-id", "encrypt-password-file");
purpose!(VerificationKeys, several, "key", "alg", "secret-file");
purpose!(DecryptionKeys, several, "key", "alg", "secret-file", "password-file");
purpose!(VerifyWith, several, "verify-with", "verify-alg", "verify-secret-file");
purpose!(DecryptWith, several, "decrypt-with", "decrypt-alg", "decrypt-secret-file", "decrypt-password-file");

/// The keys of a set that is made.
#[derive(Args, Debug)]
pub(crate) struct Gathered {
    /// Keys: JWK, JWK Set, PEM or DER; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present_any = ["secret_file", "password_file"])]
    files: Vec<PathBuf>,
    /// The algorithm of keys that do not say their own; for `dir`, the name of the content encryption
    #[arg(long, value_name = "ALG", value_parser = Names::KEY_ALG, hide_possible_values = true)]
    alg: Option<String>,
    /// The `kid` of the one key that is PEM, DER, a secret or a password
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
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
            secret_file: self.secret_file.as_deref(),
            password_file: self.password_file.as_deref(),
            alg: self.alg.as_deref(),
            key_id: self.key_id.as_deref(),
        }
    }
}

/// The keys whose thumbprints are shown.
#[derive(Args, Debug)]
pub(crate) struct Shown {
    /// Keys: JWK, JWK Set, PEM or DER; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The algorithm of keys that do not say their own; for `dir`, the name of the content encryption
    #[arg(long, value_name = "ALG", value_parser = Names::KEY_ALG, hide_possible_values = true)]
    alg: Option<String>,
}

impl Shown {
    pub(crate) fn files(&self) -> KeyFiles<'_> {
        KeyFiles { files: &self.files, alg: self.alg.as_deref(), ..KeyFiles::default() }
    }
}
