//! Random policies and schedules, each over several rotations.

use super::super::policy::{Policy, Purpose};
use super::chance::Chance;
use super::world::{Truth, World};

/// A policy that is sound, and only just so where possible.
pub(super) fn policy(chance: &mut Chance) -> Policy {
    let mut policy = Policy {
        rotate_every: 0.0,
        token_lifetime: chance.between(1.0, 20_000.0).floor().max(1.0),
        jwks_max_age: chance.between(0.0, 4_000.0).floor(),
        verifier_refresh: chance.between(0.0, 4_000.0).floor(),
        clock_skew: chance.between(1.0, 120.0).floor().max(1.0),
    };
    let least = policy
        .publish_ahead()
        .max((policy.keep_after(Purpose::Encrypts) / 60.0).ceil());
    policy.rotate_every = if chance.happens(0.3) {
        least
    } else {
        (least * chance.between(1.0, 20.0)).floor()
    };
    policy.check().unwrap();
    policy
}

pub(super) fn seeds() -> u64 {
    std::env::var("TOKENSEAL_SEEDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(4_000)
}

#[test]
fn sound_policies_decrypt_everything() {
    for seed in 0..seeds() {
        let chance = &mut Chance::new(seed);
        let policy = policy(chance);
        let offsets: Vec<f64> = (0..3).map(|_| chance.between(0.0, policy.clock_skew)).collect();
        let mut world = World::new(Purpose::Encrypts, policy, Truth::of(&policy), offsets[0]);
        let (mut now, end) = (0.0, policy.rotate_every * chance.between(1.0, 6.0));
        while now < end {
            now += chance.once_in(policy.rotate_every / 12.0);
            world.advance(now, chance.one_of(&offsets));
            let age = if chance.happens(0.5) {
                1.0
            } else {
                chance.fraction()
            };
            world.encrypt(now, chance.one_of(&offsets), age);
        }
        let lost = world.undecipherable(&offsets);
        assert!(
            lost.is_empty(),
            "seed {seed}: {lost:?} of {policy:?} with {offsets:?}"
        );
    }
}

#[test]
fn sound_policies_refuse_nothing() {
    let seeds = seeds();
    let (mut rotations, mut revocations) = (0, 0);
    for seed in 0..seeds {
        let chance = &mut Chance::new(seed);
        let policy = policy(chance);
        let offsets: Vec<f64> = (0..3).map(|_| chance.between(0.0, policy.clock_skew)).collect();
        let mut world = World::new(Purpose::Signs, policy, Truth::of(&policy), offsets[0]);
        // Nobody can know a second key while the first ones are young.
        let (mut now, mut calm_until) = (0.0, policy.publish_ahead() + 2.0 * policy.clock_skew);
        let end = policy.rotate_every * chance.between(1.0, 6.0);
        while now < end {
            now += match chance.happens(0.05) {
                true => policy.rotate_every * chance.between(0.0, 3.0),
                false => chance.once_in(policy.rotate_every / 12.0),
            };
            let offset = chance.one_of(&offsets);
            match chance.between(0.0, 10.0) {
                draw if draw < 1.0 => world.advance(now, offset),
                draw if draw < 1.5 && now > calm_until => {
                    world.revoke(now, offset);
                    calm_until = now + policy.publish_ahead() + 2.0 * policy.clock_skew;
                    revocations += 1;
                }
                _ => world.make(now, offset),
            }
        }
        rotations += world.history.len();
        let refused = world.refused(&offsets);
        assert!(
            refused.is_empty(),
            "seed {seed}: {refused:?} of {policy:?} with {offsets:?}"
        );
    }
    assert!(
        rotations as u64 > seeds && revocations as u64 > seeds / 4,
        "{rotations} changes, {revocations} revocations"
    );
}
