//! The strict pass, against what it must take and refuse, and against serde_json as an oracle.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn scan(text: &str) -> Result<&str, Refused> {
    scan_object(text.as_bytes(), 32, |_, _| ())
}

#[test]
fn takes_what_is_strict() {
    for text in [
        "{}",
        " {\t\"a\" : [ 1 , -0.5e-3 , true , false , null , \"\\u00e9\\uD83D\\uDE00\" ] }\r\n",
        r#"{"a":{"a":{"a":{}}},"b":{"a":1}}"#,
        r#"{"a":1e308,"b":-1.7976931348623157e308,"c":0,"d":1E+2,"e":1e-400}"#,
        "{\"\":\"\u{7f}\u{2028}\"}",
    ] {
        assert_eq!(scan(text), Ok(text), "{text}");
    }
}

#[test]
fn refuses_what_is_not() {
    for text in [
        "",
        " ",
        "[]",
        "1",
        "\"\"",
        "null",
        "{",
        "}",
        "{}{}",
        "{} x",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{a:1}",
        "{'a':1}",
        "\u{feff}{}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":1e400}",
        "{\"a\":-1e309}",
        "{\"a\":tru}",
        "{\"a\":truee}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\"}",
        "{\"a\":\"\\ud800\\ud800\"}",
        "{\"a\":\"\\ud800x\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "{\"x\":[{\"a\":{},\"a\":{}}]}",
        "{\"x\":[[{\"a\":1,\"b\":2,\"a\":3}]]}",
        "/**/{}",
        "{\"a\":1 2}",
    ] {
        assert_eq!(scan(text), Err(Refused::Malformed), "{text}");
    }
    assert_eq!(
        scan_object(b"{\"a\":\"\xff\"}", 32, |_, _| ()),
        Err(Refused::Malformed)
    );
    assert_eq!(
        scan(&format!("{{\"a\":{}}}", "9".repeat(310))),
        Err(Refused::Malformed)
    );
    assert!(scan(&format!("{{\"a\":{}}}", "9".repeat(308))).is_ok());
}

#[test]
fn bounds_the_depth() {
    let nested = |depth: usize| format!("{}{}", "{\"a\":".repeat(depth - 1) + "{", "}".repeat(depth));
    assert!(scan(&nested(32)).is_ok());
    assert_eq!(scan(&nested(33)), Err(Refused::TooDeep));
    assert_eq!(
        scan(&format!("{{\"a\":{}", "[".repeat(100_000))),
        Err(Refused::TooDeep)
    );
    assert_eq!(scan_object(b"{}", 0, |_, _| ()), Err(Refused::TooDeep));
}

#[test]
fn finds_duplicates_among_many() {
    let many = |last: &str| {
        let members: Vec<_> = (0..5000)
            .map(|number| format!("\"m{number}\":{{\"m{number}\":[{{}}]}}"))
            .collect();
        format!("{{{},\"{last}\":1}}", members.join(","))
    };
    assert!(scan(&many("other")).is_ok());
    assert_eq!(scan(&many("m3")), Err(Refused::Malformed));
    assert_eq!(scan(&many("m4999")), Err(Refused::Malformed));
    assert_eq!(scan(&many("\\u006d77")), Err(Refused::Malformed));
}

