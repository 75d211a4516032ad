use super::super::service::{Begin, Outcomes};
use super::*;
use std::sync::{Arc, Mutex};

/// A participant whose list is this one, which all share; what it does wrong is up to the test.
struct Fake {
    revoked: Arc<Mutex<Vec<String>>>,
    check: fn(bool) -> &'static str,
}

impl Service for Fake {
    fn title(&self) -> &str {
        "fake"
    }

    fn begin(&mut self, _: &Begin<'_>) -> Result<()> {
        Ok(())
    }

    fn revoke(&mut self, target: &Target) -> Result<Outcomes> {
        self.revoked.lock().unwrap().push(target.token.clone());
        Ok(Outcomes {
            outcomes: vec!["revoked".to_owned()],
            longest: 0.0,
        })
    }

    fn check(&mut self, tokens: &[&str]) -> Result<Outcomes> {
        let revoked = self.revoked.lock().unwrap();
        let outcomes = tokens
            .iter()
            .map(|token| (self.check)(revoked.iter().any(|one| one == token)).to_owned())
            .collect();
        Ok(Outcomes {
            outcomes,
            longest: 0.0,
        })
    }
}

fn right(is_revoked: bool) -> &'static str {
    if is_revoked { "ERR_JWT_REVOKED" } else { "accepted" }
}

fn spread(checks: [fn(bool) -> &'static str; 2]) -> Result<Spread> {
    let revoked = Arc::new(Mutex::new(Vec::new()));
    let mut services: Vec<Box<dyn Service>> = Vec::new();
    for check in checks {
        services.push(Box::new(Fake {
            revoked: Arc::clone(&revoked),
            check,
        }));
    }
    run(&mut services, &Pool::new(6).unwrap())
}

#[test]
fn everybody_revokes_in_turn() {
    let spread = spread([right, right]).unwrap();
    assert_eq!((spread.tries, spread.unavailable.as_slice()), (6, &[0, 0][..]));
    assert_eq!(spread.times(|_| true).0.len(), 6);
    for pair in [(0, 1), (1, 0)] {
        assert_eq!(spread.times(|other| other == pair).0.len(), 3);
    }
    let times = Times(vec![1.0, 2.4, 9.0]);
    assert_eq!((times.median(), times.maximum()), (Some(2.0), Some(9.0)));
    assert_eq!(Times(Vec::new()).median(), None);
}

#[test]
fn whoever_accepts_what_was_revoked_or_refuses_what_was_not_is_found() {
    let error = |check| format!("{:#}", spread([right, check]).err().unwrap());
    assert!(error(|_| "accepted").contains("accept"));
    assert!(error(|_| "ERR_JWT_REVOKED").contains("nobody has revoked is refused"));
    assert!(error(|_| "ERR_JWT_EXPIRED").contains("came ERR_JWT_EXPIRED"));
}
