//! Compares the caching rules with `http-cache-semantics`: the same time left for random headers,
//! except for the differences that are named and explained here, each with a test of its own.

use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{Request, Response};
use http_cache_semantics::{CacheOptions, CachePolicy};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::super::date;
use super::properties::around;
use super::*;

/// Where we deliberately differ from the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    /// A name in capitals is the same directive (RFC 9111, section 5.2). The oracle's comparison is
    /// case-sensitive.
    Case,
    /// A comma in a quoted string does not end a directive (RFC 9110, section 5.6.4). The oracle
    /// splits there.
    QuotedComma,
    /// An unterminated quoted string makes the whole list stale. The oracle strips quotes where it
    /// finds them.
    HalfQuoted,
    /// If there are several `max-age` or `Expires`, the smallest counts. The oracle takes the first
    /// (RFC 9111, section 4.2.1, allows both).
    Several,
    /// `max-age` without an argument is malformed, and therefore stale. The oracle continues with
    /// `Expires`.
    NoArgument,
    /// A number with a sign is malformed. The oracle reads `+5`.
    Signed,
    /// A number that is too large counts as the largest (RFC 9111, section 1.2.2). The oracle reads
    /// 64 bits, and anything beyond as 0.
    Overflow,
    /// The two obsolete date forms are accepted (RFC 9110, section 5.6.7), and those of email are
    /// not. The oracle reads only those of email.
    DateForm,
    /// A `Date` in the past is an age (RFC 9111, section 4.2.3). The oracle believes `Age` alone.
    ApparentAge,
    /// The first member of a list is the age (RFC 9111, section 5.1). The oracle ignores the list.
    AgeList,
    /// `Pragma` is for requests, and obsolete (RFC 9111, section 5.4). The oracle heeds it in
    /// responses.
    Pragma,
    /// `*` is recognized among other names and in a second line (RFC 9111, section 4.1). The oracle
    /// recognizes it only alone.
    VaryList,
}

/// The seconds that the oracle leaves, for a private cache that uses no heuristics.
fn oracle(headers: &[(String, String)]) -> f64 {
    let request = Request::get("https://issuer.example/jwks.json").body(()).unwrap();
    let mut response = Response::builder();
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let options = CacheOptions {
        shared: false,
        cache_heuristic: 0.0,
        immutable_min_time_to_live: Duration::ZERO,
        ..CacheOptions::default()
    };
    let now: SystemTime = UNIX_EPOCH + Duration::from_secs_f64(NOW);
    CachePolicy::new_options(&request, &response.body(()).unwrap(), now, options)
        .time_to_live(now)
        .as_secs_f64()
}

fn ours(headers: &[(String, String)]) -> f64 {
    left(freshness(&Headers(headers), NOW, NOW))
}

/// The reasons that may apply to these headers, judging by their text.
fn reasons(headers: &[(String, String)]) -> Vec<Reason> {
    let all = |name: &'static str| {
        headers
            .iter()
            .filter(move |(other, _)| other == name)
            .map(|(_, value)| value.as_str())
    };
    let control = all("cache-control").collect::<Vec<_>>().join(",");
    let numbers = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .any(|digits| digits.len() > 9)
    };
    let dates = || all("date").chain(all("expires"));
    [
        (
            Reason::Case,
            control.bytes().any(|byte| byte.is_ascii_uppercase()),
        ),
        (Reason::QuotedComma, control.contains("\"a,")),
        (
            Reason::HalfQuoted,
            all("cache-control").any(|line| line.matches('"').count() % 2 == 1),
        ),
        (
            Reason::Several,
            control.matches("max-age").count() > 1 || all("expires").count() > 1,
        ),
        (
            Reason::NoArgument,
            control.split(',').any(|member| member.trim() == "max-age"),
        ),
        (
            Reason::Signed,
            control.contains('+') || all("age").any(|text| text.contains('+')),
        ),
        (Reason::Overflow, numbers(&control) || all("age").any(numbers)),
        (
            Reason::DateForm,
            dates().any(|text| text.len() != 29 || text.contains("+0000")),
        ),
        (
            Reason::ApparentAge,
            all("date").any(|text| date::seconds(text).is_none_or(|date| date < NOW)),
        ),
        (Reason::AgeList, all("age").any(|text| text.contains(','))),
        (Reason::Pragma, all("pragma").count() > 0),
        (
            Reason::VaryList,
            all("vary").collect::<Vec<_>>().join(", ").contains(", *"),
        ),
    ]
    .into_iter()
    .filter_map(|(reason, applies)| applies.then_some(reason))
    .collect()
}

