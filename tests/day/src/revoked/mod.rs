//! One list of revocations in a store, which every language follows by a driver of its own.
//!
//! First [`spread`]: what one of them revokes, all others must refuse. Then [`load`] and
//! [`faults`]: all check and revoke all the time, while the store is killed, stopped, cut off,
//! emptied and failed over.

mod drivers;
mod faults;
mod judge;
mod load;
mod service;
mod spread;
mod targets;

use std::io::{self, Write};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::answerer::{Answerer, Description};
use crate::stores::Stores;
use spread::Spread;
use targets::{ISSUER, Pool};

pub(crate) use service::{Begin, Outcomes, Service};
pub(crate) use targets::Target;

/// Set by `cargo xtask soak`: more of everything, and no machine is too busy to keep a promise of
/// time.
const SOAK: &str = "TOKENSEAL_SOAK";
/// How many revocations must spread.
const TRIES: &str = "TOKENSEAL_TRIES";
/// How many rounds of faults there are.
const ROUNDS: &str = "TOKENSEAL_ROUNDS";

/// Runs all of it with these answerers and Rust's own drivers. Writes one JSON object for each
/// participant and fault. An error is a promise that was not kept.
pub(crate) fn run(descriptions: &[Description]) -> Result<()> {
    let is_long = std::env::var_os(SOAK).is_some();
    let mut services: Vec<Box<dyn Service>> = Vec::new();
    for description in descriptions {
        services.push(Box::new(Answerer::start(description)?));
    }
    services.extend(drivers::all()?);
    spread_all(&mut services, number(TRIES, 100)?, is_long)?;
    for round in 0..number(ROUNDS, 1)? {
        faults::round(&mut services, round, is_long)?;
    }
    Ok(())
}

/// A number that the environment gives.
fn number(name: &str, default: usize) -> Result<usize> {
    let Some(text) = std::env::var_os(name) else {
        return Ok(default);
    };
    text.to_str()
        .and_then(|text| text.parse().ok())
        .with_context(|| format!("{name} is not a number"))
}

fn spread_all(services: &mut [Box<dyn Service>], tries: usize, is_long: bool) -> Result<()> {
    let stores = Stores::start("redis", json!({}))?;
    let pool = Pool::new(tries)?;
    begin(services, stores.port, &pool, json!({}))?;
    let spread = spread::run(services, &pool)?;
    report(&spread)?;
    let Spread { within, .. } = spread;
    ensure!(
        !is_long || within == tries,
        "only {within} of {tries} revocations were refused by all within a second"
    );
    Ok(())
}

/// Lets everybody begin with an empty list, whose options are those of a list that is made and
/// these.
fn begin(services: &mut [Box<dyn Service>], port: u16, pool: &Pool, more: Value) -> Result<()> {
    let mut options = json!({ "namespace": "all", "create": true, "longest_lifetime": "1h" });
    if let (Some(options), Value::Object(more)) = (options.as_object_mut(), more) {
        options.extend(more);
    }
    let begin = Begin {
        port,
        issuer: ISSUER,
        keys: &pool.keys,
        options,
    };
    services
        .iter_mut()
        .try_for_each(|service| service.begin(&begin).with_context(|| service.title().to_owned()))
}

/// Writes a line for each participant, and one for all.
fn report(spread: &Spread) -> Result<()> {
    for (reader, title) in spread.titles.iter().enumerate() {
        let from = spread.titles.iter().enumerate().filter_map(|(writer, title)| {
            let times = spread.times(|pair| pair == (writer, reader));
            Some((
                title.clone(),
                json!({ "median": times.median()?, "maximum": times.maximum()? }),
            ))
        });
        let from: serde_json::Map<String, Value> = from.collect();
        let times = spread.times(|pair| pair.1 == reader);
        say(
            &json!({ "title": title, "median": times.median(), "maximum": times.maximum(), "unavailable": spread.unavailable.get(reader), "from": from }),
        )?;
    }
    let times = spread.times(|_| true);
    say(&json!({
        "tries": spread.tries, "within_a_second": spread.within, "median": times.median(), "maximum": times.maximum(),
    }))
}

fn say(line: &Value) -> Result<()> {
    Ok(writeln!(io::stdout(), "{line}")?)
}
