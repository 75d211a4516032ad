//! How many tests passed, failed and were skipped: read from what the runners write.

use std::ops::AddAssign;

/// The result of a run of tests, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Adds up the `test result:` lines of `cargo test`, one for each test program and crate of doc
    /// tests.
    pub(crate) fn from_cargo(output: &str) -> Self {
        let mut counts = Self::default();
        for line in output.lines() {
            // After the line's beginning, since a test that prints without a line end can come
            // before it.
            let Some((_, result)) = line.split_once("test result: ") else {
                continue;
            };
            counts.passed += number_before(result, " passed");
            counts.failed += number_before(result, " failed");
            counts.skipped += number_before(result, " ignored");
        }
        counts
    }

    /// Counts the test cases of a JUnit file from any tool: totals mean different things in each,
    /// cases do not.
    pub(crate) fn from_junit(xml: &str) -> Self {
        let mut counts = Self::default();
        let mut case: Option<Self> = None;
        for tag in tags(xml) {
            let name = tag
                .split(|letter: char| letter.is_whitespace() || letter == '/')
                .next()
                .unwrap_or_default();
            let closed = tag.ends_with('/');
            match (name, &mut case) {
                ("testcase", _) if closed => counts.passed += 1,
                ("testcase", case) => {
                    *case = Some(Self {
                        passed: 1,
                        ..Self::default()
                    })
                }
                ("failure" | "error", Some(case)) => {
                    *case = Self {
                        failed: 1,
                        ..Self::default()
                    }
                }
                ("skipped", Some(case)) if case.failed == 0 => {
                    *case = Self {
                        skipped: 1,
                        ..Self::default()
                    }
                }
                ("", Some(done)) if tag == "/testcase" => {
                    counts += *done;
                    case = None;
                }
                _ => {}
            }
        }
        counts
    }

    /// Reads the summary at the end of what Node's test runner writes in TAP.
    pub(crate) fn from_tap(text: &str) -> Self {
        let number = |name: &str| {
            let value = text
                .lines()
                .rev()
                .find_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' '));
            value
                .and_then(|value| value.trim().parse::<usize>().ok())
                .unwrap_or(0)
        };
        Self {
            passed: number("pass"),
            failed: number("fail") + number("cancelled"),
            skipped: number("skipped") + number("todo"),
        }
    }

    /// Makes the numbers agree with how the runner ended: one that failed without a failed test, or
    /// ran none, has failed.
    pub(crate) fn settle(mut self, success: bool) -> Self {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

/// Why tests of `cargo test` were ignored: `test name ... ignored, reason`.
pub(crate) fn skips_of_cargo(output: &str) -> Vec<String> {
    let ignored = |line: &str| {
        let (name, reason) = line.strip_prefix("test ")?.split_once(" ... ignored")?;
        Some(skip(name, reason.trim_start_matches(", ")))
    };
    output.lines().filter_map(ignored).collect()
}

/// Why tests of a JUnit file were skipped.
pub(crate) fn skips_of_junit(xml: &str) -> Vec<String> {
    let mut name = "";
    let mut skips = Vec::new();
    for tag in tags(xml) {
        if tag.starts_with("testcase") {
            name = attribute(tag, "name");
        } else if tag.starts_with("skipped") {
            skips.push(skip(name, attribute(tag, "message")));
        }
    }
    skips
}

/// The names of the tests of `cargo test` that failed: `test name ... FAILED`.
pub(crate) fn failures_of_cargo(output: &str) -> Vec<String> {
    let failed = |line: &str| {
        Some(
            line.strip_prefix("test ")?
                .strip_suffix(" ... FAILED")?
                .to_owned(),
        )
    };
    output.lines().filter_map(failed).collect()
}

/// The tests of a JUnit file that failed, by the attribute that names what their runner selects.
pub(crate) fn failures_of_junit(xml: &str, by: &str) -> Vec<String> {
    let mut name = "";
    let mut failed = Vec::new();
    for tag in tags(xml) {
        if tag.starts_with("testcase") {
            name = attribute(tag, by);
        } else if tag.starts_with("failure") || tag.starts_with("error") {
            failed.push(name.to_owned());
        }
    }
    failed.dedup();
    failed
}

/// The files of a TAP report with tests that failed: `location: '/folder/name.test.mjs:3:1'` below
/// `not ok`.
pub(crate) fn failures_of_tap(text: &str) -> Vec<String> {
    let mut failed: Vec<String> = Vec::new();
    let mut has_failed = false;
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("not ok ") || line.starts_with("ok ") {
            has_failed = line.starts_with("not ");
        } else if let Some(place) = line.strip_prefix("location: '")
            && has_failed
        {
            let file = place
                .trim_end_matches('\'')
                .rsplitn(3, ':')
                .last()
                .unwrap_or(place);
            failed.push(file.to_owned());
        }
    }
    failed.sort();
    failed.dedup();
    failed
}

/// Why tests of a TAP file were skipped: `ok 1 - name # SKIP reason`.
pub(crate) fn skips_of_tap(text: &str) -> Vec<String> {
    let skipped = |line: &str| {
        let (test, reason) = line.trim_start().split_once(" # SKIP")?;
        Some(skip(
            test.split_once(" - ").map_or(test, |(_, name)| name),
            reason,
        ))
    };
    text.lines().filter_map(skipped).collect()
}

