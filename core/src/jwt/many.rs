//! Work on all cores, for batches that are worth it.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use crate::error::{Error, ErrorCode, Result};

/// How many items make starting a thread worthwhile: for items of about a microsecond each, and for
/// others, whose keys are not symmetric.
const WORTH_A_THREAD_IF_QUICK: usize = 512;
const WORTH_A_THREAD: usize = 8;

/// The helpers at work now, for all batches of the process: never more than there are other cores.
static HELPERS: AtomicUsize = AtomicUsize::new(0);

/// How many items are taken at once if they are quick.
const CHUNK: usize = 64;

/// `work` on each item, the results in the items' order. Threads take the next items when they are
/// done with theirs, so that a slow item does not hold up others, and write each result in its
/// final place.
pub(super) fn each<I: Sync, O: Send>(
    items: &[I],
    is_quick: bool,
    work: impl Fn(&I) -> Result<O> + Sync,
) -> Vec<Result<O>> {
    let worth = if is_quick {
        WORTH_A_THREAD_IF_QUICK
    } else {
        WORTH_A_THREAD
    };
    let helpers = Helpers::take((items.len() / worth).saturating_sub(1));
    if helpers.0 == 0 {
        return items.iter().map(work).collect();
    }
    let at_once = if is_quick { CHUNK } else { 1 };
    let mut results: Vec<Option<Result<O>>> = Vec::new();
    results.resize_with(items.len(), || None);
    let chunks = Mutex::new(items.chunks(at_once).zip(results.chunks_mut(at_once)));
    let next = || chunks.lock().unwrap_or_else(PoisonError::into_inner).next();
    let take = || {
        while let Some((items, results)) = next() {
            items
                .iter()
                .zip(results)
                .for_each(|(item, result)| *result = Some(work(item)));
        }
    };
    thread::scope(|scope| {
        // If no more threads can be started, the existing ones do all the work.
        let others: Vec<_> = (0..helpers.0)
            .map_while(|_| thread::Builder::new().spawn_scoped(scope, take).ok())
            .collect();
        take();
        others.into_iter().for_each(|other| drop(other.join()));
    });
    let lost = || Error::new(ErrorCode::Internal, "a thread of the batch ended early");
    results
        .into_iter()
        .map(|result| result.unwrap_or_else(|| Err(lost())))
        .collect()
}

/// Helpers of one batch, as long as it lasts.
struct Helpers(usize);

impl Helpers {
    /// As many as are wanted and free.
    fn take(wanted: usize) -> Self {
        if wanted == 0 {
            return Self(0);
        }
        let most = other_cores();
        let mut taken = 0;
        let take = |working: usize| {
            taken = most.saturating_sub(working).min(wanted);
            Some(working.saturating_add(taken))
        };
        let _ = HELPERS.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        Self(taken)
    }
}

impl Drop for Helpers {
    fn drop(&mut self) {
        if self.0 > 0 {
            HELPERS.fetch_sub(self.0, Ordering::Relaxed);
        }
    }
}

/// How many cores there are besides the caller's: asked once, since the answer is read from files.
fn other_cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    CORES
        .get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
        .saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn keeps_the_order_and_the_errors() {
        let numbers: Vec<usize> = (0..5000).collect();
        let halve = |number: &usize| {
            if number.is_multiple_of(2) {
                Ok(number / 2)
            } else {
                Err(Error::option("odd"))
            }
        };
        for is_quick in [false, true] {
            let results = each(&numbers, is_quick, halve);
            assert_eq!(results.len(), numbers.len());
            for (number, result) in numbers.iter().zip(results) {
                assert_eq!(result, halve(number));
            }
            assert!(each(&[], is_quick, halve).is_empty());
        }
    }

    #[test]
    fn small_batches_stay_on_the_thread_and_helpers_are_bounded() {
        let seen = Mutex::new(HashSet::new());
        let note = |_: &usize| Ok(seen.lock().unwrap().insert(thread::current().id()));
        each(&[0; 2 * WORTH_A_THREAD - 1], false, note);
        each(&[0; 2 * WORTH_A_THREAD_IF_QUICK - 1], true, note);
        assert_eq!(seen.lock().unwrap().len(), 1);

        let all: Vec<_> = (0..8).map(|_| Helpers::take(100)).collect();
        assert!(all.iter().map(|helpers| helpers.0).sum::<usize>() <= other_cores());
        drop(all);
        let again = Helpers::take(1);
        assert!(again.0 <= other_cores().min(1));
    }
}
