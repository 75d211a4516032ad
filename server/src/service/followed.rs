//! What changes in a service by itself, and what should be known about it.

use tokenseal::{Followed, KeyRing};

use super::{Service, place};
use crate::config::Problem;

impl Service {
    /// Everything that is followed elsewhere.
    pub(crate) fn followed(&self) -> Vec<Followed> {
        let mut all: Vec<Followed> = self
            .issuers
            .iter()
            .flat_map(|(_, verifier)| verifier.followed())
            .collect();
        all.extend(
            self.own_rings()
                .map(|(_, ring)| ring)
                .filter(KeyRing::is_followed)
                .map(Followed::Ring),
        );
        all.sort_by_key(Followed::id);
        all.dedup_by_key(|followed| followed.id());
        all
    }

    /// The rings that are kept here, by name.
    pub(crate) fn own_rings(&self) -> impl Iterator<Item = (&str, KeyRing)> {
        let internal = self.minter.iter().map(|minter| ("internal", minter.ring.clone()));
        internal.chain(
            self.rings
                .iter()
                .map(|ring| (ring.name.as_str(), ring.ring.clone())),
        )
    }

    /// What is valid but should be known nevertheless.
    pub(crate) fn advice(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        for (index, api) in self.apis.iter().enumerate() {
            let Some(rules) = &api.rules else { continue };
            if rules.is_report_only() {
                found.push(Problem::new(
                    place("api", index),
                    "rules only report: requests pass that they refuse",
                ));
            }
            for finding in rules.lint() {
                let by = finding
                    .by
                    .map(|rule| format!(" because of rule {rule:?}"))
                    .unwrap_or_default();
                let message = format!(
                    "rules: rule {:?} is {}{by}: leave it out, or mend it",
                    finding.rule,
                    finding.fault.as_str()
                );
                found.push(Problem::new(place("api", index), message));
            }
        }
        found
    }
}
