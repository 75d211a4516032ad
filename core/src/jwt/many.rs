//! Work on all cores, for batches that are worth it.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::error::{Error, ErrorCode, Result};

/// A batch smaller than this is done sooner than threads are started.
const WORTH_THREADS: usize = 8;

/// `work` on each item, the results in the items' order. Threads take the next item when they are done with one, so that a slow one holds up none.
pub(super) fn each<I: Sync, O: Send>(items: &[I], work: impl Fn(&I) -> Result<O> + Sync) -> Vec<Result<O>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get).min(items.len() / WORTH_THREADS);
    if cores < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let (next, work) = (&next, &work);
    let mut results: Vec<Option<Result<O>>> = items.iter().map(|_| None).collect();
    let done: Vec<Vec<(usize, Result<O>)>> = thread::scope(|scope| {
        let take = move || {
            let mut own = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                match items.get(index) {
                    Some(item) => own.push((index, work(item))),
                    None => return own,
                }
            }
        };
        // Where no more threads can be had, those that there are do all the work.
        let others: Vec<_> = (1..cores).map_while(|_| thread::Builder::new().spawn_scoped(scope, take).ok()).collect();
        let own = take();
        others.into_iter().filter_map(|other| other.join().ok()).chain([own]).collect()
    });
    for (index, result) in done.into_iter().flatten() {
        if let Some(slot) = results.get_mut(index) {
            *slot = Some(result);
        }
    }
    let lost = || Error::new(ErrorCode::Internal, "a thread of the batch ended early");
    results.into_iter().map(|result| result.unwrap_or_else(|| Err(lost()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_the_errors() {
        let numbers: Vec<usize> = (0..1000).collect();
        let halve = |number: &usize| if number.is_multiple_of(2) { Ok(number / 2) } else { Err(Error::option("odd")) };
        let results = each(&numbers, halve);
        assert_eq!(results.len(), 1000);
        for (number, result) in numbers.iter().zip(results) {
            assert_eq!(result, halve(number));
        }
        assert!(each(&[], halve).is_empty());
    }
}
