//! Overwriting parsed JSON that contained secrets.

use serde_json::{Map, Value};
use zeroize::Zeroize;

/// Overwrites every text of a parsed object, at any depth.
pub(crate) fn wipe(members: &mut Map<String, Value>) {
    fn wipe_value(value: &mut Value) {
        match value {
            Value::String(text) => text.zeroize(),
            Value::Array(items) => items.iter_mut().for_each(wipe_value),
            Value::Object(members) => members.values_mut().for_each(wipe_value),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    members.values_mut().for_each(wipe_value);
}
