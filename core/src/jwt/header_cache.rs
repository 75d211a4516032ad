//! The headers of an issuer's tokens repeat, so a verifier keeps the last few as parsed: never a
//! key, a decision or a token.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arc_swap::ArcSwap;

use crate::header::{Form, Header};

/// How many are kept: enough for an issuer with keys that rotate, few enough to compare with each.
const MOST: usize = 8;

/// When the list is full, one header in this many replaces the oldest: a service with more issuers
/// than that reparses most headers, and does not replace the list for each.
const ONE_IN: usize = 8;

/// Headers by the exact bytes of their segments, the oldest first. Readers never wait: the list is
/// replaced, not changed.
pub(super) struct HeaderCache {
    entries: ArcSwap<Vec<Entry>>,
    /// How many headers found the list full.
    found_full: AtomicUsize,
}

#[derive(Clone)]
struct Entry {
    form: Form,
    segment: Box<[u8]>,
    header: Arc<Header>,
}

impl HeaderCache {
    pub(super) fn new() -> Self {
        Self {
            entries: ArcSwap::from_pointee(Vec::new()),
            found_full: AtomicUsize::new(0),
        }
    }

    /// What was read of a segment with exactly these bytes, in a token of this form.
    pub(super) fn find(&self, form: Form, segment: &[u8]) -> Option<Arc<Header>> {
        self.entries
            .load()
            .iter()
            .find(|entry| entry.is_of(form, segment))
            .map(|entry| Arc::clone(&entry.header))
    }

    /// Keeps a header, unless it belongs to a single token. Call it only for valid tokens, so that
    /// nobody else can fill the list.
    pub(super) fn keep(&self, form: Form, segment: &[u8], header: &Arc<Header>) {
        // One look decides: the list is only replaced if it is still the one that was looked at.
        let entries = self.entries.load();
        if !header.can_repeat() || entries.iter().any(|entry| entry.is_of(form, segment)) {
            return;
        }
        if entries.len() >= MOST
            && !self
                .found_full
                .fetch_add(1, Ordering::Relaxed)
                .is_multiple_of(ONE_IN)
        {
            return;
        }
        let oldest = entries.len().saturating_sub(MOST - 1);
        let new = Entry {
            form,
            segment: segment.into(),
            header: Arc::clone(header),
        };
        let replaced = entries.iter().skip(oldest).cloned().chain([new]).collect();
        // If another thread was faster, its list stands, and this header comes with the next token.
        self.entries.compare_and_swap(&entries, Arc::new(replaced));
    }
}

impl Entry {
    fn is_of(&self, form: Form, segment: &[u8]) -> bool {
        *self.segment == *segment && self.form == form
    }
}

