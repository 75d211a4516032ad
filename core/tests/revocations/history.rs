//! Random histories, and what must hold after each of their steps.

use std::collections::HashMap;

use crate::process::{NAMES, Said};
use crate::record::{Stamps, stamps_of};
use crate::server::Data;
use crate::world::World;

const MAX_STALENESS: f64 = 1.0;
const STEPS: u64 = 250;
/// The last name is revoked at the end, when everything works again.
const LAST: usize = NAMES - 1;

#[test]
fn what_was_acknowledged_is_refused_whatever_happens() {
    if let Some(seed) = number("TOKENSEAL_SEED") {
        let mut history = History::new(seed);
        history.world.story = Some(Vec::new());
        let broken = history.run();
        println!("{}", history.world.story.unwrap().join("\n"));
        assert_eq!(broken, Ok(()));
        return;
    }
    let seeds = number("TOKENSEAL_SEEDS").unwrap_or(100);
    let first = number("TOKENSEAL_FIRST_SEED").unwrap_or(0);
    let mut seen = Seen::default();
    let mut broken = Vec::new();
    for seed in first..first + seeds {
        let mut history = History::new(seed);
        if let Err(why) = history.run() {
            eprintln!("{seed}: {why}");
            broken.push(format!("{seed}: {why}"));
        }
        seen.add(&history.seen);
    }
    println!("{seeds} histories: {seen:?}");
    assert!(
        broken.is_empty(),
        "{} of {seeds} histories are broken:\n{}",
        broken.len(),
        broken.join("\n")
    );
    // A simulation in which nothing happens proves nothing.
    let least = [
        seen.acknowledged,
        seen.withdrawn,
        seen.refused,
        seen.unavailable,
        seen.restored,
        seen.packed,
        seen.unpacked,
        seen.listed,
        seen.ended_whole,
    ];
    assert!(least.iter().all(|count| *count >= seeds / 2), "{seen:?}");
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// What happened, over all histories.
#[derive(Debug, Default)]
struct Seen {
    acknowledged: u64,
    withdrawn: u64,
    refused: u64,
    accepted: u64,
    unavailable: u64,
    restored: u64,
    listed: u64,
    packed: u64,
    unpacked: u64,
    ended_whole: u64,
    ended_lost: u64,
    /// What was withdrawn and is refused in the end anyway, because records were lost.
    over_refused: u64,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        self.acknowledged += other.acknowledged;
        self.withdrawn += other.withdrawn;
        self.refused += other.refused;
        self.accepted += other.accepted;
        self.unavailable += other.unavailable;
        self.restored += other.restored;
        self.listed += other.listed;
        self.packed += other.packed;
        self.unpacked += other.unpacked;
        self.ended_whole += other.ended_whole;
        self.ended_lost += other.ended_lost;
        self.over_refused += other.over_refused;
    }
}

struct History {
    world: World,
    faults: f64,
    /// Since when a server has had an operation without a gap.
    stored: HashMap<(usize, usize), f64>,
    /// What both servers have, and had at the last look.
    held: [(Data, Stamps); 2],
    seen: Seen,
}

impl History {
    fn new(seed: u64) -> Self {
        let mut world = World::new(seed);
        let faults = world.chance.one_of(&[0.0, 0.02, 0.05, 0.12]);
        Self {
            world,
            faults,
            stored: HashMap::new(),
            held: Default::default(),
            seen: Seen::default(),
        }
    }

    fn run(&mut self) -> Result<(), String> {
        for _ in 0..STEPS {
            self.step()?;
        }
        self.end()
    }

    fn step(&mut self) -> Result<(), String> {
        let world = &mut self.world;
        let seconds = match world.chance.fraction() {
            ..0.9 => world.chance.between(0.01, 0.4),
            ..0.99 => world.chance.between(0.4, 5.0),
            _ => world.chance.one_of(&[60.0, 1800.0, 4.0 * 3600.0]),
        };
        world.pass(seconds);
        if world.chance.happens(self.faults) {
            world.fault();
        }
        for process in 0..self.world.processes.len() {
            let world = &mut self.world;
            if world.chance.happens(0.8) {
                world.poll(process);
            }
            world.settle(process);
            self.seen.listed += world.take_listed(process);
            if world.chance.happens(0.02) && !world.processes[process].is_frozen(world.now) {
                let now = world.now;
                world.processes[process].list(now);
            }
            if world.chance.happens(0.06) {
                self.change(process);
            }
            let world = &mut self.world;
            if world.chance.happens(0.002) {
                world.note(|_| format!("process {process} starts anew"));
                world.start_anew(process);
            }
        }
        self.check()
    }

