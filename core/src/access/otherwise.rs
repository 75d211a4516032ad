//! Routers that leave case or a last slash out of account, and thereby meet handlers that other rules are for.

use super::path::Path;
use super::routes::{Candidates, Routes};
use super::{Access, Ignored, Request};

/// The rules as a router reads their paths that ignores case.
pub(super) struct Folded {
    routes: Routes,
    preflights: Routes,
}

impl Folded {
    fn of(access: &Access) -> Self {
        let mut folded = Self {
            routes: Routes::default(),
            preflights: Routes::default(),
        };
        for (index, rule) in (0..).zip(&access.rules) {
            let pattern = rule.path.as_ref().map(|pattern| pattern.folded());
            folded.routes.add(index, pattern.as_ref());
            if rule.preflight {
                folded.preflights.add(index, pattern.as_ref());
            }
        }
        folded
    }
}

/// Rules by their paths, and those that let preflights pass.
pub(super) struct Loosely {
    pub(super) rules: Candidates,
    preflights: Candidates,
}

impl Access {
    /// Whether other rules fit a path as the router reads it. To ignore something makes no rule fit less, so that the numbers tell.
    pub(super) fn is_read_otherwise(&self, request: &Request<'_>, path: &Path<'_>, fitting: usize) -> bool {
        let loosely = self.find_loosely(
            path,
            request.ignores.contains(&Ignored::Case),
            request.ignores.contains(&Ignored::LastSlash),
        );
        let rules = loosely
            .rules
            .iter()
            .filter_map(|index| self.rule(*index))
            .filter(|rule| rule.is_for(request.method));
        rules.count() != fitting
            || request.method == "OPTIONS"
                && loosely.preflights.is_empty() != self.preflights.find(path).is_empty()
    }

    /// The rules whose paths match where case, or one slash at the end, is ignored.
    pub(super) fn find_loosely(
        &self,
        path: &Path<'_>,
        ignores_case: bool,
        ignores_last_slash: bool,
    ) -> Loosely {
        let find = |routes: &Routes, path: &Path<'_>| match ignores_last_slash {
            true => routes.find_with_any_end(path),
            false => routes.find(path),
        };
        match ignores_case {
            true => {
                let (folded, path) = (self.folded.get_or_init(|| Folded::of(self)), path.folded());
                Loosely {
                    rules: find(&folded.routes, &path),
                    preflights: find(&folded.preflights, &path),
                }
            }
            false => Loosely {
                rules: find(&self.routes, path),
                preflights: find(&self.preflights, path),
            },
        }
    }
}
