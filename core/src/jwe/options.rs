//! What encrypting and decrypting may be told.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::algorithm::{ContentEncryption, KeyManagement};
use crate::options::{GivenLimits, given};
use crate::serialization::Serialization;

/// What [`encrypt`](super::encrypt()) may be told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EncryptOptions {
    /// The content encryption. A `dir` key has its own; the default for every other is A256GCM.
    pub enc: Option<ContentEncryption>,
    /// Members of the protected header besides those that the library sets, such as `typ`, `cty`, `apu` and `apv`.
    pub header: Option<Map<String, Value>>,
    /// Members of the unprotected header that all recipients share, in the JSON serializations only. Anybody can change it.
    pub unprotected: Option<Map<String, Value>>,
    /// Members of the unprotected headers of the recipients, one for each key, in the JSON serializations only. A `kid` here or in `unprotected`,
    /// which must be the key's, is not written anywhere else.
    pub recipient_headers: Option<Vec<Map<String, Value>>>,
    /// What is authenticated beside the plaintext and stands in the token for all to read, in the JSON serializations only. Bindings pass it beside
    /// the options, for JSON has no bytes.
    #[serde(skip)]
    pub aad: Option<Vec<u8>>,
    /// How the token is written; compact if not given.
    pub serialization: Serialization,
    /// Allows a symmetric key among several. Its holder must then not take the content to be from the secret's other holder: any recipient can
    /// have encrypted it.
    pub allow_shared_content_key: bool,
    /// Whether to compress before encrypting. The length of the token then tells something about its content: leave it off where somebody
    /// else can choose a part of what is encrypted.
    pub compress: bool,
}

/// What [`decrypt`](super::decrypt()) may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecryptOptions {
    /// The key management algorithms to accept; those that the keys allow, if not given. It narrows what a key allows and never widens it.
    pub key_management: Option<Vec<KeyManagement>>,
    /// The content encryption algorithms to accept; all, if not given.
    pub content_encryption: Option<Vec<ContentEncryption>>,
    /// Names of critical extensions (`crit`) that the caller understands and checks.
    pub critical: Option<Vec<String>>,
    /// The longest token to look at, in bytes. The default is 256 KiB, and 1 MiB for JSON.
    #[serde(deserialize_with = "given")]
    pub max_token_bytes: Option<u64>,
    /// The longest header, protected (decoded) and unprotected together, in bytes. The default is 16 KiB.
    #[serde(deserialize_with = "given")]
    pub max_header_bytes: Option<u64>,
    /// How deep a header, or a token in JSON, may be nested, 1 to 100. The default is 32.
    #[serde(deserialize_with = "given")]
    pub max_json_depth: Option<u64>,
    /// The longest plaintext that a compressed one may inflate to, in bytes. The default is 256 KiB.
    #[serde(deserialize_with = "given")]
    pub max_inflated_bytes: Option<u64>,
    /// How many keys may be tried, over all recipients. The default is 16.
    #[serde(deserialize_with = "given")]
    pub max_attempts: Option<u64>,
    /// How many PBES2 iterations may be done for one token, over all recipients and keys that are tried. The default is 1,000,000.
    #[serde(deserialize_with = "given")]
    pub max_pbes2_iterations: Option<u64>,
}

impl DecryptOptions {
    pub(super) fn limits(&self) -> GivenLimits {
        GivenLimits {
            max_token_bytes: self.max_token_bytes,
            max_header_bytes: self.max_header_bytes,
            max_json_depth: self.max_json_depth,
            max_inflated_bytes: self.max_inflated_bytes,
            max_attempts: self.max_attempts,
            max_pbes2_iterations: self.max_pbes2_iterations,
        }
    }
}
