//! `bench/README.md`: how it is measured, and what was.

use super::results::Results;
use super::{figures, goals};
use crate::language::Language;

const INTRODUCTION: &str = "\
<!-- Written by `cargo xtask bench` from bench/results. Do not edit. -->

# Benchmarks

What a token costs with tokenseal, with the bare cryptography of the library below it, and with the libraries that a user would otherwise pick.

```console
$ cargo xtask bench              # every language that has benchmarks
$ cargo xtask bench rust         # one of them
```

- **The same claims** of about 200 bytes everywhere, [claims.json](claims.json), and the same checks: `iss`, `aud`, `exp`. Keys, policies and decoders are
  prepared as far as each library lets one prepare them, and results are not cached.
- **In turns.** The contenders of a row go in many short rounds, one after the other, and a figure is the median over the rounds: whatever else the machine
  does hits all of them alike. (Criterion measures one after the other has ended, so it is there for work on the core only:
  `cargo bench -p tokenseal-bench --features criterion -- ES256`.)
- **Ratios are the point**, not times: those are of one machine. In brackets is how many times tokenseal's value it is; below 1 is faster than tokenseal.
- **Goals** are ratios too. One that is not met is said to be so here, and fails no test: no test is timed.

## Out of reach

Some goals that the project once set itself cannot be met, and these are the reasons.

- **Rust, claims in a serde_json `Map`.** A token read into a map cannot cost less than the HMAC and
  the map: building and dropping a map of ten claims takes more than twice the time of the HMAC,
  whoever parses. So three times the speed of `jsonwebtoken`, which builds the same map, is out of
  reach. A struct of the caller's own, or `claims_json`, does not pay that price.
- **Node.** 60 × jose would leave 1.3 to 1.8 µs for a check. Without a look at the claims one takes
  1.2 µs already, and V8's `JSON.parse` of 200 bytes 0.7 µs more on the same machine. Besides, what
  jose takes differs by half from run to run, since each of its operations goes to another thread
  and back.
- **Python.** 30 × PyJWT would leave 2.0 µs, and 15 × joserfc 2.4 µs. A check without a look at the
  claims takes 1.1 µs, and jiter's dict 1.0 to 1.4 µs more within the stable ABI: seven keys, five
  strings and two integers are as many objects of Python. A builder of our own might reach the
  second goal, not the first; building dicts is not what this library is for, and jiter is well
  kept. Four times joserfc for ECDH-ES+A256KW would leave what the bare key agreement takes.
- **Python, two threads.** They share the interpreter lock for the part of a check that is Python's,
  and hand it over each time: 1.6 to 1.7 times one thread. `verify_many` does not.
";

/// The page about everything that was measured.
pub(super) fn write(measured: &[(&Language, Results)]) -> String {
    let mut page = INTRODUCTION.to_owned();
    for (language, results) in measured {
        page.push_str(&section(language, results));
    }
    if measured.is_empty() {
        page.push_str("\nNothing was measured yet.\n");
    }
    page
}

/// The name of a language's picture, which is beside the page.
pub(super) fn picture_name(language: &Language) -> String {
    format!("{}.svg", language.id)
}

fn section(language: &Language, results: &Results) -> String {
    let title = language.title;
    let picture = picture_name(language);
    let mut section = format!(
        "\n## {title}\n\n{}\n\n![{title}: the time of each path, beside the others'.]({picture})\n",
        results.machine
    );
    for rows in results.by_kind().iter().filter(|rows| !rows.is_empty()) {
        let (names, cells) = figures::table(rows);
        let headings: Vec<&str> = [""].into_iter().chain(names).collect();
        section.push_str(&format!("\n{}", table(&headings, cells)));
    }
    let judged = goals::judge(results);
    if !judged.is_empty() {
        let met = judged.iter().filter(|goal| goal.met).count();
        let cells = judged.iter().map(|goal| {
            let verdict = if goal.met {
                goal.verdict().to_owned()
            } else {
                format!("**{}**", goal.verdict())
            };
            vec![goal.path.clone(), goal.goal.clone(), goal.figure.clone(), verdict]
        });
        let goals = table(&["", "Goal", "Measured", ""], cells.collect());
        section.push_str(&format!("\n{met} of {} goals are met:\n\n{goals}", judged.len()));
    }
    if !results.notes.is_empty() {
        section.push('\n');
        results
            .notes
            .iter()
            .for_each(|note| section.push_str(&format!("- {note}\n")));
    }
    section
}

fn table(headings: &[&str], rows: Vec<Vec<String>>) -> String {
    // Figures stand under each other.
    let rule: Vec<&str> = headings
        .iter()
        .enumerate()
        .map(|(column, _)| if column == 0 { "---" } else { "---:" })
        .collect();
    let line = |cells: &[String]| {
        format!(
            "| {} |\n",
            cells
                .iter()
                .map(|cell| cell.replace('|', "\\|"))
                .collect::<Vec<_>>()
                .join(" | ")
        )
    };
    let heading = line(
        &headings
            .iter()
            .map(|heading| (*heading).to_owned())
            .collect::<Vec<_>>(),
    );
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{heading}| {} |\n{rows}", rule.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::super::results::tests::DOCUMENT;
    use super::*;

    #[test]
    fn tells_what_was_measured() {
        let page = write(&[(&crate::python::LANGUAGE, Results::parse(DOCUMENT).unwrap())]);
        assert!(page.contains("## Python\n\na machine\n\n![Python"));
        assert!(page.contains(
            "|  | tokenseal | PyJWT | bare x |\n| --- | ---: | ---: | ---: |\n| HS256: verify | 4.10 µs |"
        ));
        assert!(page.contains("2 of 3 goals are met:"));
        assert!(page.contains("| within 10 % + 3 µs of bare x | 4.10 µs, allowed 3.99 µs | **NOT met** |"));
        assert!(page.ends_with("\n- A note.\n"));
        assert!(write(&[]).ends_with("Nothing was measured yet.\n"));
    }
}
