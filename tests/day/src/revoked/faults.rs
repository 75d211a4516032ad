//! Faults of the store, one after the other, under the load of all participants.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::drivers::Rust;
use super::judge::Seen;
use super::load::{Load, TIMEOUT};
use super::service::{Begin, Service};
use super::targets::{ISSUER, Pool};
use super::{begin, say};
use crate::stores::Stores;

/// How many targets there are for a fault and a participant.
const TARGETS: usize = 14;
/// How long all go on before a fault, and after it.
const BEFORE: Duration = Duration::from_millis(500);
const AFTER: Duration = Duration::from_millis(300);
/// Long enough that a list is too old, a call has waited in vain, and another one is refused at
/// once.
const LONG: Duration = Duration::from_millis(3500);
const SHORT: Duration = Duration::from_millis(500);
const NONE: Duration = Duration::ZERO;

/// One of them.
struct Fault {
    name: &'static str,
    breaks: fn(&mut Stores) -> Result<()>,
    lasts: Duration,
    mends: fn(&mut Stores) -> Result<()>,
    /// Whether the store forgets what it has acknowledged.
    loses: Loses,
    /// Whether it is out of reach.
    is_out: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Loses {
    Nothing,
    /// What is in its memory alone.
    Memory,
    Anything,
}

/// Those of every day. The last one leaves the server without a replica.
const FAULTS: [Fault; 6] = [
    Fault {
        name: "stopped",
        breaks: |it| it.perform("pause", json!({})),
        lasts: LONG,
        mends: |it| it.perform("resume", json!({})),
        loses: Loses::Nothing,
        is_out: true,
    },
    Fault {
        name: "cut off",
        breaks: |it| it.perform("partition", json!({ "between": "clients" })),
        lasts: LONG,
        mends: |it| it.perform("heal", json!({})),
        loses: Loses::Nothing,
        is_out: true,
    },
    Fault {
        name: "answers lost",
        breaks: |it| {
            it.perform(
                "partition",
                json!({ "between": "clients", "direction": "replies" }),
            )
        },
        lasts: SHORT,
        mends: |it| it.perform("heal", json!({})),
        loses: Loses::Nothing,
        is_out: true,
    },
    Fault {
        name: "emptied",
        breaks: |it| it.command(&["FLUSHALL"]),
        lasts: NONE,
        mends: |_| Ok(()),
        loses: Loses::Anything,
        is_out: false,
    },
    Fault {
        name: "killed",
        breaks: |it| it.perform("stop", json!({})),
        lasts: LONG,
        mends: |it| it.perform("restart", json!({})),
        loses: Loses::Memory,
        is_out: true,
    },
    Fault {
        name: "failed over without the tail",
        breaks: cut_off_replica,
        lasts: SHORT,
        mends: fail_over,
        loses: Loses::Anything,
        is_out: false,
    },
];

/// And of the long form.
const MORE: [Fault; 5] = [
    Fault {
        name: "connections closed",
        breaks: |it| it.command(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]),
        lasts: NONE,
        mends: |_| Ok(()),
        loses: Loses::Nothing,
        is_out: false,
    },
    Fault {
        name: "full",
        breaks: |it| it.command(&["CONFIG", "SET", "maxmemory", "1"]),
        lasts: LONG,
        mends: |it| it.command(&["CONFIG", "SET", "maxmemory", "0"]),
        loses: Loses::Nothing,
        is_out: false,
    },
    Fault {
        name: "header deleted",
        breaks: |it| it.command(&["DEL", "{all}:header"]),
        lasts: NONE,
        mends: |_| Ok(()),
        loses: Loses::Anything,
        is_out: false,
    },
    Fault {
        name: "log deleted",
        breaks: |it| it.command(&["DEL", "{all}:log"]),
        lasts: NONE,
        mends: |_| Ok(()),
        loses: Loses::Anything,
        is_out: false,
    },
    Fault {
        name: "kept deleted",
        breaks: |it| it.command(&["DEL", "{all}:kept"]),
        lasts: NONE,
        mends: |_| Ok(()),
        loses: Loses::Anything,
        is_out: false,
    },
];

fn cut_off_replica(stores: &mut Stores) -> Result<()> {
    stores.perform("partition", json!({ "between": "replicas" }))
}

fn fail_over(stores: &mut Stores) -> Result<()> {
    stores.perform("failover", json!({}))?;
    stores.perform("heal", json!({}))
}

