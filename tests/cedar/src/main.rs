//! Holds access rules against Cedar: random rules, tokens and requests, and the same decisions.
//!
//! - `tokenseal-cedar` compares with what Cedar decided before ([`recorded`]), in seconds: Cedar
//!   itself takes minutes to compile.
//! - With the feature `cedar`, `tokenseal-cedar CASES [SEED]` asks Cedar, and `tokenseal-cedar
//!   record` writes down what it decides.
//!
//! Rules that lint calls pointless are also taken out, after which nothing may be decided
//! otherwise.

// Without Cedar, nobody asks for what it alone is told.
#![cfg_attr(not(feature = "cedar"), allow(dead_code))]

#[cfg(feature = "cedar")]
mod cedar;
mod claims;
mod files;
mod question;
mod recorded;
mod requests;

use std::process::ExitCode;

use fastrand::Rng;
use question::Question;
use serde_json::Value;
use tokenseal::access::AccessRules;

/// So many requests are asked of each file of rules: one bit each in what is recorded.
const EACH: u32 = u64::BITS;
const NOW: i64 = 1_700_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("{problem}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(feature = "cedar"))]
fn run(_: &[String]) -> Result<(), String> {
    compare_all(recorded::SEEDS, recorded::decide)
}

#[cfg(feature = "cedar")]
fn run(arguments: &[String]) -> Result<(), String> {
    let number = |at: usize| {
        arguments
            .get(at)
            .and_then(|argument| argument.parse::<u64>().ok())
    };
    match arguments.first().map(String::as_str) {
        None => compare_all(recorded::SEEDS, cedar::decide),
        Some("record") => recorded::write(),
        Some(_) => {
            let cases = number(0).ok_or("the first argument is a number of cases, or `record`")?;
            let first = number(1).unwrap_or_else(|| fastrand::u64(..u64::MAX / 2));
            compare_all(first..first + cases.div_ceil(u64::from(EACH)), cedar::decide)
        }
    }
}

/// What somebody else decides of the requests that are asked of one file of rules, a bit for each.
type Decide = fn(seed: u64, policies: &str, questions: &[Question]) -> Result<u64, String>;

fn compare_all(seeds: std::ops::Range<u64>, decide: Decide) -> Result<(), String> {
    let mut tally = Tally::default();
    for seed in seeds.clone() {
        compare(seed, decide, &mut tally).map_err(|problem| format!("seed {seed}: {problem}"))?;
    }
    let Tally {
        decisions,
        allowed,
        denied,
        findings,
    } = tally;
    println!(
        "{decisions} decisions alike, by {} files of rules from seed {}",
        seeds.end - seeds.start,
        seeds.start
    );
    println!("{allowed} allowed, {denied} denied by a rule, {findings} findings of lint held");
    // Without enough of each, the comparison would say nothing.
    let is_telling = allowed > decisions / 20 && denied > decisions / 50 && findings > decisions / 2000;
    if is_telling {
        Ok(())
    } else {
        Err("too few of one kind to say anything".to_owned())
    }
}

#[derive(Default)]
struct Tally {
    decisions: u64,
    allowed: u64,
    denied: u64,
    findings: u64,
}

fn compare(seed: u64, decide: Decide, tally: &mut Tally) -> Result<(), String> {
    let Asked {
        file,
        rules,
        questions,
    } = asked(seed)?;
    let policies = rules.to_cedar();
    let expected = decide(seed, &policies, &questions)?;
    let without = without_findings(&file, &rules);
    tally.findings += without.len() as u64;
    for (place, question) in questions.iter().enumerate() {
        let expected = expected >> place & 1 == 1;
        let decision = question.ask(&rules);
        if decision.is_allowed() != expected {
            return Err(format!(
                "Cedar says {expected}, and the rules {decision:?}, of {question:?}: {file}\n{policies}"
            ));
        }
        for (finding, rules) in &without {
            if question.ask(rules).is_allowed() != expected {
                return Err(format!(
                    "{finding}, and without it {question:?} is decided otherwise: {file}"
                ));
            }
        }
        tally.decisions += 1;
        tally.allowed += u64::from(decision.is_allowed());
        tally.denied += u64::from(decision.reason().as_str() == "denied");
    }
    Ok(())
}

/// One file of rules, and what is asked of it.
struct Asked {
    file: Value,
    rules: AccessRules,
    questions: Vec<Question>,
}

fn asked(seed: u64) -> Result<Asked, String> {
    let mut random = Rng::with_seed(seed);
    let file = files::file(&mut random);
    let rules = AccessRules::from_json(&file.to_string()).map_err(|error| format!("{error}: {file}"))?;
    Ok(Asked {
        file,
        rules,
        questions: (0..EACH).map(|_| Question::random(&mut random)).collect(),
    })
}

/// The rules without each of those that lint calls pointless.
fn without_findings(file: &Value, rules: &AccessRules) -> Vec<(String, AccessRules)> {
    let rest = |name: &str| {
        let mut file = file.clone();
        file["rules"].as_array_mut()?.retain(|rule| rule["name"] != name);
        AccessRules::from_json(&file.to_string()).ok()
    };
    let findings = rules.lint().into_iter();
    findings
        .filter_map(|finding| Some((format!("{finding:?}"), rest(&finding.rule)?)))
        .collect()
}
