//! A day, compressed: keys that rotate, a server that is down half of the time, and a verifier that follows it by a test's clock.

use std::collections::VecDeque;
use std::thread;
use std::time::Duration;

use tokenseal::{Key, RemoteKeySet, RemoteOptions};

use crate::carrier::{Make, with_both};
use crate::clock::Clock;
use crate::server::{Space, key, plain, seconds, status, token, verifier};

const MINUTE: f64 = 60.0;
const STEP: f64 = 30.0;
const DAY: f64 = 24.0 * 60.0 * MINUTE;
/// A new key signs this often.
const ROTATION: f64 = 10.0 * MINUTE;
/// How many keys are published before they sign: for as long as the server may be down, and the keys at hand may be old by then.
const AHEAD: usize = 9;
/// How many are published after they have signed.
const BEHIND: usize = 1;

with_both! { no_valid_token_is_refused_and_no_removed_key_accepted }

fn no_valid_token_is_refused_and_no_removed_key_accepted(make: Make) {
    let (space, clock) = (Space::new(), Clock::new());
    let carrier = make(clock.settings()).unwrap();
    let options = RemoteOptions { max_age: seconds(600), stale: seconds(3600), ..plain() };
    let set = RemoteKeySet::new(Some(&space.good()), &options).unwrap();
    let verifier = verifier(&set);
    let promise = status(&set, clock.now())["a_removed_key_is_refused_after"].clone();
    let (answering, silent) = (promise["while_the_server_answers"].as_f64().unwrap(), promise["while_it_does_not"].as_f64().unwrap());

    let mut publisher = Publisher::new();
    publisher.serve(&space);
    let mut weather = Weather::new();
    let mut is_up = true;
    let mut up_since = 0.0;
    let (mut now, mut refused_early, mut refused_late) = (0.0, 0, 0);
    while now < DAY {
        if weather.is_up(now) != is_up {
            is_up = !is_up;
            up_since = now;
            space.control(if is_up { "up" } else { "down" });
        }
        if publisher.rotate(now) {
            publisher.serve(&space);
        }
        let current = token(publisher.current());
        carrier.verify(&verifier, &current).unwrap_or_else(|error| panic!("after {now} s: {error}, {}", status(&set, clock.now())));
        land(&set, &clock);

        // A key is looked at when the one bound is over, and again when the other is.
        for removed in &mut publisher.removed {
            let since = now - removed.at;
            let is_bound = is_up && up_since <= removed.at && since > answering;
            if (is_bound && !removed.is_refused) || since > silent {
                let checked = carrier.verify(&verifier, &token(&removed.key));
                assert!(checked.is_err(), "a key that was removed {since} s ago is accepted after {now} s: {}", status(&set, clock.now()));
                removed.is_refused = true;
                if is_bound {
                    refused_early += 1
                } else {
                    refused_late += 1
                }
                land(&set, &clock);
            }
        }
        publisher.removed.retain(|removed| now - removed.at <= silent);
        now += STEP;
        clock.advance(STEP);
    }
    assert!(refused_early > 0 && refused_late > 0, "both bounds were met: {refused_early}, {refused_late}");
}

/// A flight that nobody waits for is carried at the time at which it began.
fn land(set: &RemoteKeySet, clock: &Clock) {
    while status(set, clock.now())["fetching"] == true {
        thread::sleep(Duration::from_micros(200));
    }
}

/// The keys of an issuer: those that signed, the one that signs, and those that will.
struct Publisher {
    keys: VecDeque<Key>,
    made: usize,
    rotated: f64,
    removed: Vec<Removed>,
}

struct Removed {
    key: Key,
    at: f64,
    is_refused: bool,
}

impl Publisher {
    fn new() -> Self {
        let made = BEHIND + 1 + AHEAD;
        Self { keys: (0..made).map(|number| key(&number.to_string())).collect(), made, rotated: 0.0, removed: Vec::new() }
    }

    fn current(&self) -> &Key {
        &self.keys[BEHIND]
    }

    fn rotate(&mut self, now: f64) -> bool {
        let is_due = now >= self.rotated + ROTATION;
        if is_due {
            self.rotated = now;
            let oldest = self.keys.pop_front().unwrap();
            self.removed.push(Removed { key: oldest, at: now, is_refused: false });
            self.keys.push_back(key(&self.made.to_string()));
            self.made += 1;
        }
        is_due
    }

    fn serve(&self, space: &Space) {
        space.serve(&self.keys.iter().collect::<Vec<_>>());
    }
}

/// When the server is up: windows of 5 to 45 minutes, drawn by chance that is the same each time.
struct Weather {
    is_up: bool,
    until: f64,
    drawn: u64,
}

impl Weather {
    fn new() -> Self {
        Self { is_up: true, until: 20.0 * MINUTE, drawn: 13 }
    }

    fn is_up(&mut self, now: f64) -> bool {
        while now >= self.until {
            self.drawn = self.drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            self.until += (5 + (self.drawn >> 33) % 41) as f64 * MINUTE;
            self.is_up = !self.is_up;
        }
        self.is_up
    }
}
