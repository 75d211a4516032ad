//! What each rule of RFC 9111 says, one by one.

use super::super::cache::{Validators, freshness, retry_after, validators};
use super::super::date;
use super::super::headers::Headers;
use super::*;

const MAX: f64 = 2_147_483_648.0;

fn lifetime(headers: &[(&str, &str)]) -> Option<f64> {
    fresh(headers).lifetime
}

/// The lifetime given by this `Cache-Control` alone.
fn by_control(value: &str) -> Option<f64> {
    lifetime(&[("Cache-Control", value)])
}

#[test]
fn headers_are_found_in_any_case_and_trimmed() {
    let fields = fields(&[("ETag", "\t \"a\" "), ("etag", "\"b\""), ("ETAGS", "c")]);
    let headers = Headers(&fields);
    assert_eq!(headers.get("etag"), Some("\"a\""));
    assert_eq!(headers.all("eTag").collect::<Vec<_>>(), ["\"a\"", "\"b\""]);
    assert_eq!(headers.get("age"), None);
}

#[test]
fn dates_have_three_forms() {
    for text in [
        NOW_TEXT,
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert_eq!(date::seconds(text), Some(NOW), "{text}");
    }
    for bad in [
        "",
        "0",
        "-1",
        "now",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT",
    ] {
        assert_eq!(date::seconds(bad), None, "{bad}");
    }
}

#[test]
fn max_age_is_the_lifetime() {
    for good in [
        "max-age=60",
        "public, MAX-AGE=60",
        "max-age=\"60\"",
        " , ,max-age = 60,",
        "s-maxage=5, max-age=60",
        "max-age=90,max-age=60",
    ] {
        assert_eq!(by_control(good), Some(60.0), "{good}");
    }
    assert_eq!(
        lifetime(&[
            ("cache-control", "max-age=90"),
            ("x", ""),
            ("Cache-Control", "public,max-age=60")
        ]),
        Some(60.0)
    );
    for silent in [
        "",
        "public",
        "private",
        "s-maxage=60",
        "must-revalidate",
        "immutable",
        "x=\"max-age=60\"",
        "x=\\\"a, max-age=60\"",
        "max-ages=60",
        "x=\"a, max-age=6\"",
    ] {
        assert_eq!(by_control(silent), None, "{silent}");
    }
}

#[test]
fn a_malformed_max_age_is_stale() {
    for bad in [
        "max-age",
        "max-age=",
        "max-age=\"\"",
        "max-age=-1",
        "max-age=+1",
        "max-age=1.5",
        "max-age=1s",
        "max-age=\"1",
        "max-age=0x10",
    ] {
        assert_eq!(by_control(bad), Some(0.0), "{bad}");
        assert_eq!(by_control(&format!("max-age=60, {bad}")), Some(0.0), "{bad}");
    }
    for far in [
        "2147483648",
        "2147483649",
        "4294967296",
        "99999999999999999999999999999999999999999",
    ] {
        assert_eq!(by_control(&format!("max-age={far}")), Some(MAX), "{far}");
    }
    assert_eq!(by_control("max-age=2147483647"), Some(MAX - 1.0));
}

#[test]
fn what_must_not_be_reused_is_stale() {
    for bad in [
        "no-store",
        "No-Cache",
        "max-age=60, no-cache",
        "no-cache=\"set-cookie, x\", max-age=60",
        "no-store=x, max-age=60",
    ] {
        assert_eq!(by_control(bad), Some(0.0), "{bad}");
    }
    for bad in ["x=\"a, max-age=60", "max-age=60, x=\"", "max-age=60, x=\"\\\""] {
        assert_eq!(
            by_control(bad),
            Some(0.0),
            "a quoted string without an end: {bad}"
        );
    }
    assert_eq!(by_control("x=\"\\\", no-store\", max-age=60"), Some(60.0));
    assert_eq!(
        lifetime(&[("cache-control", "max-age=60"), ("vary", "accept, *")]),
        Some(0.0)
    );
    assert_eq!(
        lifetime(&[("cache-control", "max-age=60"), ("vary", "accept, origin")]),
        Some(60.0)
    );
}

#[test]
fn expires_counts_from_the_date() {
    assert_eq!(lifetime(&[("expires", IN_A_MINUTE)]), Some(60.0));
    assert_eq!(
        lifetime(&[("expires", IN_A_MINUTE), ("date", A_MINUTE_AGO)]),
        Some(120.0)
    );
    assert_eq!(
        lifetime(&[("expires", IN_AN_HOUR), ("date", IN_A_MINUTE)]),
        Some(3540.0)
    );
    assert_eq!(
        lifetime(&[("expires", IN_AN_HOUR), ("expires", IN_A_MINUTE)]),
        Some(60.0)
    );
    assert_eq!(
        lifetime(&[("expires", IN_A_MINUTE), ("date", "tomorrow")]),
        Some(60.0)
    );
    assert_eq!(
        lifetime(&[("expires", IN_A_MINUTE), ("cache-control", "max-age=5")]),
        Some(5.0)
    );
    for past in ["0", "", "-1", A_MINUTE_AGO, NOW_TEXT] {
        assert_eq!(lifetime(&[("expires", past)]), Some(0.0), "{past}");
        assert_eq!(
            lifetime(&[("expires", IN_AN_HOUR), ("expires", past)]),
            Some(0.0),
            "{past}"
        );
    }
    assert_eq!(lifetime(&[]), None);
}

