//! The server in the core's simulations behaves like real ones: the same commands, from machines to
//! which everything happens, have the same replies.

use serde_json::json;
use tokenseal::machine::{Answer, Times, Value};
use tokenseal::{PendingChange, RevocationChange, Revocations, RevokeOptions, StoreOptions};
use tokenseal_drivers::StoreClient;
use tokenseal_drivers::store::Single;

use crate::servers::Servers;
use chance::Chance;
use server::Server;

#[path = "../../../core/tests/remote/chance.rs"]
#[allow(dead_code, reason = "other simulations use the rest")]
pub(crate) mod chance;
#[path = "../../../core/tests/revocations/server.rs"]
#[allow(dead_code, reason = "the simulation uses the rest")]
mod server;

const STEPS: usize = 1000;
const START: f64 = 1_700_000_000.0;

#[test]
fn the_simulated_server_answers_as_real_ones_do() {
    for kind in ["redis", "valkey"] {
        let mut servers = Servers::new();
        // Each entry is a block of its own, so that the log is trimmed to the exact entry, as in
        // the simulation.
        let started = servers.start(kind, json!({ "args": ["--stream-node-max-entries", "1"] }));
        let client = Single::from(redis::Client::open(started.url()).unwrap());
        let mut both = Both {
            simulated: Server {
                trims: true,
                ..Server::default()
            },
            client,
        };
        both.run();
    }
}

struct Both {
    simulated: Server,
    client: Single,
}

impl Both {
    fn run(&mut self) {
        let mut chance = Chance::new(7);
        let options = StoreOptions {
            namespace: Some("n".into()),
            beat: Some("5s".into()),
            ..StoreOptions::default()
        };
        let making = StoreOptions {
            create: true,
            longest_lifetime: Some("1h".into()),
            ..options.clone()
        };
        let longer = StoreOptions {
            longest_lifetime: Some("2h".into()),
            ..making.clone()
        };
        // Small pages, so that the lists have many of them, and snapshots.
        let join = |options: &StoreOptions| Revocations::redis_by_pages(options, 5).unwrap();
        let mut lists = [&making, &options, &making].map(|options| (join(options), None::<PendingChange>));
        let (mut now, mut ahead) = (START, 0.0);
        for step in 0..STEPS {
            now += chance.between(0.0, 2.0);
            if chance.happens(0.02) {
                self.fail(&mut chance);
                ahead = chance.one_of(&[0.0, 0.0, -7000.0, 7000.0, 30_000.0]);
            }
            self.simulated.now = ((now + ahead) * 1000.0) as u64;
            let index = chance.one_of(&[0, 1, 2]);
            if chance.happens(0.02) {
                let options = match index {
                    1 => &options,
                    // A request for a longer lifetime raises it.
                    2 if chance.happens(0.3) => &longer,
                    _ => &making,
                };
                lists[index] = (join(options), None);
            }
            let (list, change) = &mut lists[index];
            let times = Times {
                jitter: Some(0.5),
                ..Times::of_test(now)
            };
            if change.as_ref().is_none_or(|change| change.is_settled(times)) {
                let options = RevokeOptions {
                    now: Some(now),
                    ..RevokeOptions::default()
                };
                let id = chance.one_of(&["a", "b", "c"]);
                let made = match chance.happens(0.3) {
                    true => RevocationChange::revoke_key(None, id, &options),
                    false => RevocationChange::revoke_id(None, id, &options),
                };
                *change = Some(list.begin(made.unwrap(), times).unwrap());
            }
            let mut stores = list.poll(times).stores;
            let mut rounds = 0;
            while !stores.is_empty() {
                let store = stores.remove(0);
                rounds += 1;
                assert!(
                    rounds < 1000,
                    "step {step}: the list has no end of commands: {:?}",
                    store.commands
                );
                let values: Vec<Value> = store
                    .commands
                    .iter()
                    .map(|command| self.perform(step, command))
                    .collect();
                stores.extend(list.tell(times, Answer::Reply { id: store.id, values }).stores);
            }
        }
    }

    /// Performs a command on both, at the same time by their clocks.
    fn perform(&mut self, step: usize, command: &[String]) -> Value {
        let mut real = command.to_vec();
        let time = format!(
            "{{'{}','{}'}}",
            self.simulated.now / 1000,
            self.simulated.now % 1000 * 1000
        );
        real[1] = real[1].replace("redis.call('TIME')", &time);
        let (simulated, real) = (
            comparable(self.simulated.perform(command)),
            comparable(self.real(&[real])),
        );
        assert_eq!(simulated, real, "step {step}: {command:?}");
        simulated
    }

    fn real(&self, commands: &[Vec<String>]) -> Value {
        self.client.send(commands, 5.0).unwrap().pop().unwrap()
    }

    fn command(&self, words: &[&str]) -> Value {
        self.real(&[words.iter().map(|word| (*word).to_owned()).collect()])
    }

    fn fail(&mut self, chance: &mut Chance) {
        let data = &mut self.simulated.data;
        match chance.one_of(&[0, 1, 2, 3, 4, 5, 5]) {
            0 => {
                *data = server::Data::default();
                self.command(&["FLUSHALL"]);
            }
            1 => {
                data.header.clear();
                self.command(&["DEL", "{n}:header"]);
            }
            2 => {
                (data.log, data.top) = (Vec::new(), (0, 0));
                self.command(&["DEL", "{n}:log"]);
            }
            3 => {
                data.kept.clear();
                self.command(&["DEL", "{n}:kept"]);
            }
            4 => {
                if let Some((id, _)) = data.log.pop() {
                    self.command(&["XDEL", "{n}:log", &server::shown(id)]);
                }
            }
            _ => {
                self.simulated.is_full = !self.simulated.is_full;
                self.command(&[
                    "CONFIG",
                    "SET",
                    "maxmemory",
                    if self.simulated.is_full { "1" } else { "0" },
                ]);
            }
        }
    }
}

/// Stored values come in any order, and errors have different words.
fn comparable(value: Value) -> Value {
    match value {
        Value::Error(error) => Value::Error(error.split(' ').next().unwrap_or_default().to_owned()),
        Value::List(mut parts) => {
            if let [Value::List(_), Value::List(_), Value::List(kept), Value::Text(_)] = parts.as_mut_slice()
            {
                kept.sort_by_key(|kept| format!("{kept:?}"));
            }
            Value::List(parts)
        }
        other => other,
    }
}
