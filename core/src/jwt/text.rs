//! Claims that are JSON text already.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Claims as JSON text, for callers that have them so: every number stays exactly as it is written.
///
/// ```
/// use tokenseal::{JsonText, Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions};
///
/// let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
/// let options = TokenOptions { no_expiry: true, now: Some(1_700_000_000.0), ..TokenOptions::default() };
/// let token = tokenseal::sign(&JsonText(r#"{ "big": 123456789012345678901234567890 }"#), &key, &options)?;
/// let claims = tokenseal::inspect_unverified(token)?.claims;
/// assert_eq!(claims.as_deref(), Some(r#"{"big":123456789012345678901234567890,"iat":1700000000}"#));
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JsonText<'a>(pub &'a str);

impl Serialize for JsonText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What is not JSON at all stops here; what is not strict is refused by the strict pass, like all claims.
        serde_json::from_str::<&RawValue>(self.0)
            .map_err(|_| S::Error::custom("not JSON text"))?
            .serialize(serializer)
    }
}
