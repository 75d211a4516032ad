//! The time of an operation: many short rounds, the contenders in turns, so that whatever else the
//! machine does hits all of them alike.

use std::time::{Duration, Instant};

use crate::row::{Contender, Row};

/// How long a contender is measured, in all rounds together.
const IN_ALL: Duration = Duration::from_millis(600);

/// The nanoseconds that each contender takes for one operation: the median over the rounds.
pub fn nanoseconds(row: &mut Row) -> Vec<f64> {
    let turn = row.turn;
    let rounds = IN_ALL.div_duration_f64(turn) as usize;
    let counts: Vec<u64> = row
        .contenders
        .iter_mut()
        .map(|contender| operations_in(turn, contender))
        .collect();
    let mut times = vec![Vec::with_capacity(rounds); row.contenders.len()];
    for round in 0..rounds {
        // Nobody comes always after the same other.
        let mut turns: Vec<_> = row.contenders.iter_mut().zip(&counts).zip(&mut times).collect();
        if round % 2 == 1 {
            turns.reverse();
        }
        for ((contender, &count), times) in turns {
            times.push(time(contender, count).as_secs_f64() * 1e9 / count as f64);
        }
    }
    times.into_iter().map(median).collect()
}

/// How many operations fill a turn. Finding that out also warms everything up.
fn operations_in(turn: Duration, contender: &mut Contender) -> u64 {
    let mut count = 1;
    loop {
        // The shortest of some: one that was held up by other work on the machine would leave
        // rounds of next to nothing.
        let taken = (0..3).map(|_| time(contender, count)).min().unwrap_or(turn);
        if taken >= turn / 2 {
            return ((count as f64 * turn.as_secs_f64() / taken.as_secs_f64()) as u64).max(1);
        }
        count *= 2;
    }
}

fn time(contender: &mut Contender, count: u64) -> Duration {
    let started = Instant::now();
    (contender.run)(count);
    started.elapsed()
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    let upper = times.get(middle).copied().unwrap_or(f64::NAN);
    if times.len() % 2 == 1 {
        return upper;
    }
    middle
        .checked_sub(1)
        .and_then(|lower| times.get(lower))
        .map_or(upper, |lower| (lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn finds_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 100.0]), 3.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 100.0]), 3.0);
    }
}
