//! A cluster of three nodes, which share all slots.

use std::cell::Cell;

use super::deployment::Deployment;
use super::limit::Limit;
use super::request::Shape;
use super::server::Server;
use super::start::Parts;
use super::{Result, ports};

/// The slots of each node.
const SLOTS: [(u16, u16); 3] = [(0, 5460), (5461, 10922), (10923, 16383)];

pub(crate) fn start(parts: &Parts<'_>, limit: Limit) -> Result<Deployment> {
    let mut servers = Vec::new();
    let mut buses = Vec::new();
    for place in 0..SLOTS.len() {
        let bus = Cell::new(0);
        // A new one with each try.
        let own = |_| {
            bus.set(ports::free()?);
            let port = bus.get().to_string();
            Ok([
                "--cluster-enabled",
                "yes",
                "--cluster-node-timeout",
                "1000",
                "--cluster-port",
                &port,
            ]
            .map(str::to_owned)
            .to_vec())
        };
        servers.push(Server::start(
            &parts.plan(&format!("node-{place}")),
            &parts.request.arguments,
            own,
            limit,
        )?);
        buses.push(bus.get());
    }
    let mut epoch = 0;
    for (server, (first, last)) in servers.iter().zip(SLOTS) {
        epoch += 1;
        server
            .address
            .require(&["CLUSTER", "SET-CONFIG-EPOCH", &epoch.to_string()], limit)?;
        server.address.require(
            &["CLUSTER", "ADDSLOTSRANGE", &first.to_string(), &last.to_string()],
            limit,
        )?;
    }
    // Each to each: gossip would take seconds.
    for server in &servers {
        for (other, bus) in servers
            .iter()
            .zip(&buses)
            .filter(|(other, _)| other.address.port != server.address.port)
        {
            server.address.require(
                &[
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    &other.address.port.to_string(),
                    &bus.to_string(),
                ],
                limit,
            )?;
        }
    }
    for server in &servers {
        limit.wait_for("the nodes to form a cluster", || {
            let field = |name| server.address.field(&["CLUSTER", "INFO"], name, limit);
            let is_formed = field("cluster_state")?.as_deref() == Some("ok")
                && field("cluster_size")?.as_deref() == Some("3");
            Ok(is_formed.then_some(()))
        })?;
    }
    Ok(Deployment {
        shape: Shape::Cluster,
        servers,
        primary: 0,
        sentinels: Vec::new(),
        fronts: Vec::new(),
        links: Vec::new(),
    })
}
