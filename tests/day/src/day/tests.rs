use serde_json::{Value, json};

use super::*;

/// Nobody is asked for keys there.
struct Nowhere;

impl Site for Nowhere {
    fn url(&self) -> String {
        String::new()
    }

    fn publish(&self, _: &str) {}

    fn set_up(&self, _: bool) {}
}

/// A driver that says the same of each valid token, and the same of each other.
struct Fixed {
    valid: &'static str,
    removed: &'static str,
    status: Value,
    asked: usize,
}

impl Participant for Fixed {
    fn title(&self) -> &str {
        "fixed"
    }

    fn begin(&mut self, _: &str, _: &Options) -> Result<Value> {
        Ok(
            json!({ "a_removed_key_is_refused_after": { "while_the_server_answers": 605, "while_it_does_not": 4205 } }),
        )
    }

    fn ask(&mut self, question: &Question<'_>) -> Result<()> {
        self.asked = question.tokens.len();
        Ok(())
    }

    fn answer(&mut self) -> Result<Answer> {
        let outcomes = (0..self.asked)
            .map(|place| if place == 0 { self.valid } else { self.removed }.to_owned())
            .collect();
        Ok(Answer {
            outcomes,
            status: self.status.clone(),
        })
    }
}

/// How the day ends for such a driver.
fn day_of(valid: &'static str, removed: &'static str, state: &str) -> Result<Seen, String> {
    let status = json!({ "state": state, "fetched": 1, "failed": 1 });
    let seen = run(
        0.0,
        &Nowhere,
        &mut [Box::new(Fixed {
            valid,
            removed,
            status,
            asked: 0,
        })],
    );
    seen.map(|seen| seen[0].clone())
        .map_err(|error| format!("{error:#}"))
}

#[test]
fn a_day_can_be_failed() {
    const NONE: &str = "ERR_JWKS_NO_MATCHING_KEY";
    let kept = day_of("accepted", NONE, "stale").unwrap();
    assert!(
        kept.refused_early > 10 && kept.refused_late > 100,
        "both bounds are met: {kept:?}"
    );
    assert!(
        day_of("ERR_JWKS_UNAVAILABLE", NONE, "stale")
            .unwrap_err()
            .contains("a valid token is refused: ERR_JWKS_UNAVAILABLE")
    );
    assert!(
        day_of("accepted", "accepted", "stale")
            .unwrap_err()
            .contains("a key that was removed is accepted")
    );
    assert!(
        day_of("accepted", NONE, "fresh")
            .unwrap_err()
            .contains("did not meet both bounds")
    );
}
