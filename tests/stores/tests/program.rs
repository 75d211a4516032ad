//! The program with real servers: what it starts, how it breaks them, and that it leaves none
//! behind.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod client;

use client::{Client, Stores, is_refused, wait_until};
use serde_json::{Value, json};

#[test]
fn starts_redis_as_its_arguments_say() {
    let mut stores = Stores::start();
    let redis =
        stores.ask(json!({ "start": "redis", "args": ["--maxmemory", "2mb", "--requirepass", "a b"] }));
    assert!(
        redis["version"]
            .as_str()
            .unwrap()
            .split('.')
            .all(|number| number.parse::<u32>().is_ok()),
        "{redis}"
    );
    assert_eq!(
        stores.command(&redis, "CONFIG GET maxmemory"),
        json!(["maxmemory", "2097152"])
    );
    let mut client = Client::connect(&redis["port"]);
    client.send("PING");
    assert!(client.line().unwrap().starts_with("-NOAUTH"));
    assert!(
        stores.command(&redis, "NO-SUCH-COMMAND")["error"]
            .as_str()
            .unwrap()
            .starts_with("ERR unknown command")
    );
}

#[test]
fn starts_a_valkey_that_knows_waitaof() {
    let mut stores = Stores::start();
    let valkey = stores.ask(json!({ "start": "valkey", "args": ["--appendonly", "yes"] }));
    let major: u32 = valkey["version"]
        .as_str()
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    assert!(major >= 8, "{valkey}");
    assert_eq!(stores.command(&valkey, "WAITAOF 1 0 5000"), json!([1, 0]));
}

#[test]
fn starts_a_cluster_that_shares_the_slots() {
    let mut stores = Stores::start();
    let cluster = stores.ask(json!({ "start": "cluster" }));
    let nodes = cluster["nodes"].as_array().unwrap();
    assert_eq!((nodes.len(), &nodes[0]), (3, &cluster["port"]));
    for node in nodes {
        let info = stores.command_at(&cluster, node, "CLUSTER INFO");
        assert!(info.as_str().unwrap().contains("cluster_state:ok"), "{info}");
        assert!(info.as_str().unwrap().contains("cluster_known_nodes:3"), "{info}");
    }
    // The slot of `foo` is 12182, the last node's.
    let moved = stores.command(&cluster, "SET foo bar");
    assert_eq!(moved["error"], format!("MOVED 12182 127.0.0.1:{}", nodes[2]));
    assert_eq!(stores.command_at(&cluster, &nodes[2], "SET foo bar"), "OK");
    stores.ask(json!({ "stop": cluster["id"] }));
    assert!(nodes.iter().all(is_refused));
}

#[test]
fn sentinels_promote_a_replica() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "sentinel", "replicas": 2 }));
    let (replicas, sentinels) = (
        started["replicas"].as_array().unwrap(),
        started["sentinels"].as_array().unwrap(),
    );
    assert_eq!((replicas.len(), sentinels.len()), (2, 3));
    let new = stores.ask(json!({ "failover": started["id"] }))["port"].take();
    assert!(replicas.contains(&new) && is_refused(&started["port"]), "{new}");
    assert_eq!(stores.command(&started, "ROLE")[0], "master");
    let name = started["master_name"].as_str().unwrap();
    for sentinel in sentinels {
        let named = stores.command_at(
            &started,
            sentinel,
            &format!("SENTINEL GET-MASTER-ADDR-BY-NAME {name}"),
        );
        assert_eq!(named, json!(["127.0.0.1", new.to_string()]));
    }
}

#[test]
fn pauses_and_resumes() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis" }));
    let mut client = Client::connect(&started["port"]);
    stores.ask(json!({ "pause": started["id"] }));
    client.send("PING");
    assert!(client.is_silent());
    stores.ask(json!({ "resume": started["id"] }));
    assert_eq!(client.line().unwrap(), "+PONG");
}

#[test]
fn a_paused_server_can_be_stopped() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis" }));
    stores.ask(json!({ "pause": started["id"] }));
    stores.ask(json!({ "stop": started["id"] }));
    assert!(is_refused(&started["port"]));
    assert!(
        stores
            .refuse(&json!({ "pause": started["id"] }).to_string())
            .ends_with("does not run")
    );
}

#[test]
fn a_restart_keeps_what_is_persistent() {
    let mut stores = Stores::start();
    for (arguments, kept) in [
        (
            json!(["--appendonly", "yes", "--appendfsync", "always"]),
            json!("1"),
        ),
        (json!([]), Value::Null),
    ] {
        let started = stores.ask(json!({ "start": "redis", "args": arguments }));
        stores.command(&started, "SET a 1");
        stores.ask(json!({ "stop": started["id"] }));
        assert!(is_refused(&started["port"]));
        stores.ask(json!({ "restart": started["id"] }));
        assert_eq!(stores.command_at(&started, &started["port"], "GET a"), kept);
    }
}

#[test]
fn a_partition_swallows() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis", "proxied": true }));
    let (partition, heal) = (
        json!({ "partition": started["id"] }),
        json!({ "heal": started["id"] }),
    );
    let mut before = Client::connect(&started["port"]);
    let mut idle = Client::connect(&started["port"]);
    for client in [&mut before, &mut idle] {
        client.send("PING");
        assert_eq!(client.line().unwrap(), "+PONG");
    }

    stores.ask(partition);
    before.send("SET a 1");
    let mut during = Client::connect(&started["port"]);
    during.send("PING");
    assert!(before.is_silent() && during.is_silent());
    assert_eq!(stores.command(&started, "GET a"), Value::Null);

    stores.ask(heal);
    // What lost bytes ends, and what did not continues.
    assert_eq!([before.line(), during.line()], [None, None]);
    idle.send("PING");
    assert_eq!(idle.line().unwrap(), "+PONG");
}

