//! When a line says that it has something to do, and not before, advancing it does something.

use super::super::policy::Purpose;
use super::chance::Chance;
use super::years::policy;
use super::{advance, line};

#[test]
fn until_then_there_is_nothing_to_do() {
    let seeds: u64 = std::env::var("TOKENSEAL_SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(4_000);
    for seed in 0..seeds {
        let chance = &mut Chance::new(seed);
        let policy = policy(chance);
        let (mut now, mut seen) = (1.7e9, 1.7e9);
        let mut line = line(chance.one_of(&[Purpose::Signs, Purpose::Encrypts]), now, &policy);
        for step in 0..20 {
            let due = line.due(now, &policy);
            let told = format!("seed {seed}, step {step}: {line:?} at {now}, due at {due}, of {policy:?}");
            let mut early = line.clone();
            let quiet = now + (due - now) * chance.fraction() * 0.999;
            assert!(!line.is_off(quiet, seen, &policy), "{told}");
            advance(&mut early, quiet, seen, &policy);
            assert_eq!(early, line, "at {quiet}, {told}");
            let mut later = line.clone();
            advance(&mut later, due, seen, &policy);
            assert!(later != line || later.active(due) != line.active(now), "{told}");
            // Next time it is late, or in time, or the clock is set back; and now and then a key is
            // revoked.
            now = match chance.between(0.0, 10.0) {
                draw if draw < 6.0 => due,
                draw if draw < 9.0 => due + chance.once_in(policy.rotate_every),
                _ => now - chance.between(0.0, 2.0 * policy.rotate_every),
            };
            if chance.happens(0.1) {
                line.revoke(
                    (chance.fraction() * line.entries.len() as f64) as usize,
                    now,
                    &policy,
                );
            }
            advance(&mut line, now, seen, &policy);
            seen = now;
            assert!(!line.is_off(now, seen, &policy), "{told}");
        }
    }
}
