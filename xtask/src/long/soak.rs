//! Fuzzing, random properties and exchanges with other libraries, each for its share of the time;
//! and key servers that hang, by real time limits.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::results::Outcome;
use super::{Item, fuzz};
use crate::checks::cedar;
use crate::language::{self, Language};
use crate::step::Step;
use crate::test::revoked;
use crate::workspace::Workspace;
use crate::{hostile_server, kotlin, node, python, rust, stores, swift};

/// How many cases a property without a number of its own tries in one round. Those with their own
/// are repeated.
const CASES: &str = "20000";

/// One round of the exchanges of a language: made again for each round.
type Exchange = fn(&Workspace) -> Command;
/// The tests of a language against a key server that misbehaves.
type Hostile = fn(&Workspace) -> Result<Command>;
/// Tells these tests that time limits are the defaults, and time is real.
const REAL_TIME: &str = "TOKENSEAL_SOAK";

/// What to run in this time. Setting up comes on top of it.
pub(super) fn items(workspace: &Workspace, time: Duration) -> Vec<Item<'_>> {
    let exchanges: [(&'static Language, Exchange); 4] = [
        (&rust::LANGUAGE, rust::exchange),
        (&python::LANGUAGE, python::exchange),
        (&node::LANGUAGE, node::exchange),
        (&kotlin::LANGUAGE, kotlin::exchange),
    ];
    // What fuzzing and properties leave, for four exchanges, the forks, the kills and the rings.
    let share = time / 4 / 7;
    let mut items = fuzz::items(workspace, time / 2);
    items.push(Item {
        name: "properties of the core".to_owned(),
        work: Box::new(move || properties(workspace, time / 4)),
    });
    items.push(Item {
        name: "forks under load, in Python".to_owned(),
        work: Box::new(move || forks(workspace, share)),
    });
    items.push(Item {
        name: "killed writers of files".to_owned(),
        work: Box::new(move || kills(workspace, share)),
    });
    items.push(Item {
        name: "key rings, a million seeds".to_owned(),
        work: Box::new(move || rings(workspace)),
    });
    items.push(Item {
        name: "access rules beside Cedar, a million decisions".to_owned(),
        work: Box::new(move || access_rules(workspace)),
    });
    items.extend(exchanges.into_iter().map(|(language, exchange)| {
        let name = format!("exchanges with {} libraries", language.title);
        let title = name.clone();
        let work = move || {
            language.set_up(workspace)?;
            rounds(&title, share, || exchange(workspace))
        };
        Item {
            name,
            work: Box::new(work),
        }
    }));
    let hostile: [(&'static Language, Hostile); 5] = [
        (&rust::LANGUAGE, |workspace| Ok(rust::hostile(workspace))),
        (&python::LANGUAGE, |workspace| Ok(python::hostile(workspace))),
        (&node::LANGUAGE, |workspace| Ok(node::hostile(workspace))),
        (&kotlin::LANGUAGE, |workspace| Ok(kotlin::hostile(workspace))),
        (&swift::LANGUAGE, swift::hostile),
    ];
    items.extend(hostile.into_iter().map(|(language, tests)| {
        let name = format!("key servers that hang, in {}", language.title);
        Item {
            name,
            work: Box::new(move || hanging(workspace, language, tests)),
        }
    }));
    items.push(Item {
        name: "the server under load".to_owned(),
        work: Box::new(move || served(workspace, time)),
    });
    let work = move || revoked::soak(workspace, &language::ALL.iter().collect::<Vec<_>>());
    items.push(Item {
        name: "revocations, every language and faults".to_owned(),
        work: Box::new(work),
    });
    items
}

/// What only a time limit ends, by the default limits: the daily tests give it a second. Once says
/// as much as often.
fn hanging(workspace: &Workspace, language: &Language, tests: Hostile) -> Result<Outcome> {
    language.set_up(workspace)?;
    hostile_server::build(workspace)?;
    let mut command = tests(workspace)?;
    command.env(REAL_TIME, "1");
    let finished = Step::quiet(format!("key servers that hang, in {}", language.title), command).run()?;
    Ok(if finished.success {
        Outcome::Passed("by the default time limits".to_owned())
    } else {
        Outcome::Failed("see its output".to_owned())
    })
}

/// Thousands of forks of each kind in a round.
fn forks(workspace: &Workspace, time: Duration) -> Result<Outcome> {
    python::LANGUAGE.set_up(workspace)?;
    rounds("forks", time, || python::forks(workspace, "1000"))
}

/// Ten thousand in a round, which takes minutes.
fn kills(workspace: &Workspace, time: Duration) -> Result<Outcome> {
    rounds("kills", time, || rust::kills(workspace, "10000"))
}

/// Random policies, schedules and clocks, by seeds that are the same each time: once is enough.
fn rings(workspace: &Workspace) -> Result<Outcome> {
    rounds("key rings", Duration::ZERO, || rust::rings(workspace, "1000000"))
}

/// With another seed each time.
fn access_rules(workspace: &Workspace) -> Result<Outcome> {
    rounds("access rules", Duration::ZERO, || {
        cedar::asking(workspace, "1000000")
    })
}

/// As long as everything else together: memory that grows slowly shows late.
fn served(workspace: &Workspace, time: Duration) -> Result<Outcome> {
    stores::set_up(workspace)?;
    stores::build(workspace)?;
    rounds("the server under load", Duration::ZERO, || {
        rust::served(workspace, &time.as_secs().to_string())
    })
}

fn properties(workspace: &Workspace, time: Duration) -> Result<Outcome> {
    let cargo = |rest: &[&str]| {
        let mut command = workspace.cargo([
            "test",
            "--release",
            "--package",
            "tokenseal",
            "--lib",
            "--test",
            "properties",
            "--test",
            "misuse",
        ]);
        command.args(rest).env("PROPTEST_CASES", CASES);
        command
    };
    Step::quiet("build the properties", cargo(&["--no-run"])).require()?;
    rounds("properties", time, || cargo(&[]))
}

/// Runs a command again and again until the time is over, at least once; it draws new seeds and
/// keys each time.
fn rounds(title: &str, time: Duration, command: impl Fn() -> Command) -> Result<Outcome> {
    let started = Instant::now();
    let mut round = 0;
    loop {
        round += 1;
        if !Step::quiet(format!("{title}, round {round}"), command())
            .run()?
            .success
        {
            return Ok(Outcome::Failed(format!("round {round} failed")));
        }
        if started.elapsed() >= time {
            return Ok(Outcome::Passed(if round == 1 {
                "1 round".to_owned()
            } else {
                format!("{round} rounds")
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_until_the_time_is_over() {
        let once = rounds("nothing", Duration::ZERO, || Command::new("true")).unwrap();
        assert_eq!((once.word(), once.note()), ("passed", "1 round"));
        let failing = rounds("nothing", Duration::from_secs(3600), || Command::new("false")).unwrap();
        assert_eq!((failing.word(), failing.note()), ("failed", "round 1 failed"));
    }
}