impl fmt::Debug for HeaderCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HeaderCache").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use serde_json::json;

    use super::*;
    use crate::limits::Limits;
    use crate::{
        ContentEncryption, ErrorCode, Key, KeyManagement, KeyOptions, SignatureAlgorithm, TokenOptions,
        Verifier, VerifyOptions, base64url, encrypt, seal, sign,
    };

    const NOW: f64 = 1_700_000_000.0;

    impl HeaderCache {
        fn kept(&self) -> Vec<(Form, String)> {
            self.entries
                .load()
                .iter()
                .map(|entry| (entry.form, entry.header.json().to_owned()))
                .collect()
        }
    }

    fn kept(verifier: &Verifier) -> Vec<(Form, String)> {
        verifier.0.headers.as_ref().unwrap().kept()
    }

    fn read(form: Form, json: &str) -> (String, Arc<Header>) {
        let segment = base64url::encode(json.as_bytes());
        let header = Header::parse(form, segment.as_bytes(), &Limits::DEFAULT).unwrap();
        (segment, Arc::new(header))
    }

    fn key(algorithm: SignatureAlgorithm) -> Key {
        Key::from_secret(
            &[*b"0123456789abcdef"; 4].concat(),
            algorithm.into(),
            &KeyOptions::default(),
        )
        .unwrap()
    }

    fn direct() -> Key {
        let options = KeyOptions {
            enc: Some(ContentEncryption::A256GCM),
            ..KeyOptions::default()
        };
        Key::from_secret(
            &[*b"0123456789abcdef"; 2].concat(),
            KeyManagement::Dir.into(),
            &options,
        )
        .unwrap()
    }

    fn options() -> TokenOptions {
        TokenOptions {
            expires_in: Some("5m".into()),
            now: Some(NOW),
            ..TokenOptions::default()
        }
    }

    fn verifier(keys: Option<Key>, decryption_keys: Option<Key>) -> Verifier {
        Verifier::new(
            keys.map(Into::into),
            decryption_keys.map(Into::into),
            &VerifyOptions::default(),
        )
        .unwrap()
    }

    #[test]
    fn only_the_exact_bytes_are_found_again() {
        let cache = HeaderCache::new();
        let (segment, header) = read(Form::Signed, r#"{"alg":"HS256","kid":"a"}"#);
        assert!(cache.find(Form::Signed, segment.as_bytes()).is_none());
        cache.keep(Form::Signed, segment.as_bytes(), &header);
        assert!(Arc::ptr_eq(
            &cache.find(Form::Signed, segment.as_bytes()).unwrap(),
            &header
        ));
        assert!(cache.find(Form::Encrypted, segment.as_bytes()).is_none());
        for at in 0..segment.len() {
            let mut other = segment.clone().into_bytes();
            other[at] ^= 1;
            assert!(cache.find(Form::Signed, &other).is_none());
            assert!(cache.find(Form::Signed, &segment.as_bytes()[..at]).is_none());
        }
    }

    #[test]
    fn headers_of_one_token_are_never_kept() {
        let cache = HeaderCache::new();
        for parameter in [
            r#""epk":{"kty":"EC"}"#,
            r#""iv":"AA""#,
            r#""tag":"AA""#,
            r#""p2s":"AA""#,
            r#""\u0065pk":{}"#,
            r#""tag":1"#,
        ] {
            let (segment, header) = read(
                Form::Encrypted,
                &format!(r#"{{"alg":"dir","enc":"A256GCM",{parameter}}}"#),
            );
            cache.keep(Form::Encrypted, segment.as_bytes(), &header);
            assert_eq!(cache.kept(), []);
        }
    }

    #[test]
    fn the_oldest_make_room() {
        let cache = HeaderCache::new();
        let headers: Vec<_> = (0..2 * MOST)
            .map(|number| read(Form::Signed, &format!(r#"{{"alg":"HS256","kid":"{number}"}}"#)))
            .collect();
        for (index, (segment, header)) in headers.iter().enumerate() {
            // A header that is seen repeatedly gets in sooner or later, and only once.
            for _ in 0..ONE_IN {
                cache.keep(
                    Form::Signed,
                    segment.as_bytes(),
                    &read(Form::Signed, header.json()).1,
                );
            }
            let kept: Vec<_> = cache.kept().into_iter().map(|(_, json)| json).collect();
            let last: Vec<_> = headers
                .iter()
                .take(index + 1)
                .skip((index + 1).saturating_sub(MOST))
                .map(|(_, header)| header.json().to_owned())
                .collect();
            assert_eq!(kept, last);
        }
    }

    #[test]
    fn kept_only_after_every_check_succeeded() {
        let (signing, secret) = (key(SignatureAlgorithm::HS256), direct());
        let refused = |verifier: &Verifier, token: &str, now: f64, code| {
            assert_eq!(verifier.verify(token, now).unwrap_err().code(), code);
            assert_eq!(kept(verifier), []);
        };
        let forged = |token: &str| {
            let (start, end) = token.split_at(token.len() - 9);
            format!(
                "{start}{}{}",
                if end.starts_with('A') { 'B' } else { 'A' },
                &end[1..]
            )
        };

        let (signed, only_signed) = (
            sign(&json!({}), &signing, &options()).unwrap(),
            verifier(Some(signing.clone()), None),
        );
        refused(
            &only_signed,
            &forged(&signed),
            NOW,
            ErrorCode::SignatureVerificationFailed,
        );
        refused(&only_signed, &signed, NOW + 1000.0, ErrorCode::Expired);
        only_signed.verify(&signed, NOW).unwrap();
        assert_eq!(
            kept(&only_signed),
            [(Form::Signed, r#"{"alg":"HS256","typ":"JWT"}"#.to_owned())]
        );
        // Cached headers decide nothing.
        assert_eq!(
            only_signed.verify(forged(&signed), NOW).unwrap_err().code(),
            ErrorCode::SignatureVerificationFailed
        );
        assert_eq!(
            only_signed.verify(&signed, NOW + 1000.0).unwrap_err().code(),
            ErrorCode::Expired
        );

        let (encrypted, only_encrypted) = (
            encrypt(&json!({}), &secret, &options()).unwrap(),
            verifier(None, Some(secret.clone())),
        );
        refused(
            &only_encrypted,
            &forged(&encrypted),
            NOW,
            ErrorCode::DecryptionFailed,
        );
        refused(&only_encrypted, &encrypted, NOW + 1000.0, ErrorCode::Expired);
        only_encrypted.verify(&encrypted, NOW).unwrap();
        assert_eq!(
            kept(&only_encrypted),
            [(
                Form::Encrypted,
                r#"{"alg":"dir","enc":"A256GCM","typ":"JWT"}"#.to_owned()
            )]
        );

        let (nested, both) = (
            seal(&json!({}), &signing, &secret, &options()).unwrap(),
            verifier(Some(signing), Some(secret.clone())),
        );
        refused(&both, &forged(&nested), NOW, ErrorCode::DecryptionFailed);
        refused(&both, &nested, NOW + 1000.0, ErrorCode::Expired);
        let by_another = seal(&json!({}), &key(SignatureAlgorithm::HS512), &secret, &options()).unwrap();
        refused(&both, &by_another, NOW, ErrorCode::AlgorithmNotAllowed);
        both.verify(&nested, NOW).unwrap();
        assert_eq!(
            kept(&both).iter().map(|(form, _)| *form).collect::<Vec<_>>(),
            [Form::Signed, Form::Encrypted]
        );
    }

    #[test]
    fn every_token_of_an_issuer_reads_the_same() {
        let signing = key(SignatureAlgorithm::HS256);
        let verifier = verifier(Some(signing.clone()), None);
        for subject in ["alice", "bob", "alice"] {
            let token = sign(&json!({ "sub": subject }), &signing, &options()).unwrap();
            let checked = verifier.verify(&token, NOW).unwrap();
            assert_eq!(checked.claims::<serde_json::Value>().unwrap()["sub"], subject);
            assert_eq!(checked.header(), r#"{"alg":"HS256","typ":"JWT"}"#);
        }
        assert_eq!(kept(&verifier).len(), 1);
    }

    #[test]
    fn clones_and_threads_share_what_is_kept() {
        let keys: Vec<_> = (0..20)
            .map(|number| {
                let options = KeyOptions {
                    key_id: Some(format!("k{number}")),
                    ..KeyOptions::default()
                };
                Key::from_secret(
                    &[*b"0123456789abcdef"; 2].concat(),
                    SignatureAlgorithm::HS256.into(),
                    &options,
                )
                .unwrap()
            })
            .collect();
        let tokens: Vec<_> = keys
            .iter()
            .map(|key| sign(&json!({}), key, &options()).unwrap())
            .collect();
        let verifier = Verifier::new(Some(keys.into()), None, &VerifyOptions::default()).unwrap();
        thread::scope(|scope| {
            for offset in 0..4 {
                let (verifier, tokens) = (verifier.clone(), &tokens);
                scope.spawn(move || {
                    for number in 0..400 {
                        let index = (number * (offset + 1)) % tokens.len();
                        let checked = verifier.verify(&tokens[index], NOW).unwrap();
                        assert_eq!(checked.key_id(), Some(format!("k{index}").as_str()));
                        assert!(checked.header().contains(&format!(r#""kid":"k{index}""#)));
                    }
                });
            }
        });
        let kept = kept(&verifier);
        assert_eq!(kept.len(), MOST);
        let distinct: std::collections::HashSet<_> = kept.iter().map(|(_, json)| json).collect();
        assert_eq!(distinct.len(), MOST);
    }
}
