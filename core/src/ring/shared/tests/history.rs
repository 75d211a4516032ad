//! Random histories: generations never go back, each has one winner, and no key that a process has
//! signed with is lost.

use super::world::World;

const STEPS: usize = 2000;

/// Few, so that each run includes them; `TOKENSEAL_RINGS` asks for more.
fn histories() -> u64 {
    std::env::var("TOKENSEAL_RINGS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(5)
}

#[test]
fn nothing_is_lost_while_the_store_keeps_what_it_has() {
    let (mut issued, mut refused) = (0, 0);
    for seed in 0..histories() {
        let mut world = World::new(seed, 4);
        (0..STEPS).for_each(|_| world.step());
        issued += world.issued;
        refused += world.refused;
        let generation: u64 = world.server.kept.as_ref().unwrap().generation.parse().unwrap();
        assert!(generation > 15, "the ring went on: {generation}");
    }
    assert!(
        issued > 3 * refused && refused > 0,
        "{issued} tokens, {refused} refusals"
    );
}

#[test]
fn no_process_follows_a_store_that_went_back() {
    for seed in 100..100 + histories() {
        let mut world = World::new(seed, 4);
        world.faults = true;
        let mut backups = vec![None];
        for _ in 0..STEPS {
            world.step();
            if world.chance.happens(0.005) {
                backups.push(world.server.kept.clone());
            }
            if world.chance.happens(0.002) {
                world.server.kept = world.chance.one_of(&backups);
            }
        }
    }
}
