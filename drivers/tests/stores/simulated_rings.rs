//! The server in the core's simulations of rings behaves like real ones: the same commands, from
//! machines to which everything happens, have the same replies.

use serde_json::json;
use tokenseal::machine::{Answer, Failure, Times, Value};
use tokenseal::{
    KeyRing, PendingAction, RingAction, RingOptions, RingStoreOptions, SignatureAlgorithm, options_from_json,
};
use tokenseal_drivers::StoreClient;
use tokenseal_drivers::store::Single;

use crate::rings::wrapping;
use crate::servers::Servers;
use crate::simulated::chance::Chance;
use server::Server;

#[path = "../../../core/tests/rings/server.rs"]
mod server;

const STEPS: usize = 1000;
const START: f64 = 1_700_000_000.0;

#[test]
fn the_simulated_server_answers_as_real_ones_do() {
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        let started = servers.start(kind, json!({}));
        let client = Single::from(redis::Client::open(started.url()).unwrap());
        let mut both = Both {
            simulated: Server::default(),
            client,
        };
        both.run();
        let kept = both.simulated.kept.unwrap();
        assert!(
            kept.generation.parse::<u64>().unwrap() > 100,
            "the ring went on: {}",
            kept.generation
        );
    }
}

struct Both {
    simulated: Server,
    client: Single,
}

impl Both {
    fn run(&mut self) {
        let (mut chance, key) = (Chance::new(3), wrapping());
        let policy: RingOptions = options_from_json(
            json!({ "rotate_every": 20, "token_lifetime": 1, "jwks_max_age": 5, "verifier_refresh": 4, "clock_skew": 1 }),
        )
        .unwrap();
        let options: RingStoreOptions = options_from_json(json!({ "namespace": "n" })).unwrap();
        let first = KeyRing::create(&[SignatureAlgorithm::HS256.into()], None, &policy, START).unwrap();
        let open = |now| KeyRing::redis(&options, &key, Some(&first), now).unwrap();
        let mut rings = [0, 1, 2].map(|_| (open(START), None::<PendingAction>));
        let mut now = START;
        for step in 0..STEPS {
            now += chance.between(0.0, 2.0);
            let times = Times {
                jitter: Some(0.0),
                ..Times::of_test(now)
            };
            let (ring, pending) = &mut rings[chance.one_of(&[0, 1, 2])];
            if chance.happens(0.01) {
                (*ring, *pending) = (open(now), None);
            }
            if pending.as_ref().is_none_or(|pending| pending.is_settled(times)) {
                let keys = ring.keys(now).unwrap_or_default();
                let action = match (chance.happens(0.4), keys.is_empty()) {
                    (true, false) => RingAction::revoke(&chance.one_of(&keys).key_id, now),
                    _ => RingAction::advance(now),
                };
                *pending = ring.begin(action.unwrap(), times).ok();
            }
            let mut stores = ring.poll(times).stores;
            while let Some(store) = stores.pop() {
                let values: Vec<Value> = store
                    .commands
                    .iter()
                    .map(|command| self.perform(step, command))
                    .collect();
                let answer = match chance.happens(0.1) {
                    true => Answer::Failed {
                        id: store.id,
                        why: Failure::Timeout,
                    },
                    false => Answer::Reply { id: store.id, values },
                };
                stores.extend(ring.tell(times, answer).stores);
            }
        }
    }

    fn perform(&mut self, step: usize, command: &[String]) -> Value {
        let real = self.client.send(&[command.to_vec()], 5.0).unwrap().pop().unwrap();
        let simulated = self.simulated.perform(command);
        assert_eq!(simulated, real, "step {step}: {command:?}");
        simulated
    }
}
