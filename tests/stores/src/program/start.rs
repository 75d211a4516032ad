//! Starts a deployment.

use std::path::PathBuf;
use std::sync::Arc;

use super::deployment::Deployment;
use super::limit::Limit;
use super::processes::Processes;
use super::proxy::Proxy;
use super::request::{Shape, Start};
use super::server::{Plan, Server, check};
use super::{Result, cluster, sentinel};

const MOST_REPLICAS: usize = 2;

pub(crate) fn start(
    request: &Start,
    folder: PathBuf,
    processes: &Arc<Processes>,
    limit: Limit,
) -> Result<Deployment> {
    check(&request.arguments)?;
    if request.replicas.is_some_and(|replicas| replicas > MOST_REPLICAS) {
        return Err(format!("`replicas` is at most {MOST_REPLICAS}").into());
    }
    if request.proxied && request.shape != Shape::Single {
        return Err("`proxied` is for a single server and its replicas: nodes and Sentinels tell clients the servers' own ports".into());
    }
    let parts = Parts {
        request,
        folder,
        processes,
    };
    match request.shape {
        Shape::Single => with_replicas(&parts, request.replicas.unwrap_or_default(), limit),
        Shape::Cluster if request.replicas.unwrap_or_default() > 0 => {
            Err("the nodes of a cluster have no replicas here".into())
        }
        Shape::Cluster => cluster::start(&parts, limit),
        Shape::Sentinel if request.replicas == Some(0) => {
            Err("Sentinels need a replica to promote: `replicas` is 1 or 2".into())
        }
        Shape::Sentinel => sentinel::start(&parts, request.replicas.unwrap_or(1), limit),
    }
}

/// What all servers of a deployment share.
pub(crate) struct Parts<'a> {
    pub(crate) request: &'a Start,
    folder: PathBuf,
    processes: &'a Arc<Processes>,
}

impl Parts<'_> {
    pub(crate) fn plan(&self, name: &str) -> Plan<'_> {
        Plan {
            brand: self.request.brand,
            processes: self.processes,
            folder: self.folder.join(name),
            password: self.password(),
        }
    }

    /// The one that servers are told to ask for: this program's own commands need it as well.
    pub(crate) fn password(&self) -> Option<String> {
        let mut arguments = self.request.arguments.iter();
        arguments.find(|argument| argument.eq_ignore_ascii_case("--requirepass"))?;
        arguments.next().cloned()
    }
}

/// One primary and this many replicas, which have caught up with it.
pub(crate) fn with_replicas(parts: &Parts<'_>, replicas: usize, limit: Limit) -> Result<Deployment> {
    let proxied = parts.request.proxied;
    let primary = Server::start(
        &parts.plan("primary"),
        &parts.request.arguments,
        |_| Ok(Vec::new()),
        limit,
    )?;
    let port = primary.address.port;
    let links: Vec<Proxy> = if proxied {
        (0..replicas).map(|_| Proxy::start(port)).collect::<Result<_>>()?
    } else {
        Vec::new()
    };
    let mut servers = vec![primary];
    for place in 0..replicas {
        let to = links.get(place).map_or(port, |link| link.port);
        let mut more = vec!["--replicaof".to_owned(), format!("127.0.0.1 {to}")];
        if let Some(password) = parts.password() {
            more.extend(["--masterauth".to_owned(), password]);
        }
        servers.push(Server::start(
            &parts.plan(&format!("replica-{place}")),
            &parts.request.arguments,
            |_| Ok(more.clone()),
            limit,
        )?);
    }
    for replica in servers.iter().skip(1) {
        limit.wait_for("a replica to catch up", || {
            let state = replica
                .address
                .field(&["INFO", "replication"], "master_link_status", limit)?;
            Ok(state.filter(|state| state == "up"))
        })?;
    }
    let fronts = servers
        .iter()
        .filter(|_| proxied)
        .map(|server| Proxy::start(server.address.port))
        .collect::<Result<_>>()?;
    Ok(Deployment {
        shape: Shape::Single,
        servers,
        primary: 0,
        sentinels: Vec::new(),
        fronts,
        links,
    })
}
