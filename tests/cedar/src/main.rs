//! Holds access rules against Cedar: `tokenseal-cedar [CASES] [SEED]` asks both about random rules, tokens and requests, and fails where they do not decide
//! alike. Rules that lint calls pointless are also taken out, after which nothing may be decided otherwise.

mod cedar;
mod claims;
mod files;
mod requests;

use std::process::ExitCode;

use cedar::Policies;
use claims::Claims;
use fastrand::Rng;
use requests::Asked;
use serde_json::Value;
use tokenseal::access::{AccessRules, Presented, Request};
use tokenseal::dpop::ProvenBy;

/// So many requests are asked of each file of rules.
const EACH: u64 = 50;
const NOW: i64 = 1_700_000_000;

fn main() -> ExitCode {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|argument| argument.parse::<u64>().unwrap_or_default());
    let cases = arguments.next().unwrap_or(20_000);
    let seed = arguments.next().unwrap_or_else(|| fastrand::u64(..));
    let mut tally = Tally::default();
    for number in 0..cases.div_ceil(EACH) {
        let file = seed.wrapping_add(number);
        if let Err(problem) = compare(&mut Rng::with_seed(file), &mut tally) {
            println!("seed {file}: {problem}");
            return ExitCode::FAILURE;
        }
    }
    println!(
        "{} decisions alike, by {} files of rules from seed {seed}",
        tally.decisions,
        cases.div_ceil(EACH)
    );
    println!(
        "{} allowed, {} denied by a rule, {} findings of lint held",
        tally.allowed, tally.denied, tally.findings
    );
    // Without enough of each, the comparison would say nothing.
    let is_telling = tally.allowed > cases / 20 && tally.denied > cases / 50 && tally.findings > cases / 2000;
    if is_telling {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[derive(Default)]
struct Tally {
    decisions: u64,
    allowed: u64,
    denied: u64,
    findings: u64,
}

fn compare(random: &mut Rng, tally: &mut Tally) -> Result<(), String> {
    let file = files::file(random);
    let rules = AccessRules::from_json(&file.to_string()).map_err(|error| format!("{error}: {file}"))?;
    let policies = Policies::read(&rules.to_cedar())?;
    let without = without_findings(&file, &rules);
    tally.findings += without.len() as u64;
    for _ in 0..EACH {
        let claims = random
            .bool()
            .then(|| Claims::random(random))
            .or_else(|| random.bool().then(|| Claims::likely(random)));
        let (asked, is_proven) = (Asked::random(random), random.bool());
        let json = claims.as_ref().map(Claims::json);
        let presented = json
            .as_deref()
            .map_or(Presented::Nothing, |json| Presented::Claims {
                json,
                proven_by: is_proven.then_some(ProvenBy::Dpop),
            });
        let path = asked.path();
        let request = Request::new(asked.method, &path);
        let decision = rules.check(presented, request, NOW as f64);
        let expected = policies.allow(&asked, claims.as_ref(), is_proven)?;
        if decision.is_allowed() != expected {
            return Err(format!(
                "Cedar says {expected}, and the rules {decision:?}, of {} {path} with {json:?}: {file}\n{}",
                asked.method,
                rules.to_cedar()
            ));
        }
        for (finding, rules) in &without {
            if rules.check(presented, request, NOW as f64).is_allowed() != expected {
                return Err(format!(
                    "{finding}, and without it {} {path} with {json:?} is decided otherwise: {file}",
                    asked.method
                ));
            }
        }
        tally.decisions += 1;
        tally.allowed += u64::from(decision.is_allowed());
        tally.denied += u64::from(decision.reason().as_str() == "denied");
    }
    Ok(())
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
