//! Routers that ignore case or a trailing slash, and so reach handlers that other rules protect.

use super::path::Path;
use super::routes::{Candidates, Routes};
use super::{Access, Ignored, Request};

/// The rules as a router that ignores case reads their paths.
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

/// Rules by their paths, and those that let preflight requests pass.
pub(super) struct Loosely {
    pub(super) rules: Candidates,
    preflights: Candidates,
}

impl Access {
    /// Whether different rules match a path as the router reads it. Ignoring something never makes
    /// a rule stop matching, so comparing their counts is enough.
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

    /// The rules whose paths match if case, or one trailing slash, is ignored.
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