#[test]
fn a_partition_may_swallow_replies_only() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis", "proxied": true }));
    let mut client = Client::connect(&started["port"]);
    client.send("PING");
    assert_eq!(client.line().unwrap(), "+PONG");
    stores.ask(json!({ "partition": started["id"], "direction": "replies" }));
    client.send("SET a 1");
    wait_until("the command arrives", || stores.command(&started, "GET a") == "1");
    assert!(client.is_silent());
}

#[test]
fn a_failover_loses_what_the_replica_lacks() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis", "replicas": 2, "proxied": true }));
    let mut client = Client::connect(&started["port"]);
    client.send("SET a early");
    assert_eq!(client.line().unwrap(), "+OK");
    client.send("WAIT 2 10000");
    assert_eq!(client.line().unwrap(), ":2");
    stores.ask(json!({ "partition": started["id"], "between": "replicas" }));
    client.send("SET a late");
    assert_eq!(client.line().unwrap(), "+OK");

    let failed_over = stores.ask(json!({ "failover": started["id"] }));
    assert_eq!(
        (failed_over["port"].clone(), client.line()),
        (started["port"].clone(), None)
    );
    let mut client = Client::connect(&started["port"]);
    client.send("GET a");
    assert_eq!([client.line().unwrap(), client.line().unwrap()], ["$5", "early"]);

    // The other replica follows the new primary once it reaches it.
    stores.ask(json!({ "heal": started["id"] }));
    client.send("SET b 1");
    assert_eq!(client.line().unwrap(), "+OK");
    client.send("WAIT 1 60000");
    assert_eq!(client.line().unwrap(), ":1");
}

#[test]
fn an_old_primary_may_live_on() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis", "replicas": 1, "proxied": true }));
    let mut client = Client::connect(&started["port"]);
    client.send("PING");
    assert_eq!(client.line().unwrap(), "+PONG");
    stores.ask(json!({ "failover": started["id"], "kill": false }));
    client.send("SET a 1");
    assert_eq!(client.line().unwrap(), "+OK");
    assert_eq!(stores.command(&started, "GET a"), Value::Null);
    assert_eq!(stores.command_at(&started, &started["replicas"][0], "GET a"), "1");
}

#[test]
fn its_end_leaves_nothing_behind() {
    let mut stores = Stores::start();
    let (ended, left) = (
        stores.ask(json!({ "start": "redis" })),
        stores.ask(json!({ "start": "valkey" })),
    );
    let (folder, _) = stores.place(&ended);
    stores.ask(json!({ "end": ended["id"] }));
    assert!(is_refused(&ended["port"]) && !folder.exists());
    assert!(
        stores
            .refuse(&json!({ "stop": ended["id"] }).to_string())
            .starts_with("no deployment has the id")
    );
    let (folder, _) = stores.place(&left);
    stores.ask(json!({ "pause": left["id"] }));
    let another = Stores::start().ask(json!({ "start": "redis" }));
    assert!(
        another["id"] == 1 && folder.exists(),
        "another program leaves it alone"
    );
    assert!(stores.end().success());
    assert!(is_refused(&left["port"]) && !folder.parent().unwrap().parent().unwrap().exists());
}

/// A program that is killed can end nothing. Linux does it.
#[cfg(target_os = "linux")]
#[test]
fn its_servers_end_even_if_it_is_killed() {
    let mut stores = Stores::start();
    let (runs, paused) = (
        stores.ask(json!({ "start": "redis" })),
        stores.ask(json!({ "start": "valkey" })),
    );
    let (folder, process) = stores.place(&runs);
    stores.ask(json!({ "pause": paused["id"] }));
    stores.kill();
    wait_until("nobody listens", || {
        is_refused(&runs["port"]) && is_refused(&paused["port"])
    });
    wait_until("the process ends", || {
        !std::path::Path::new(&format!("/proc/{process}/exe")).exists()
    });
    assert_eq!(
        Stores::start().refuse("{}"),
        "a request has one of the members start, stop, pause, resume, restart, failover, partition, heal, command, end"
    );
    assert!(!folder.exists(), "the next program removes what was left behind");
}

#[test]
fn refuses_what_it_cannot_do() {
    let mut stores = Stores::start();
    let started = stores.ask(json!({ "start": "redis" }));
    for (line, message) in [
        ("{", "a request is a JSON object: "),
        (r#"{"stop":99}"#, "no deployment has the id 99"),
        (
            r#"{"start":"redis","args":["--port","1"]}"#,
            "--port is not for a request to say",
        ),
        (
            r#"{"start":"redis","args":["--no-such-option","1"]}"#,
            "redis ended: ",
        ),
        (r#"{"start":"redis","replicas":3}"#, "`replicas` is at most 2"),
        (
            r#"{"start":"cluster","proxied":true}"#,
            "`proxied` is for a single server",
        ),
        (r#"{"start":"sentinel","replicas":0}"#, "Sentinels need a replica"),
        (r#"{"pause":1,"port":1}"#, "it has no server on port 1"),
        (r#"{"partition":1}"#, "there is no proxy before it"),
        (
            r#"{"partition":1,"between":"replicas"}"#,
            "there is no proxy before replicas",
        ),
        (r#"{"failover":1}"#, "failover: no replica is up"),
    ] {
        let error = stores.refuse(line);
        assert!(error.starts_with(message), "{line}: {error}");
    }
    assert_eq!(stores.command(&started, "PING"), "PONG");
}