#[test]
fn compares_texts_without_and_with_escapes() {
    for (json, text, same) in [
        (r#""abc""#, "abc", true),
        (r#""abc""#, "abd", false),
        (r#""abc""#, "ab", false),
        (r#""ab""#, "abc", false),
        (r#""\u0061bc""#, "abc", true),
        (r#""\u0061bc""#, r"\u0061bc", false),
        (r#""\\""#, r"\", true),
        (r#""\\""#, r"\\", false),
        (r#""\u00e9""#, "é", true),
        (r#""\ud83d\ude00""#, "😀", true),
        ("12", "12", false),
        (r#"["abc"]"#, "abc", false),
    ] {
        assert_eq!(Scanned::again(json).is_text(text), same, "{json} {text}");
        let many = format!("[\"x\",{json}]");
        let found = |value: &str| {
            let seen = scan_text(&format!("{{\"a\":{value}}}"), 32, |_, _| ()).unwrap();
            Scanned::again(value).is_or_has_any(&[text.to_owned()], seen)
        };
        assert_eq!(found(&many), same, "{many} {text}");
        assert_eq!(found(json), same || json == r#"["abc"]"#, "{json} {text}");
    }
}

#[test]
fn gives_the_members_of_the_top_level() {
    let mut members = Vec::new();
    let text = r#"{"exp":1.5,"\u0061ud":["x"],"sub":"a\/\u0062\ud83d\ude00","deep":{"exp":2},"ok":true}"#;
    scan_object(text.as_bytes(), 32, |name, value| {
        members.push((name.to_owned(), value))
    })
    .unwrap();
    let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["exp", "aud", "sub", "deep", "ok"]);
    assert_eq!(members[0].1.number(), Some(1.5));
    assert_eq!(members[1].1.strings().as_deref(), Some(&["x".into()][..]));
    assert_eq!(members[2].1.string().as_deref(), Some("a/b\u{1f600}"));
    assert_eq!(members[3].1.json(), "{\"exp\":2}");
    assert_eq!(members[4].1.boolean(), Some(true));
    assert_eq!(
        (
            members[0].1.string(),
            members[2].1.number(),
            members[3].1.strings()
        ),
        (None, None, None)
    );
}

#[test]
fn finds_integers_that_64_bits_do_not_hold() {
    for fits in [
        "18446744073709551615",
        "-9223372036854775808",
        "1e300",
        "123456789012345678901.5",
        "\"123456789012345678901234\"",
        "[\"\\\"99999999999999999999999\"]",
    ] {
        assert_eq!(wide_integer(&format!("{{\"a\":{fits}}}")), None, "{fits}");
    }
    for wide in [
        "18446744073709551616",
        "-9223372036854775809",
        "[1,{\"x\":\"\",\"y\":[99999999999999999999]}]",
        "123456789012345678901234567890",
    ] {
        assert_eq!(
            wide_integer(&format!("{{\"ok\":1,\"a\":{wide},\"b\":{wide}}}")).as_deref(),
            Some("a"),
            "{wide}"
        );
    }
}

#[test]
fn tells_what_it_has_seen() {
    let seen = |text: &str| {
        let Seen {
            long_integer,
            white_space,
            escape,
        } = scan_text(text, 32, |_, _| ()).unwrap();
        assert_eq!(escape, text.contains('\\'));
        (long_integer, white_space)
    };
    assert_eq!(
        seen(r#"{"a":[123456789012345678,1.5,-1e9,1234567890123456789.5],"b":"1234567890123456789 "}"#),
        (false, false)
    );
    assert_eq!(seen(r#"{"a":["\n"],"b":"1"}"#), (false, false));
    assert_eq!(seen(r#"{"\u0061":1}"#), (false, false));
    assert_eq!(seen(r#"{"a":[{"b":1234567890123456789}]}"#), (true, false));
    assert_eq!(seen(r#"{"a":-1234567890123456789}"#), (true, false));
    for text in [
        "{} ",
        " {}",
        "{ }",
        "{\"a\" :1}",
        "{\"a\":\t1}",
        "{\"a\":1\n}",
        "{\"a\":[\r]}",
        "{\"a\":[1 ,2]}",
    ] {
        assert_eq!(seen(text), (false, true), "{text}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |number| number.is_finite())
            .prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map(".*", inner, 0..24)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// An object whose names are few, some of them written with escapes.
#[derive(Clone, Debug, Default)]
struct Names(Vec<(u8, bool, Names)>);

impl Names {
    fn json(&self) -> String {
        let member = |(name, escaped, inside): &(u8, bool, Names)| {
            let first = if *escaped { "\\u006d" } else { "m" };
            format!("\"{first}{name}\":{}", inside.json())
        };
        format!("{{{}}}", self.0.iter().map(member).collect::<Vec<_>>().join(","))
    }

    fn has_duplicates(&self) -> bool {
        let mut seen = std::collections::BTreeSet::new();
        !self.0.iter().all(|(name, _, _)| seen.insert(*name))
            || self.0.iter().any(|(_, _, inside)| inside.has_duplicates())
    }
}

fn any_names() -> impl Strategy<Value = Names> {
    Just(Names::default()).prop_recursive(4, 60, 20, |inside| {
        prop::collection::vec((0..100_u8, prop::bool::weighted(0.1), inside), 0..24).prop_map(Names)
    })
}

proptest! {
    #[test]
    fn finds_every_duplicate(names in any_names()) {
        prop_assert_eq!(scan(&names.json()).is_err(), names.has_duplicates());
    }

    #[test]
    fn takes_whatever_serde_json_writes(value in any_json()) {
        let text = serde_json::json!({ "value": value }).to_string();
        prop_assert_eq!(scan(&text), Ok(text.as_str()));
        let pretty = serde_json::to_string_pretty(&serde_json::json!({ "value": value })).unwrap();
        prop_assert_eq!(scan(&pretty), Ok(pretty.as_str()));
    }

    #[test]
    fn never_takes_what_serde_json_refuses(text in r#"\{("[ab\\u0-9]{0,8}"|[0-9eE+.-]{1,5}|[\[\]{}:, ]|true|null){0,12}\}"#) {
        if scan(&text).is_ok() {
            prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
        }
    }

    #[test]
    fn unescapes_as_serde_json_does(text in ".*") {
        let quoted = serde_json::to_string(&text).unwrap();
        let escaped: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        prop_assert_eq!(Scanned::again(&quoted).string().unwrap(), text.as_str());
        prop_assert_eq!(text::unescape(&escaped), text.as_str());
    }

    #[test]
    fn writes_members_as_serde_json_does(members in prop::collection::vec((".*", ".*"), 0..4)) {
        let mut writer = ObjectWriter::new();
        let mut expected = String::new();
        for (name, value) in &members {
            writer.text(name, value);
            expected.push_str(&format!(",{}:{}", Value::from(name.as_str()), Value::from(value.as_str())));
        }
        prop_assert_eq!(writer.finish(), format!("{{{}}}", expected.trim_start_matches(',')));
    }

    #[test]
    fn takes_strings_of_any_length(text in "[a-z\"\\\\\n\u{0}é😀]{0,700}", before in 0..140_usize) {
        let text = serde_json::json!({ "pad": "x".repeat(before), "text": text, text.as_str(): [text] }).to_string();
        let mut values = Vec::new();
        let seen = scan_text(&text, 32, |name, value| values.push((name.to_owned(), value))).unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        let (value, texts) = (values[1].1.string().unwrap(), values[2].1.texts().unwrap());
        prop_assert_eq!(value.as_ref(), expected["text"].as_str().unwrap());
        prop_assert_eq!(texts[0].as_ref(), expected["text"].as_str().unwrap());
        prop_assert_eq!(Some(values[2].0.as_str()), expected["text"].as_str());
        prop_assert_eq!(seen, Seen { escape: text.contains('\\'), ..Seen::default() });
        // Cut off anywhere, it is refused.
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            prop_assert!(scan_text(&text[..end], 32, |_, _| ()).is_err());
        }
    }

    #[test]
    fn no_input_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = scan_object(&bytes, 32, |_, _| ());
    }
}