/// Values most of which are sensible, and few of which trigger a reason.
fn field() -> impl Strategy<Value = (String, String)> {
    let control = |values: &'static [&'static str]| prop::sample::select(values).prop_map(str::to_owned);
    let directive = prop_oneof![
        4 => (0_u32..1000).prop_map(|seconds| format!("max-age={seconds}")),
        1 => (0_u32..1000).prop_map(|seconds| format!("max-age=\"{seconds}\"")),
        4 => control(&["public", "private", "immutable", "must-revalidate", "s-maxage=5", "x", "x=y", "stale-if-error=60", "no-transform", ""]),
        1 => control(&["no-store", "no-cache", "no-cache=\"set-cookie\"", "max-age=", "max-age=-1", "max-age=1.5", "max-age=1s"]),
        1 => control(&["Max-Age=7", "x=\"a, max-age=3\"", "max-age=\"5", "max-age", "max-age=+5", "max-age=99999999999", "NO-STORE"]),
    ];
    let date = || prop_oneof![8 => (-500_i64..2000).prop_map(around), 1 => control(&["0", "never", "Sunday, 06-Nov-94 08:59:37 GMT", "Sun, 06 Nov 1994 08:59:37 +0000"])];
    let made = prop_oneof![6 => (0_i64..900).prop_map(around), 1 => date()];
    let age = prop_oneof![6 => (0_u32..900).prop_map(|seconds| seconds.to_string()), 1 => control(&["-1", "x", "1.5", "", "+5", "5, 6"])];
    prop_oneof![
        5 => prop::collection::vec(directive, 1..4).prop_map(|members| ("cache-control", members.join(", "))),
        4 => date().prop_map(|text| ("expires", text)),
        3 => made.prop_map(|text| ("date", text)),
        3 => age.prop_map(|text| ("age", text)),
        1 => prop::sample::select(&[("vary", "accept"), ("vary", "*"), ("vary", "accept, *"), ("pragma", "no-cache"), ("set-cookie", "a"), ("etag", "\"a\"")][..])
            .prop_map(|(name, value)| (name, value.to_owned())),
    ]
    .prop_map(|(name, value)| (name.to_owned(), value))
}

#[test]
fn random_headers_leave_the_same_time() {
    let config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(8192)
    };
    let [same, with_lifetime, excused] = [const { Cell::new(0) }; 3];
    let count = |counter: &Cell<u32>, is_one: bool| counter.set(counter.get() + u32::from(is_one));
    TestRunner::new(config)
        .run(&prop::collection::vec(field(), 0..5), |headers| {
            let (ours, oracle) = (ours(&headers), oracle(&headers));
            if reasons(&headers).is_empty() {
                prop_assert_eq!(ours, oracle);
                count(&same, true);
                count(&with_lifetime, ours > 0.0);
            } else {
                count(&excused, ours != oracle);
            }
            Ok(())
        })
        .unwrap();
    // Most cases must be compared, not excused.
    let [same, with_lifetime, excused] = [same, with_lifetime, excused].map(Cell::into_inner);
    assert!(
        same > 3000 && with_lifetime > 1000 && excused < same / 2,
        "{same} {with_lifetime} {excused}"
    );
}

/// What each reason does: ours, then the oracle's.
#[test]
fn each_difference_is_as_named() {
    for (reason, headers, ours_left, oracle_left) in [
        (Reason::Case, &[("cache-control", "Max-Age=7")][..], 7.0, 0.0),
        (
            Reason::Case,
            &[("cache-control", "max-age=7, No-Store")],
            0.0,
            7.0,
        ),
        (
            Reason::QuotedComma,
            &[("cache-control", "x=\"a, max-age=3, b\", max-age=9")],
            9.0,
            3.0,
        ),
        (Reason::HalfQuoted, &[("cache-control", "max-age=\"5")], 0.0, 5.0),
        (
            Reason::Several,
            &[("cache-control", "max-age=9, max-age=7")],
            7.0,
            9.0,
        ),
        (
            Reason::Several,
            &[("expires", IN_AN_HOUR), ("expires", IN_A_MINUTE)],
            60.0,
            3600.0,
        ),
        (
            Reason::NoArgument,
            &[("cache-control", "max-age"), ("expires", IN_A_MINUTE)],
            0.0,
            60.0,
        ),
        (Reason::Signed, &[("cache-control", "max-age=+5")], 0.0, 5.0),
        (
            Reason::Signed,
            &[("cache-control", "max-age=9"), ("age", "+5")],
            9.0,
            4.0,
        ),
        (
            Reason::Overflow,
            &[("cache-control", "max-age=99999999999")],
            2_147_483_648.0,
            99_999_999_999.0,
        ),
        (
            Reason::Overflow,
            &[("cache-control", "max-age=99999999999999999999")],
            2_147_483_648.0,
            0.0,
        ),
        (
            Reason::DateForm,
            &[("expires", "Sunday, 06-Nov-94 08:50:37 GMT")],
            60.0,
            0.0,
        ),
        (
            Reason::DateForm,
            &[("expires", "Sun, 06 Nov 1994 08:50:37 +0000")],
            0.0,
            60.0,
        ),
        (
            Reason::ApparentAge,
            &[("cache-control", "max-age=90"), ("date", A_MINUTE_AGO)],
            30.0,
            90.0,
        ),
        (
            Reason::AgeList,
            &[("cache-control", "max-age=9"), ("age", "5, 6")],
            4.0,
            9.0,
        ),
        (
            Reason::Pragma,
            &[("expires", IN_A_MINUTE), ("pragma", "no-cache")],
            60.0,
            0.0,
        ),
        (
            Reason::VaryList,
            &[("cache-control", "max-age=9"), ("vary", "accept, *")],
            0.0,
            9.0,
        ),
    ] {
        let headers = fields(headers);
        assert_eq!(
            (ours(&headers), oracle(&headers)),
            (ours_left, oracle_left),
            "{reason:?} {headers:?}"
        );
        assert!(reasons(&headers).contains(&reason), "{headers:?}");
    }
}
