//! The state of a set, for people and their dashboards.

use serde_json::{Value, json};

use super::current::Current;
use super::policy::{BURST, Policy};
use super::state::State;
use crate::key::Key;
use crate::machine::{MOST_FLIGHTS, NEW_A_SECOND, Times};

pub(super) fn write(current: &Current, state: &mut State, policy: &Policy, times: Times) -> String {
    let counts = state.counts;
    let is_cold = current.sent.is_none();
    let seconds = |value: f64| {
        if value.is_finite() {
            json!((value * 1000.0).round() / 1000.0)
        } else {
            Value::Null
        }
    };
    let answering = policy.max_age + policy.timeout;
    let status = json!({
        "state": current.state(times).as_str(is_cold),
        "age": seconds(current.age(times)),
        "due_in": seconds(if is_cold { 0.0 } else { (current.due - current.age(times)).max(0.0) }),
        "expires_in": seconds(if is_cold { 0.0 } else { (current.fresh_for - current.age(times)).max(0.0) }),
        "fetching": state.is_flying(),
        "retry_in": seconds(state.retry_in(times)),
        "keys": current.keys.len(),
        "usable": current.keys.iter().filter(|key| key.can_verify()).count(),
        "encryption_keys": current.keys.iter().filter(|key| Key::can_encrypt(key)).count(),
        "set_aside": current.keys.rejected().len(),
        "fetched": counts.fetched,
        "unchanged": counts.unchanged,
        "failed": counts.failed,
        "failed_in_a_row": state.failures(),
        "last_failure": current.failed.map(|failed| failed.why.as_str()),
        "last_status": current.failed.and_then(|failed| failed.status),
        "abandoned": counts.abandoned,
        "key_ids_reused": counts.key_ids_reused,
        "waiting": state.waiting(),
        "turned_away": counts.turned_away,
        "refetches_left": state.bucket_left(times),
        "a_removed_key_is_refused_after": { "while_the_server_answers": answering, "while_it_does_not": answering + policy.stale },
        "limits": {
            "default_age": policy.default_age,
            "min_age": policy.min_age,
            "max_age": policy.max_age,
            "stale": policy.stale,
            "cooldown": policy.cooldown,
            "burst": BURST,
            "timeout": policy.timeout,
            "max_keys": policy.max_keys,
            "max_set_bytes": policy.max_set_bytes,
            "max_metadata_bytes": policy.max_metadata_bytes,
            "max_waiting": policy.max_waiting,
            "flights_in_the_process": MOST_FLIGHTS,
            "new_flights_a_second_in_the_process": NEW_A_SECOND,
        },
    });
    status.to_string()
}