#[test]
fn the_age_is_the_larger_one() {
    let age = |headers: &[(&str, &str)]| fresh(headers).age;
    assert_eq!(age(&[]), 0.0);
    assert_eq!(age(&[("age", "5")]), 5.0);
    assert_eq!(age(&[("age", "5"), ("date", A_MINUTE_AGO)]), 60.0);
    assert_eq!(age(&[("age", "90"), ("date", A_MINUTE_AGO)]), 90.0);
    assert_eq!(age(&[("age", "5, 90"), ("age", "91")]), 5.0);
    assert_eq!(
        age(&[("age", "99999999999999999999999999"), ("date", YESTERDAY)]),
        MAX
    );
    for ignored in ["", "-5", "+5", "5.5", "old"] {
        assert_eq!(age(&[("age", ignored), ("date", IN_A_MINUTE)]), 0.0, "{ignored}");
    }
}

#[test]
fn a_clock_set_back_in_the_flight_shortens() {
    let fields = fields(&[("expires", IN_AN_HOUR)]);
    assert_eq!(
        freshness(&Headers(&fields), NOW + 60.0, NOW).lifetime,
        Some(3540.0)
    );
    let dated = [fields, super::fields(&[("date", NOW_TEXT)])].concat();
    assert_eq!(
        freshness(&Headers(&dated), NOW + 60.0, NOW),
        Freshness {
            lifetime: Some(3600.0),
            age: 60.0
        }
    );
}

#[test]
fn a_clock_that_tells_no_time_leaves_none() {
    let headers = fields(&[("expires", IN_AN_HOUR), ("date", NOW_TEXT)]);
    for (clock, age) in [
        (f64::NAN, MAX),
        (f64::INFINITY, MAX),
        (NOW + 3e9, MAX),
        (-f64::INFINITY, 0.0),
    ] {
        assert_eq!(
            freshness(&Headers(&headers), clock, clock),
            Freshness {
                lifetime: Some(3600.0),
                age
            },
            "{clock}"
        );
    }
    assert_eq!(
        freshness(&Headers(&fields(&[("expires", IN_AN_HOUR)])), f64::NAN, f64::NAN).lifetime,
        Some(0.0)
    );
}

#[test]
fn validators_that_can_stand_in_a_request() {
    let of = |headers: &[(&str, &str)]| validators(&Headers(&fields(headers)));
    let tag = of(&[
        ("etag", "W/\"a b\""),
        ("date", NOW_TEXT),
        ("last-modified", A_MINUTE_AGO),
    ]);
    assert_eq!(
        tag.request_headers(),
        fields(&[("if-modified-since", A_MINUTE_AGO)])
    );
    for good in ["\"\"", "\"a\"", "W/\"a\"", "\"!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\""] {
        let both = of(&[
            ("etag", good),
            ("date", NOW_TEXT),
            ("last-modified", A_MINUTE_AGO),
        ]);
        assert_eq!(both.request_headers(), fields(&[("if-none-match", good)]));
        assert_eq!(both.last_modified.as_deref(), Some(A_MINUTE_AGO));
    }
    let long = |length| format!("\"{}\"", "a".repeat(length));
    assert_eq!(of(&[("etag", &long(254))]).etag, Some(long(254)));
    for bad in [
        "",
        "*",
        "a",
        "\"",
        "\"a",
        "w/\"a\"",
        "\"a\", \"b\"",
        "\"a\",\"b\"",
        "\"a\u{e9}\"",
        "\"a\r\nx: y\"",
        "\"\u{7f}\"",
        &long(255),
    ] {
        assert_eq!(of(&[("etag", bad)]), Validators::default(), "{bad:?}");
        assert_eq!(of(&[("etag", bad)]).request_headers(), []);
    }
}

#[test]
fn a_date_of_change_that_is_not_settled_is_no_validator() {
    let of = |changed, made: &[&str]| {
        let made = made.iter().map(|date| ("date", *date));
        validators(&Headers(&fields(
            &[("last-modified", changed)]
                .into_iter()
                .chain(made)
                .collect::<Vec<_>>(),
        )))
        .last_modified
    };
    assert_eq!(of(A_MINUTE_AGO, &[NOW_TEXT]).as_deref(), Some(A_MINUTE_AGO));
    assert_eq!(
        of("Sun, 06 Nov 1994 08:49:36 GMT", &[NOW_TEXT]).as_deref(),
        Some("Sun, 06 Nov 1994 08:49:36 GMT")
    );
    for (changed, made) in [
        (NOW_TEXT, &[NOW_TEXT][..]),
        (IN_A_MINUTE, &[NOW_TEXT]),
        (A_MINUTE_AGO, &[]),
        (A_MINUTE_AGO, &["0"]),
        ("0", &[NOW_TEXT]),
    ] {
        assert_eq!(of(changed, made), None, "{changed} {made:?}");
    }
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let of = |value: &str| retry_after(&Headers(&fields(&[("retry-after", value)])), NOW);
    assert_eq!(of("120"), Some(120.0));
    assert_eq!(of("0"), Some(0.0));
    assert_eq!(of(IN_A_MINUTE), Some(60.0));
    assert_eq!(of(A_MINUTE_AGO), Some(0.0));
    assert_eq!(of("99999999999999999999"), Some(MAX));
    for bad in ["", "-5", "1.5", "soon", "5, 6"] {
        assert_eq!(of(bad), None, "{bad}");
    }
    assert_eq!(retry_after(&Headers(&[]), NOW), None);
}
