//! What a caller keeps with a remembered token.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwapOption;

/// A place for one value of the caller's, kept with a token that its [`Verifier`](crate::Verifier)
/// remembers: something derived from the token that need not be derived again when the token comes
/// again.
///
/// It lives as long as the verifier remembers the token or something holds it, and has nothing to
/// do with the token's checks: those are made each time, before anyone can access it. A value must
/// not hold the [`Token`](crate::Token) that it was found by, or neither is ever freed: it can hold
/// a [copy of its own](crate::Token::alone).
///
/// ```
/// # use std::sync::Arc;
/// # use serde_json::json;
/// use tokenseal::{Key, KeyOptions, SignatureAlgorithm::HS256, TokenOptions, Verifier, VerifyOptions};
///
/// struct Page(String);
///
/// # let key = Key::from_secret(b"thirty-two bytes of real entropy", HS256.into(), &KeyOptions::default())?;
/// # let now = 1_700_000_000.0;
/// # let options = TokenOptions { expires_in: Some("5m".into()), now: Some(now), ..TokenOptions::default() };
/// # let text = tokenseal::sign(&json!({ "sub": "alice" }), &key, &options)?;
/// let options = VerifyOptions { remember: Some(1000), ..VerifyOptions::default() };
/// let verifier = Verifier::new(Some(key.into()), None, &options)?;
///
/// // Seen for the first time, and kept when it is seen again.
/// assert!(verifier.verify(&text, now)?.beside().is_none());
/// assert!(verifier.verify(&text, now)?.beside().is_none());
///
/// let token = verifier.verify(&text, now)?;
/// let beside = token.beside().expect("it is remembered");
/// assert!(beside.get::<Page>().is_none());
/// beside.put(Arc::new(Page("hello, alice".into())));
///
/// let token = verifier.verify(&text, now)?;
/// assert_eq!(token.beside().and_then(|beside| beside.get::<Page>()).expect("it was put there").0, "hello, alice");
/// # Ok::<(), tokenseal::Error>(())
/// ```
#[derive(Default)]
pub struct Beside(OnceLock<Place>);

/// Created when something is put there: dropping one waits for the readers of all threads, which
/// would slow down every token that is not remembered.
type Place = ArcSwapOption<Arc<dyn Any + Send + Sync>>;

impl Beside {
    /// The value, if there is one of this type.
    pub fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        let value = self.0.get()?.load();
        Arc::clone(value.as_deref()?).downcast().ok()
    }

    /// Puts a value there, in place of whatever there was, of this type or another. Of two threads
    /// that do so at once, one prevails.
    pub fn put<T: Any + Send + Sync>(&self, value: Arc<T>) {
        self.0.get_or_init(Place::default).store(Some(Arc::new(value)));
    }
}

impl fmt::Debug for Beside {
    /// Without the value.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Beside")
            .field(
                "has_value",
                &self.0.get().is_some_and(|place| place.load().is_some()),
            )
            .finish_non_exhaustive()
    }
}