    fn change(&mut self, process: usize) {
        let world = &mut self.world;
        let name = (world.chance.fraction() * LAST as f64) as usize;
        let until = world.chance.one_of(&[None, Some(60.0), Some(3500.0)]);
        let is_withdrawal = world.chance.happens(0.4);
        let (now, of) = (world.now, &mut world.processes[process]);
        if of.change.is_some() || of.is_frozen(now) {
            return;
        }
        match world.truth.entries.get(&name).cloned().filter(|_| is_withdrawal) {
            Some(entry) => {
                let operation = world.truth.begin(name, true);
                of.withdraw(&entry, operation, now);
                world.note(|_| format!("process {process} withdraws {name} by operation {operation}"));
            }
            None => {
                let operation = world.truth.begin(name, false);
                of.revoke(name, operation, until, now);
                world.note(|_| format!("process {process} revokes {name} by operation {operation}"));
            }
        }
    }

    /// What was acknowledged is refused by every process that has read it, from then on; and by
    /// every process that is ready, if its server has had it for as long as a list may be old.
    /// Nobody can know what a server has lost before anyone read it.
    fn check(&mut self) -> Result<(), String> {
        let world = &mut self.world;
        for (server, (seen, stamps)) in world.servers.iter().zip(&mut self.held) {
            if server.data != *seen {
                (*seen, *stamps) = (server.data.clone(), stamps_of(&server.data));
            }
        }
        for process in world
            .processes
            .iter_mut()
            .filter(|process| !process.is_frozen(world.now))
        {
            process.was_ready |= process.list.is_ready(process.times(world.now, 0.5));
        }
        for name in 0..NAMES {
            let certain = world.truth.certain(name).filter(|(_, last)| !last.is_withdrawal);
            let certain = certain.map(|(index, last)| {
                (
                    index,
                    last.end,
                    last.stamp.unwrap(),
                    world.truth.hash(name).unwrap().clone(),
                )
            });
            let Some((index, end, stamp, hash)) = certain else {
                continue;
            };
            {
                for (side, (_, held)) in self.held.iter().enumerate() {
                    match held.get(&hash).is_some_and(|held| held[0] >= stamp) {
                        true => _ = self.stored.entry((side, index)).or_insert(world.now),
                        false => _ = self.stored.remove(&(side, index)),
                    }
                }
            }
            for (number, process) in world
                .processes
                .iter_mut()
                .enumerate()
                .filter(|(_, process)| !process.is_frozen(world.now))
            {
                let said = process.check(name, world.now);
                match said {
                    Said::Accepted => self.seen.accepted += 1,
                    Said::Revoked => self.seen.refused += 1,
                    Said::Unavailable => self.seen.unavailable += 1,
                }
                // What was over by its own clock, or by the right one, was forgotten, though its
                // clock may have gone back since.
                if end
                    <= process
                        .wall(world.now)
                        .max(process.wall(world.now) - process.offset + 600.0)
                {
                    continue;
                }
                let has_read = process.read.get(&hash).is_some_and(|read| read[0] >= stamp);
                if said == Said::Revoked && has_read {
                    process.shown.insert(index);
                }
                if said == Said::Accepted {
                    let why = |what: &str| {
                        Err(format!(
                            "at {:.3} process {number} accepts {name}, revoked by operation {index}: {what}",
                            world.now
                        ))
                    };
                    if process.shown.contains(&index) {
                        return why("it has known that");
                    }
                    let oldest = world.now - MAX_STALENESS - 0.001;
                    if process.side_since < oldest
                        && self
                            .stored
                            .get(&(process.side, index))
                            .is_some_and(|since| *since < oldest)
                    {
                        return why("its server has it");
                    }
                }
            }
        }
        Ok(())
    }

