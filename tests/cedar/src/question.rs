//! A request with what is presented in it, asked of rules.

use std::fmt;

use fastrand::Rng;
use tokenseal::access::{AccessRules, Decision, Presented, Request};
use tokenseal::dpop::ProvenBy;

use crate::NOW;
use crate::claims::Claims;
use crate::requests::Asked;

pub struct Question {
    pub claims: Option<Claims>,
    pub json: Option<String>,
    pub asked: Asked,
    pub path: String,
    pub is_proven: bool,
}

impl Question {
    pub fn random(random: &mut Rng) -> Self {
        let claims = random
            .bool()
            .then(|| Claims::random(random))
            .or_else(|| random.bool().then(|| Claims::likely(random)));
        let (asked, is_proven) = (Asked::random(random), random.bool());
        Self {
            json: claims.as_ref().map(Claims::json),
            claims,
            path: asked.path(),
            asked,
            is_proven,
        }
    }

    /// What the rules decide.
    pub fn ask(&self, rules: &AccessRules) -> Decision {
        let proven_by = self.is_proven.then_some(ProvenBy::Dpop);
        let presented = self
            .json
            .as_deref()
            .map_or(Presented::Nothing, |json| Presented::Claims { json, proven_by });
        rules.check(presented, Request::new(self.asked.method, &self.path), NOW as f64)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {} with {:?}, proven: {}",
            self.asked.method, self.path, self.json, self.is_proven
        )
    }
}
