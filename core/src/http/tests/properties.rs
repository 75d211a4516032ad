//! Properties that hold for every header, sensible or not.

use proptest::prelude::*;

use super::super::cache::{freshness, retry_after, validators};
use super::super::headers::Headers;
use super::super::url::{Url, well_known_oauth, well_known_openid};
use super::super::{bearer_token, challenge, date};
use super::*;
use crate::error::{Error, ErrorCode};

const NAMES: [&str; 9] = [
    "cache-control",
    "Cache-Control",
    "date",
    "expires",
    "age",
    "etag",
    "last-modified",
    "retry-after",
    "vary",
];

/// Values with significant characters, and meaningful values.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-a-z0-9=,;\"\\\\ \t*/]{0,40}",
        "(max-age|no-cache|x|Age)?=?\"?[0-9]{0,22}\"?(, ?(max-age=[0-9]{1,3}|no-store|public))?",
        (0_u64..253_402_300_800).prop_map(|seconds| httpdate::fmt_http_date(
            std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)
        )),
        (-100_000_i64..100_000).prop_map(around),
    ]
}

/// The date this many seconds after `NOW`.
pub(super) fn around(seconds: i64) -> String {
    let time = std::time::Duration::from_secs((NOW as i64 + seconds) as u64);
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + time)
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec(
        (prop::sample::select(&NAMES[..]).prop_map(str::to_owned), value()),
        0..8,
    )
}

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(2048))]

    #[test]
    fn freshness_is_within_bounds(fields in headers(), sent in any::<f64>(), received in any::<f64>()) {
        let bounds = 0.0..=2_147_483_648.0;
        let headers = Headers(&fields);
        let freshness = freshness(&headers, sent, received);
        prop_assert!(bounds.contains(&freshness.age) && freshness.lifetime.is_none_or(|lifetime| bounds.contains(&lifetime)));
        prop_assert!(retry_after(&headers, received).is_none_or(|seconds| bounds.contains(&seconds)));
        for (_, value) in validators(&headers).request_headers() {
            prop_assert!(value.len() <= 256 && value.bytes().all(|byte| matches!(byte, b' '..=b'~')));
        }
    }

    /// Adding a Date, an Age or a directive to a response with an explicit lifetime takes time
    /// away, or changes nothing.
    #[test]
    fn further_headers_only_shorten(fields in headers(), name in prop::sample::select(&["date", "age", "cache-control"][..]), value in value()) {
        let before = freshness(&Headers(&fields), NOW, NOW);
        // The first Date and Age count: an added one comes first only if there was none. A first
        // max-age takes the place of Expires.
        let is_first = !fields.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        prop_assume!(if name == "cache-control" { fields.iter().all(|(name, _)| name != "expires") } else { is_first });
        let after = freshness(&Headers(&[fields, vec![(name.to_owned(), value)]].concat()), NOW, NOW);
        prop_assert!(before.lifetime.is_none() || left(after) <= left(before), "{:?} {:?}", before, after);
        prop_assert!(after.age >= before.age);
    }

    /// Whatever the origin's Date says, no more time is left than without it.
    #[test]
    fn a_lying_date_only_shortens(expires in -100_000_i64..100_000, lie in -700_000_000_i64..700_000_000, delay in 0.0_f64..10.0) {
        let expires = ("expires".to_owned(), around(expires));
        let honest = [expires.clone(), ("date".to_owned(), around(0))];
        let lying = [expires.clone(), ("date".to_owned(), around(lie))];
        let none = left(freshness(&Headers(&[expires]), NOW, NOW + delay));
        for dated in [honest, lying] {
            prop_assert!(left(freshness(&Headers(&dated), NOW, NOW + delay)) <= none);
        }
    }

    #[test]
    fn texts_never_panic(text in prop_oneof![any::<String>(), value(), "(?i)https?://[-a-z0-9.:@\\[\\]%?#/]{0,30}"]) {
        date::seconds(&text);
        if let Ok(url) = Url::parse(&text) {
            prop_assert_eq!(url.as_str(), &text);
            let again = Url::parse(&url.origin()).unwrap();
            prop_assert_eq!((again.is_https(), again.host(), again.port()), (url.is_https(), url.host(), url.port()));
            for found in [well_known_openid(&url), well_known_oauth(&url)].into_iter().flatten() {
                prop_assert_eq!(found.origin(), url.origin());
            }
        }
    }

    #[test]
    fn a_token_is_part_of_its_header(value in prop_oneof![any::<String>(), "(?i)bearer[ \t]{0,2}[-a-z0-9._~+/= ,]{0,20}"]) {
        if let Some(token) = bearer_token(&[&value]).ok().flatten() {
            prop_assert!(value.contains(token) && token.bytes().all(|byte| byte.is_ascii_graphic()));
            let only = format!("Bearer {token}");
            prop_assert_eq!(bearer_token(&[&only]).unwrap(), Some(token));
        }
    }

    /// Neither a realm nor a scope can end the header or add a parameter.
    #[test]
    fn a_challenge_is_one_line(realm in prop::option::of(any::<String>()), scope in prop::option::of("[ -~]{0,12}")) {
        let error = Error::new(ErrorCode::Expired, "told to nobody");
        match challenge(Some(&error), realm.as_deref(), scope.as_deref()) {
            Ok(challenge) => {
                let challenge = challenge.unwrap();
                prop_assert!(challenge.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !challenge.contains("told"));
                let unescaped = challenge.replace("\\\\", "").replace("\\\"", "");
                prop_assert_eq!(unescaped.matches('"').count(), 4 + 2 * (usize::from(realm.is_some()) + usize::from(scope.is_some())));
            }
            Err(error) => prop_assert_eq!(error.code(), ErrorCode::OptionInvalid),
        }
    }
}