    /// Everything works again: soon all processes are ready, agree, know what any of them knew, and
    /// nothing more is written.
    fn end(&mut self) -> Result<(), String> {
        self.world.heal();
        self.world.note(|_| "all is well again".to_owned());
        let knew: Vec<bool> = (0..NAMES).map(|name| self.is_known(name)).collect();
        let somebody_can = self.world.processes.iter().any(|process| process.was_ready)
            || self.world.servers[self.world.primary].is_sealed();
        self.quiet(15.0)?;
        let before = self.world.restorations;
        self.quiet(5.0)?;
        (self.seen.packed, self.seen.unpacked) = (self.world.packed, self.world.unpacked);
        self.seen.restored += u64::from(self.world.restorations > 0);
        let said: Vec<Vec<Said>> = self.said();
        if !somebody_can && said[0].iter().all(|said| *said == Said::Unavailable) {
            self.seen.ended_lost += 1;
            return Ok(());
        }
        if self.world.restorations > before {
            return Err(format!("{} restorations, and no end", self.world.restorations));
        }
        for (name, (said, knew)) in said.iter().zip(knew).enumerate() {
            if self
                .world
                .truth
                .operations
                .iter()
                .any(|own| own.name == name && self.world.may_end(own))
            {
                // By some clocks it has ended, and by others not.
                continue;
            }
            if said.contains(&Said::Unavailable) || said.iter().any(|one| one != &said[0]) {
                return Err(format!("in the end of {name} they say {said:?}"));
            }
            let world = &self.world;
            let Some((index, last)) = world.truth.certain(name).filter(|_| knew) else {
                continue;
            };
            match (last.is_withdrawal, said[0]) {
                (false, Said::Accepted) if !world.is_over(last.end) => {
                    return Err(format!(
                        "in the end {name} is accepted, revoked by operation {index}"
                    ));
                }
                (true, Said::Revoked) => self.over_refused(name, index)?,
                _ => {}
            }
        }
        for operation in &self.world.truth.operations {
            self.seen.acknowledged += u64::from(operation.is_acknowledged);
            self.seen.withdrawn += u64::from(operation.is_acknowledged && operation.is_withdrawal);
        }
        self.seen.ended_whole += 1;
        self.list_once_more(&said)?;
        self.write_once_more()
    }

    /// A listing contains everything that is refused, and nothing that is accepted unless it was
    /// withdrawn.
    fn list_once_more(&mut self, said: &[Vec<Said>]) -> Result<(), String> {
        let now = self.world.now;
        self.world
            .processes
            .iter_mut()
            .for_each(|process| process.list(now));
        self.quiet(3.0)?;
        let (now, world) = (self.world.now, &mut self.world);
        for number in 0..world.processes.len() {
            let listed = match world.processes[number].listed(now) {
                Some(Ok(listed)) => listed,
                other => return Err(format!("process {number} cannot list: {other:?}")),
            };
            for (name, said) in said.iter().enumerate() {
                let may_end = world
                    .truth
                    .operations
                    .iter()
                    .any(|own| own.name == name && world.is_over(own.end));
                let Some(id) = world.truth.entries.get(&name).filter(|_| !may_end) else {
                    continue;
                };
                let is_listed = listed
                    .iter()
                    .any(|entry| entry.id == *id && entry.withdrawn.is_none());
                if is_listed != (said[number] == Said::Revoked) {
                    return Err(format!(
                        "process {number} says of {name} {:?}, and lists {listed:?}",
                        said[number]
                    ));
                }
            }
        }
        Ok(())
    }

    fn over_refused(&mut self, name: usize, index: usize) -> Result<(), String> {
        self.seen.over_refused += 1;
        match self.world.lost_something {
            true => Ok(()),
            false => Err(format!(
                "in the end {name} is refused, withdrawn by operation {index}"
            )),
        }
    }

    fn quiet(&mut self, seconds: f64) -> Result<(), String> {
        let until = self.world.now + seconds;
        while self.world.now < until {
            self.world.pass(0.15);
            for process in 0..self.world.processes.len() {
                self.world.poll(process);
                self.world.settle(process);
            }
            self.check()?;
        }
        Ok(())
    }

    fn said(&self) -> Vec<Vec<Said>> {
        let of = |name| {
            self.world
                .processes
                .iter()
                .map(|process| process.check(name, self.world.now))
                .collect()
        };
        (0..NAMES).map(of).collect()
    }

    /// Whether a living process has read what decides, or the server has it.
    fn is_known(&self, name: usize) -> bool {
        let world = &self.world;
        let Some((index, last)) = world.truth.certain(name) else {
            return false;
        };
        let Some(hash) = world.truth.hash(name) else {
            return false;
        };
        let (which, stamp) = (usize::from(last.is_withdrawal), last.stamp.unwrap());
        let is_stored = stamps_of(&world.servers[world.primary].data)
            .get(hash)
            .is_some_and(|held| held[which] >= stamp);
        let is_read = |process: &crate::process::Process| match last.is_withdrawal {
            true => process.read.get(hash).is_some_and(|read| read[1] >= stamp),
            false => process.shown.contains(&index),
        };
        is_stored || world.processes.iter().any(is_read)
    }

    /// A process with the complete list can write, and the others learn of it.
    fn write_once_more(&mut self) -> Result<(), String> {
        let world = &mut self.world;
        let (now, operation) = (world.now, world.truth.begin(LAST, false));
        world.processes[0].change = None;
        world.processes[0].revoke(LAST, operation, Some(600.0), now);
        self.quiet(5.0)?;
        match self.world.truth.operations[operation].is_acknowledged
            && self.said()[LAST].iter().all(|said| *said == Said::Revoked)
        {
            true => Ok(()),
            false => Err(format!("nobody can write any more: {:?}", self.said()[LAST])),
        }
    }
}
