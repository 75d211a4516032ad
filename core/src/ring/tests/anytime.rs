//! From any state, at any time, a line reaches a sound state: after a year asleep, and with a clock
//! that was set back or ahead.

use super::super::line::KeyState;
use super::super::policy::Purpose;
use super::chance::Chance;
use super::years::{policy, seeds};
use super::{Fake, advance, line};

const YEAR: f64 = 366.0 * 86_400.0;

#[test]
fn whatever_the_clock_does() {
    for seed in 0..seeds() {
        let chance = &mut Chance::new(seed);
        let policy = policy(chance);
        let purpose = chance.one_of(&[Purpose::Signs, Purpose::Encrypts]);
        let (mut now, mut seen) = (1.7e9, 1.7e9);
        let mut line = line(purpose, now, &policy);
        for step in 0..40 {
            now += match chance.between(0.0, 10.0) {
                draw if draw < 1.0 => chance.between(-YEAR, YEAR),
                draw if draw < 2.0 => chance.between(-policy.clock_skew, 0.0),
                _ => chance.once_in(policy.rotate_every / 3.0),
            };
            if chance.happens(0.1) {
                let index = (chance.fraction() * line.entries.len() as f64) as usize;
                line.revoke(index, now, &policy);
            }
            advance(&mut line, now, seen, &policy);
            seen = now;
            let told = format!("seed {seed}, step {step}: {line:?} at {now} of {policy:?}");

            let active = line.active(now).expect(&told);
            assert_eq!(line.state(active, now, &policy), KeyState::Active, "{told}");
            assert!(
                line.entries[active].key.is_some_and(|key: Fake| key.is_whole),
                "what signs can sign: {told}"
            );
            assert!(!line.upcoming(now).is_empty(), "there is a spare: {told}");
            assert!(line.entries.len() < 200, "nothing piles up: {told}");
            let due = line.due(now, &policy);
            assert!(due > now, "all that is due is done: {told}");
            assert!(
                due <= now + policy.rotate_every + policy.publish_ahead() + policy.clock_skew,
                "and is done again in time: {told}"
            );
            for (index, entry) in line.entries.iter().enumerate() {
                let is_over = matches!(
                    line.state(index, now, &policy),
                    KeyState::Retired | KeyState::Revoked
                );
                assert!(
                    !is_over || entry.key.is_some_and(|key| !key.is_whole),
                    "what is over is erased: {told}"
                );
            }
            let again = line.clone();
            advance(&mut line, now, seen, &policy);
            assert_eq!(line, again, "doing it twice is doing it once: {told}");
        }
    }
}

#[test]
fn a_year_asleep_changes_one_key_and_no_more() {
    let chance = &mut Chance::new(1);
    let policy = policy(chance);
    let mut line = line(Purpose::Signs, 0.0, &policy);
    let before: Vec<String> = line.entries.iter().map(|entry| entry.key_id.clone()).collect();
    advance(&mut line, YEAR, 0.0, &policy);
    let active = line.active(YEAR).unwrap();
    assert_eq!(
        line.entries[active].key_id, before[0],
        "until its successor's successor is known, it signs on"
    );
    let turn = line.entries[active].until.unwrap();
    assert_eq!(turn, YEAR + policy.publish_ahead());
    assert_eq!(line.entries[line.active(turn).unwrap()].key_id, before[1]);
}
