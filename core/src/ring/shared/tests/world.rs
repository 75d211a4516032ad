//! One store, and processes that share a ring in it.

use std::collections::BTreeMap;

use super::super::super::{KeyRing, PendingAction, RingAction};
use super::chance::Chance;
use super::server::{Kept, Server};
use crate::machine::{Answer, Failure, Store, Times};
use crate::{GenerateOptions, Key, KeyManagement, RingOptions, RingStoreOptions, SignatureAlgorithm};

pub(super) const START: f64 = 1_700_000_000.0;
pub(super) const LIFETIME: f64 = 1.0;

pub(super) struct Process {
    pub(super) ring: KeyRing,
    pub(super) pending: Option<PendingAction>,
    flights: Vec<(Store, f64)>,
    pub(super) cut_off_until: f64,
    last: (u64, String),
}

pub(super) struct World {
    pub(super) now: f64,
    pub(super) chance: Chance,
    pub(super) server: Server,
    key: Key,
    pub(super) processes: Vec<Process>,
    /// Which change each one followed.
    parents: BTreeMap<String, String>,
    /// Commands whose senders were told that they failed, and that reach the server late.
    late: Vec<Vec<String>>,
    /// What was signed, with which key, and until when it is valid.
    signed: Vec<(String, f64)>,
    pub(super) faults: bool,
    pub(super) issued: usize,
    pub(super) refused: usize,
}

pub(super) fn wrapping() -> Key {
    Key::generate(KeyManagement::A256KW.into(), &GenerateOptions::default()).unwrap()
}

pub(super) fn policy() -> RingOptions {
    let text = |seconds: f64| Some(format!("{seconds}s").as_str().into());
    RingOptions {
        rotate_every: text(20.0),
        token_lifetime: text(LIFETIME),
        jwks_max_age: text(5.0),
        verifier_refresh: text(4.0),
        clock_skew: text(1.0),
        ..RingOptions::default()
    }
}

pub(super) fn options() -> RingStoreOptions {
    RingStoreOptions {
        namespace: Some("n".into()),
        ..RingStoreOptions::default()
    }
}

pub(super) fn created(now: f64) -> KeyRing {
    KeyRing::create(&[SignatureAlgorithm::HS256.into()], None, &policy(), now).unwrap()
}

impl World {
    pub(super) fn new(seed: u64, count: usize) -> Self {
        let key = wrapping();
        let mut world = Self {
            now: START,
            chance: Chance::new(seed),
            server: Server::default(),
            key,
            processes: Vec::new(),
            parents: BTreeMap::new(),
            late: Vec::new(),
            signed: Vec::new(),
            faults: false,
            issued: 0,
            refused: 0,
        };
        for _ in 0..count {
            let first = created(START);
            let process = world.process(Some(&first));
            world.processes.push(process);
        }
        world
    }

    pub(super) fn process(&self, create: Option<&KeyRing>) -> Process {
        let ring = KeyRing::redis(&options(), &self.key, create, self.now).unwrap();
        Process {
            ring,
            pending: None,
            flights: Vec::new(),
            cut_off_until: 0.0,
            last: (0, String::new()),
        }
    }

    pub(super) fn times(&mut self) -> Times {
        Times {
            jitter: Some(self.chance.fraction()),
            ..Times::of_test(self.now)
        }
    }

    /// The ring as the store has it.
    pub(super) fn truth(&self) -> Option<KeyRing> {
        self.server
            .kept
            .as_ref()
            .map(|kept| KeyRing::from_jwe(&kept.ring, &self.key, self.now).unwrap())
    }

    pub(super) fn step(&mut self) {
        self.now += self.chance.once_in(0.15);
        let index = self.chance.one_of(&(0..self.processes.len()).collect::<Vec<_>>());
        match self.chance.fraction() {
            x if x < 0.55 => self.carry(index),
            x if x < 0.80 => self.issue(index),
            x if x < 0.90 => self.change(index),
            x if x < 0.93 => self.arrive_late(),
            x if x < 0.94 => self.processes[index] = self.process(None),
            x if x < 0.96 => self.processes[index].cut_off_until = self.now + self.chance.between(0.0, 40.0),
            _ => {}
        }
        self.finish(index);
        self.check(index);
    }

