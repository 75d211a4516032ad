//! Published status lists.

use std::sync::Arc;

use tokenseal::Length;

use super::{Around, Ring, core_problem, place};
use crate::config::{Config, Problem, PublishedStatusList};
use crate::publish::SignedList;

pub(super) fn open(
    config: &Config,
    around: &Around<'_>,
    rings: &[Ring],
) -> (Vec<(String, Arc<SignedList>)>, Vec<Problem>) {
    let (mut good, mut bad): (Vec<(String, Arc<SignedList>)>, _) = (Vec::new(), Vec::new());
    for (index, given) in config.status_lists.iter().enumerate() {
        if good.iter().any(|(name, _)| *name == given.name) {
            bad.push(Problem::new(
                place("status_list", index),
                "name is that of another status list: each has its own",
            ));
        }
        match list(given, index, around, rings) {
            Ok(list) => good.push((given.name.clone(), list)),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

fn list(
    given: &PublishedStatusList,
    index: usize,
    around: &Around<'_>,
    rings: &[Ring],
) -> Result<Arc<SignedList>, Problem> {
    let wrong = |message: &str| Problem::new(place("status_list", index), message);
    let of_core = core_problem("status_list", index);
    let ring = rings
        .iter()
        .find(|ring| ring.name == given.ring)
        .ok_or_else(|| wrong("ring names no [[ring]] of this file"))?;
    let ttl = Length::from(given.ttl.as_str()).seconds().map_err(&of_core)?;
    if ttl == 0 {
        return Err(wrong(
            "ttl is zero: nobody could keep the list for long enough to use it",
        ));
    }
    let path = around.followed_path(&given.file);
    let of = format!(
        "status list {} {} {} {ttl}",
        path.display(),
        given.uri,
        given.ring
    );
    around.kept.get(&of, || {
        let list = SignedList::new(path.clone(), given.uri.clone(), ring.ring.clone(), ttl);
        list.check(around.now).map_err(&of_core)?;
        Ok(Arc::new(list))
    })
}