fn skip(name: &str, reason: &str) -> String {
    let reason = reason.trim();
    format!(
        "skipped {}: {}",
        name.trim(),
        if reason.is_empty() {
            "no reason given"
        } else {
            reason
        }
    )
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let mark = format!(" {name}=\"");
    tag.split_once(mark.as_str())
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(value, _)| value)
}

/// The number before a word, such as 12 in "ok. 12 passed; 0 failed"; 0 if there is none.
fn number_before(text: &str, word: &str) -> usize {
    let before = text.split_once(word).map_or("", |(before, _)| before);
    before
        .rsplit(|letter: char| !letter.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// The inside of every tag, in order, without comments, declarations and CDATA. An attribute may
/// hold `>`.
fn tags(xml: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once('<') {
        let end = if after.starts_with("![CDATA[") {
            after.find("]]>").map(|at| at + 2)
        } else if after.starts_with("!--") {
            after.find("-->").map(|at| at + 2)
        } else {
            end_of_tag(after)
        };
        let Some((tag, after)) = end.and_then(|end| after.split_at_checked(end)) else {
            break;
        };
        if !tag.starts_with(['!', '?']) {
            found.push(tag);
        }
        rest = after;
    }
    found
}

fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, letter)| {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: usize, failed: usize, skipped: usize) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn reads_cargo() {
        let output = "running 3 tests\n\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      noise test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured\ntest result: odd";
        assert_eq!(Counts::from_cargo(output), counts(13, 2, 1));
        assert_eq!(Counts::from_cargo(""), counts(0, 0, 0));
    }

    #[test]
    fn finds_what_failed() {
        let cargo =
            "test a::b ... ok\ntest c::d ... FAILED\ntest e ... ignored, slow\n\nfailures:\n    c::d\n";
        assert_eq!(failures_of_cargo(cargo), ["c::d"]);
        let junit = "<testcase classname=\"A\" name=\"x\"><failure/></testcase><testcase classname=\"B\" name=\"y\"/>\
                     <testcase classname=\"C\" name=\"z\"><error>e</error></testcase>";
        assert_eq!(failures_of_junit(junit, "classname"), ["A", "C"]);
        assert_eq!(failures_of_junit(junit, "name"), ["x", "z"]);
        let tap = "    not ok 1 - in'ner\n      ---\n      location: '/t/a.test.mjs:2:38'\n      stack: |-\n    ok 2 - good\n\
                   not ok 1 - outer\n  ---\n  location: '/t/a.test.mjs:2:1'\nok 3 - fine\n  ---\n  location: '/t/b.test.mjs:1:1'\n";
        assert_eq!(failures_of_tap(tap), ["/t/a.test.mjs"]);
    }

    #[test]
    fn reads_junit() {
        let xml = r#"<?xml version="1.0"?><testsuites tests="9"><testsuite name="a > b" failures="1">
            <testcase name="one"/><testcase name="two" /><testcase name="text"><system-out><![CDATA[<failure> </testcase>]]></system-out></testcase>
            <testcase name="bad"><failure message="1 &lt; 2">text</failure></testcase><testcase name="worse"><error/></testcase>
            <!-- <testcase/> --><testcase name="not"><skipped type="x"/></testcase>
            </testsuite></testsuites>"#;
        assert_eq!(Counts::from_junit(xml), counts(3, 2, 1));
        assert_eq!(Counts::from_junit("<testcase <"), counts(0, 0, 0));
        assert_eq!(Counts::from_junit("<![CDATA[é"), counts(0, 0, 0));
    }

    #[test]
    fn reads_tap() {
        let text = "ok 1 - a\n# tests 6\n# suites 1\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n# duration_ms 170.03\n";
        assert_eq!(Counts::from_tap(text), counts(3, 2, 1));
        assert_eq!(Counts::from_tap("# pass many"), counts(0, 0, 0));
    }

    #[test]
    fn says_why_tests_were_skipped() {
        assert_eq!(
            skips_of_cargo("test a::b ... ignored, slow\ntest c ... ignored\ntest d ... ok"),
            ["skipped a::b: slow", "skipped c: no reason given"]
        );
        assert_eq!(
            skips_of_junit(
                r#"<testcase classname="x" name="t"><skipped type="y" message="why">z</skipped></testcase>"#
            ),
            ["skipped t: why"]
        );
        assert_eq!(
            skips_of_tap("    ok 3 - c # SKIP why\nok 4 - d # SKIP\nok 5 - e"),
            ["skipped c: why", "skipped d: no reason given"]
        );
    }

    #[test]
    fn a_runner_that_failed_or_ran_nothing_counts_as_failed() {
        assert_eq!(counts(3, 0, 0).settle(false), counts(3, 1, 0));
        assert_eq!(counts(3, 2, 0).settle(false), counts(3, 2, 0));
        assert_eq!(counts(0, 0, 4).settle(true), counts(0, 1, 4));
        assert_eq!(counts(1, 0, 0).settle(true), counts(1, 0, 0));
    }
}