    /// Polls, and lets what was sent reach the server, or be lost before or after that.
    pub(super) fn carry(&mut self, index: usize) {
        let times = self.times();
        let now = self.now;
        let turn = self.processes[index].ring.poll(times);
        let sent = turn.stores.into_iter().map(|store| (store, now));
        self.processes[index].flights.extend(sent);
        let Some((store, sent)) = self.processes[index].flights.pop() else {
            return;
        };
        let is_cut_off = self.processes[index].cut_off_until > now;
        let failed = Answer::Failed {
            id: store.id,
            why: self.chance.one_of(&[Failure::Connect, Failure::Timeout]),
        };
        let answer = match self.chance.fraction() {
            _ if is_cut_off => failed,
            x if x < 0.04 => failed,
            x if x < 0.07 => {
                self.late.extend(store.commands.clone());
                failed
            }
            x if x < 0.12 => {
                self.perform(&store);
                failed
            }
            // It stays in flight.
            x if x < 0.25 && now - sent < 5.0 => return self.processes[index].flights.push((store, sent)),
            // The driver never reports anything.
            x if x < 0.26 => return,
            _ => Answer::Reply {
                id: store.id,
                values: self.perform(&store),
            },
        };
        let turn = self.processes[index].ring.tell(times, answer);
        self.processes[index]
            .flights
            .extend(turn.stores.into_iter().map(|store| (store, now)));
    }

    fn perform(&mut self, store: &Store) -> Vec<super::Value> {
        store
            .commands
            .iter()
            .map(|command| self.perform_one(command))
            .collect()
    }

    fn perform_one(&mut self, command: &[String]) -> super::Value {
        let before = self.server.kept.clone();
        let value = self.server.perform(command);
        let after = self.server.kept.clone();
        if before != after {
            let after = after.unwrap();
            let generation = |kept: &Kept| kept.generation.parse::<u64>().unwrap();
            if let Some(before) = before {
                assert_eq!(
                    generation(&after),
                    generation(&before) + 1,
                    "one change, one generation"
                );
                self.parents.insert(after.writer, before.writer);
            }
        }
        value
    }

    fn arrive_late(&mut self) {
        if let Some(command) = self.late.pop() {
            self.perform_one(&command);
        }
    }

    fn issue(&mut self, index: usize) {
        let times = self.times();
        let ring = &self.processes[index].ring;
        match ring.at_to_issue(times) {
            Ok(view) => {
                let key_id = view.signing_key(None).unwrap().key_id().unwrap().to_owned();
                self.signed.push((key_id, self.now + LIFETIME));
                self.issued += 1;
            }
            Err(error) => {
                assert_eq!(error.code(), crate::ErrorCode::KeyRingUnavailable);
                self.refused += 1;
            }
        }
    }

    fn change(&mut self, index: usize) {
        let times = self.times();
        let now = self.now;
        if self.processes[index].pending.is_some() {
            return;
        }
        let keys = self.processes[index].ring.keys(now).unwrap_or_default();
        let action = match (self.chance.happens(0.15), keys.is_empty()) {
            (true, false) => RingAction::revoke(&self.chance.one_of(&keys).key_id, now),
            _ => RingAction::advance(now),
        };
        if let Ok(pending) = self.processes[index].ring.begin(action.unwrap(), times) {
            self.processes[index].pending = Some(pending);
        }
    }

    fn finish(&mut self, index: usize) {
        let times = self.times();
        if let Some(pending) = self.processes[index]
            .pending
            .take_if(|pending| pending.is_settled(times))
        {
            let _ = pending.finish();
        }
    }

    fn is_ancestor(&self, older: &str, newer: &str) -> bool {
        let mut at = newer;
        while at != older {
            match self.parents.get(at) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        true
    }

    fn check(&mut self, index: usize) {
        let process = &self.processes[index];
        let generation = process.ring.data().generation;
        let (writer, _) = process.ring.machine().unwrap().state().known();
        let (last, before) = &process.last;
        assert!(
            generation >= *last,
            "a process went back from generation {last} to {generation}"
        );
        assert!(
            before.is_empty() || self.is_ancestor(before, &writer),
            "a process lost a change: {before} is not before {writer}"
        );
        self.processes[index].last = (generation, writer);
        let now = self.now;
        let (over, valid): (Vec<_>, Vec<_>) = std::mem::take(&mut self.signed)
            .into_iter()
            .partition(|(_, until)| *until < now);
        self.signed = valid;
        if self.faults || over.is_empty() {
            return;
        }
        let truth = self.truth().unwrap();
        for (key_id, until) in over {
            let keys = truth.keys(until).unwrap();
            let key = keys.iter().find(|key| key.key_id == key_id);
            let state = key.map(|key| key.state);
            assert!(
                !matches!(state, None | Some(crate::KeyState::Retired)),
                "{key_id}, which has signed what is valid until {until}, is {state:?} of {keys:?}"
            );
        }
    }
}