/// Lets each fault come once, with a server of its own: Redis and Valkey in turn. In the long form,
/// Valkey's has what it acknowledges on the disk, which Redis 7.0 cannot say.
pub(super) fn round(services: &mut [Box<dyn Service>], round: usize, is_long: bool) -> Result<()> {
    let kind = if round.is_multiple_of(2) {
        "redis"
    } else {
        "valkey"
    };
    let is_durable = is_long && kind == "valkey";
    let args = if is_durable {
        json!(["--appendonly", "yes"])
    } else {
        json!([])
    };
    let mut stores = Stores::start(kind, json!({ "proxied": true, "replicas": 1, "args": args }))?;
    let faults: Vec<&Fault> = if is_long {
        MORE.iter().chain(&FAULTS).collect()
    } else {
        FAULTS.iter().collect()
    };
    let pool = Pool::new(faults.len() * services.len() * TARGETS)?;
    let durability = if is_durable { "fsync" } else { "memory" };
    begin(
        services,
        stores.port,
        &pool,
        json!({ "timeout": TIMEOUT, "durability": durability }),
    )?;
    let load = Load::new(&pool, services.len());
    let titles: Vec<String> = services
        .iter()
        .map(|service| service.title().to_owned())
        .collect();
    load.run(services, |load| {
        for fault in faults {
            let loses = fault.loses == Loses::Anything || fault.loses == Loses::Memory && !is_durable;
            happen(fault, loses, kind, (load, &titles), &mut stores)
                .with_context(|| format!("{kind} {}", fault.name))?;
        }
        Ok(())
    })?;
    let late = Rust::threads()?;
    all_refuse(services, late, &load.revoked(), &pool, stores.port)
}

/// One fault, from before it until all is well again.
fn happen(
    fault: &Fault,
    loses: bool,
    kind: &str,
    (load, titles): (&Load<'_>, &[String]),
    stores: &mut Stores,
) -> Result<()> {
    load.expect(format!("{kind} {}", fault.name));
    load.revoke(true);
    load.wait(BEFORE)?;
    load.loses(loses);
    (fault.breaks)(stores)?;
    load.is_out(fault.is_out);
    load.wait(fault.lasts)?;
    load.is_out(false);
    (fault.mends)(stores)?;
    let mended = Instant::now();
    load.wait(AFTER)?;
    load.revoke(false);
    load.wait_until_well()?;
    let well = mended.elapsed();
    load.loses(false);
    let (each, mut seen) = (load.seen(), Seen::default());
    each.iter().for_each(|own| seen.add(*own));
    let without: BTreeMap<&String, usize> = titles
        .iter()
        .zip(&each)
        .map(|(title, own)| (title, own.unavailable))
        .filter(|(_, count)| *count > 0)
        .collect();
    ensure!(seen.revoked > 0, "nobody has revoked anything");
    ensure!(
        !fault.is_out || fault.lasts < LONG || seen.unavailable > 0,
        "nobody has noticed that the store was away"
    );
    say(&json!({
        "fault": format!("{kind} {}", fault.name),
        "well": well.as_millis() as u64,
        "checks": seen.checks,
        "unavailable": seen.unavailable,
        "unavailable_of": without,
        "revoked": seen.revoked,
        "failed": seen.failed,
        "longest": seen.longest.round(),
    }))
}

/// In the end everybody refuses what was acknowledged, and so does one that comes now.
fn all_refuse(
    services: &mut [Box<dyn Service>],
    mut late: Rust,
    revoked: &[&str],
    pool: &Pool,
    port: u16,
) -> Result<()> {
    let options = json!({ "namespace": "all" });
    late.begin(&Begin {
        port,
        issuer: ISSUER,
        keys: &pool.keys,
        options,
    })
    .context("one that comes later")?;
    let all = services
        .iter_mut()
        .map(|service| &mut **service)
        .chain([&mut late as &mut dyn Service]);
    for service in all {
        let outcomes = service.check(revoked)?.outcomes;
        let kept = outcomes
            .iter()
            .filter(|outcome| *outcome == "ERR_JWT_REVOKED")
            .count();
        ensure!(
            kept == revoked.len(),
            "{} refuses {kept} of {} that were revoked",
            service.title(),
            revoked.len()
        );
    }
    Ok(())
}
