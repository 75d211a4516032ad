//! Each bound that a policy promises, broken by a second: only then is a valid token refused.

use super::super::policy::{Policy, Purpose};
use super::world::{Truth, World};

const POLICY: Policy = Policy {
    rotate_every: 1000.0,
    token_lifetime: 300.0,
    jwks_max_age: 100.0,
    verifier_refresh: 50.0,
    clock_skew: 10.0,
};

/// How many valid tokens are refused when clocks are as far apart as they may be and everyone acts
/// at the worst moment: tokens are made as late as a key signs, and the next key is revoked as soon
/// as its turn begins.
fn refused(truth: Truth) -> usize {
    let mut worst = 0;
    for [planner, maker, publisher] in [
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 0.0],
        [0.0, 1.0, 1.0],
        [1.0, 0.0, 0.0],
        [1.0, 0.0, 1.0],
        [1.0, 1.0, 0.0],
    ] {
        let offsets = [planner * truth.skew, maker * truth.skew];
        let mut world = World::new(Purpose::Signs, POLICY, truth, publisher * truth.skew);
        let plan = POLICY.rotate_every - POLICY.publish_ahead();
        world.advance(plan - offsets[0], offsets[0]);
        let turn = world.line().entries[1].from.unwrap();
        // The last token of the first key, and an emergency right after.
        world.make(turn - offsets[1] - 0.01, offsets[1]);
        world.revoke(turn - offsets[1], offsets[1]);
        world.make(turn - offsets[1] + 0.01, offsets[1]);
        world.advance(turn + 2.0 * POLICY.rotate_every, offsets[0]);
        worst = worst.max(world.refused(&offsets).len());
    }
    worst
}

#[test]
fn nothing_is_refused_within_the_bounds() {
    assert_eq!(refused(Truth::of(&POLICY)), 0);
}

#[test]
fn a_verifier_that_fetches_a_second_later_refuses() {
    let truth = Truth::of(&POLICY);
    assert!(
        refused(Truth {
            staleness: truth.staleness + 1.0,
            ..truth
        }) > 0
    );
}

#[test]
fn a_token_that_lives_a_second_longer_is_refused() {
    let truth = Truth::of(&POLICY);
    assert!(
        refused(Truth {
            lifetime: truth.lifetime + 1.0,
            ..truth
        }) > 0
    );
}

#[test]
fn clocks_that_differ_by_a_second_more_refuse() {
    let truth = Truth::of(&POLICY);
    assert!(
        refused(Truth {
            skew: truth.skew + 1.0,
            ..truth
        }) > 0
    );
}

#[test]
fn a_verifier_with_a_second_more_of_leeway_refuses() {
    let truth = Truth::of(&POLICY);
    assert!(
        refused(Truth {
            leeway: truth.leeway + 1.0,
            ..truth
        }) > 0
    );
}

/// How many tokens cannot be decrypted that were encrypted at the last moment to a known key, and
/// are opened at the last one.
fn lost(truth: Truth) -> usize {
    let offsets = [0.0, truth.skew];
    let mut world = World::new(Purpose::Encrypts, POLICY, truth, 0.0);
    world.advance(POLICY.rotate_every - POLICY.publish_ahead(), 0.0);
    let turn = world.line().entries[1].from.unwrap();
    world.advance(turn, 0.0);
    world.encrypt(turn + truth.staleness - 0.01, truth.skew, 1.0);
    // Whoever erases the private half has the clock that is ahead, and one of those who decrypt has
    // the other.
    world.advance(
        turn + POLICY.keep_after(Purpose::Encrypts) - truth.skew,
        truth.skew,
    );
    world.undecipherable(&offsets).len()
}

#[test]
fn a_sender_that_is_a_second_later_than_promised_is_not_understood() {
    let truth = Truth::of(&POLICY);
    assert_eq!(lost(truth), 0);
    assert!(
        lost(Truth {
            staleness: truth.staleness + 1.0,
            ..truth
        }) > 0
    );
    assert!(
        lost(Truth {
            lifetime: truth.lifetime + 1.0,
            ..truth
        }) > 0
    );
    assert!(
        lost(Truth {
            leeway: truth.leeway + 1.0,
            ..truth
        }) > 0
    );
    assert!(
        lost(Truth {
            skew: truth.skew + 1.0,
            ..truth
        }) > 0
    );
}

#[test]
fn what_is_not_sound_names_the_smallest_value_that_is() {
    let too_often = Policy {
        rotate_every: POLICY.publish_ahead() - 1.0,
        ..POLICY
    };
    assert!(too_often.check().unwrap_err().message().contains("at least 160s"));
    Policy {
        rotate_every: POLICY.publish_ahead(),
        ..POLICY
    }
    .check()
    .unwrap();
    let long = Policy {
        token_lifetime: 100_000.0,
        ..POLICY
    };
    let smallest = ((150.0 + 100_000.0 + 30.0 + 1.0) / 60.0_f64).ceil();
    assert!(
        long.check()
            .unwrap_err()
            .message()
            .contains(&format!("at least {smallest}s"))
    );
    Policy {
        rotate_every: smallest,
        ..long
    }
    .check()
    .unwrap();
    assert!(
        Policy {
            clock_skew: 0.0,
            ..POLICY
        }
        .check()
        .is_err()
    );
    assert!(
        Policy {
            token_lifetime: 0.0,
            ..POLICY
        }
        .check()
        .is_err()
    );
}
