//! What one `start` started, under one id.

use serde_json::{Value, json};

use super::Result;
use super::limit::Limit;
use super::proxy::Proxy;
use super::request::{Between, Direction, Shape};
use super::sentinel;
use super::server::Server;

pub(crate) struct Deployment {
    pub(crate) shape: Shape,
    /// The first primary, then its replicas; or the nodes of a cluster.
    pub(crate) servers: Vec<Server>,
    /// Which of them is the primary.
    pub(crate) primary: usize,
    pub(crate) sentinels: Vec<Server>,
    /// Between clients and servers, in the order of these. The first leads to the current primary.
    pub(crate) fronts: Vec<Proxy>,
    /// Between replicas and their primary, in the order of the replicas.
    pub(crate) links: Vec<Proxy>,
}

impl Deployment {
    /// Its ports, as clients are to know them.
    pub(crate) fn describe(&self, id: u64, limit: Limit) -> Result<Value> {
        let primary = self
            .servers
            .get(self.primary)
            .ok_or("a deployment without servers")?;
        let all: Vec<u16> = self.servers.iter().map(|server| self.front_of(server)).collect();
        let front = self.front_of(primary);
        let is_cluster = self.shape == Shape::Cluster;
        let replicas: Vec<u16> = if is_cluster {
            Vec::new()
        } else {
            all.iter().copied().filter(|port| *port != front).collect()
        };
        Ok(json!({
            "id": id,
            "port": front,
            "replicas": replicas,
            "nodes": if is_cluster { all } else { Vec::new() },
            "sentinels": self.sentinels.iter().map(|server| server.address.port).collect::<Vec<_>>(),
            "master_name": if self.shape == Shape::Sentinel { Some(sentinel::NAME) } else { None },
            "version": primary.version(limit)?,
        }))
    }

    /// The servers that a request means: the one on this port; without one the primary, or all
    /// nodes.
    pub(crate) fn chosen(&mut self, port: Option<u16>) -> Result<Vec<&mut Server>> {
        match port {
            None if self.shape == Shape::Cluster => Ok(self.servers.iter_mut().collect()),
            _ => Ok(vec![self.one(port)?]),
        }
    }

    /// The server on this port; without one the primary, or the first node.
    pub(crate) fn one(&mut self, port: Option<u16>) -> Result<&mut Server> {
        let Some(port) = port else {
            return self
                .servers
                .get_mut(self.primary)
                .ok_or_else(|| "a deployment without servers".into());
        };
        let port = self
            .fronts
            .iter()
            .find(|front| front.port == port)
            .map_or(port, Proxy::server);
        let mut all = self.servers.iter_mut().chain(&mut self.sentinels);
        all.find(|server| server.address.port == port)
            .ok_or_else(|| format!("it has no server on port {port}").into())
    }

    /// Makes another server the primary, and says its port for clients.
    pub(crate) fn fail_over(&mut self, kill: bool, limit: Limit) -> Result<Value> {
        match self.shape {
            Shape::Cluster => return Err("failover: the nodes of a cluster have no replicas here".into()),
            Shape::Sentinel if !kill => {
                return Err("failover: Sentinels act only if the primary is killed".into());
            }
            Shape::Sentinel => self.primary = sentinel::fail_over(self, limit)?,
            Shape::Single => self.promote(kill, limit)?,
        }
        let server = self
            .servers
            .get(self.primary)
            .ok_or("a deployment without servers")?;
        Ok(json!({ "port": self.front_of(server), "server": server.address.port }))
    }

    /// Promotes a replica as it is: what the old primary had not sent to it is gone.
    fn promote(&mut self, kill: bool, limit: Limit) -> Result<()> {
        let old = self.primary;
        let mut up = self
            .servers
            .iter()
            .enumerate()
            .filter(|(place, server)| *place != old && server.is_up());
        let (new, port) = up
            .next()
            .map(|(place, server)| (place, server.address.port))
            .ok_or("failover: no replica is up")?;
        if kill {
            self.one(None)?.stop()?;
        }
        self.primary = new;
        self.one(None)?
            .address
            .require(&["REPLICAOF", "NO", "ONE"], limit)?;
        self.lead_clients_to(port);
        // `links` lacks the first server, which began as the primary.
        self.links.iter().for_each(|link| {
            link.lead_to(port);
            link.close_all();
        });
        for (place, server) in self
            .servers
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != new && *place != old)
        {
            let link = place
                .checked_sub(1)
                .and_then(|place| self.links.get(place))
                .map_or(port, |link| link.port);
            if server.is_up() {
                server
                    .address
                    .require(&["REPLICAOF", "127.0.0.1", &link.to_string()], limit)?;
            }
        }
        Ok(())
    }

    /// The first front leads to the new primary, and the one that did so to the old.
    fn lead_clients_to(&self, port: u16) {
        let Some(first) = self.fronts.first() else { return };
        if let Some(other) = self.fronts.iter().find(|front| front.server() == port) {
            other.lead_to(first.server());
        }
        first.lead_to(port);
    }

    pub(crate) fn cut(&self, between: Between, port: Option<u16>, direction: Direction) -> Result<()> {
        self.proxies(between, port)?
            .iter()
            .for_each(|proxy| proxy.cut(direction));
        Ok(())
    }

    pub(crate) fn mend(&self, between: Option<Between>, port: Option<u16>) -> Result<()> {
        match (between, port) {
            (None, None) => self.fronts.iter().chain(&self.links).for_each(Proxy::mend),
            (between, port) => self
                .proxies(between.unwrap_or_default(), port)?
                .iter()
                .for_each(|proxy| proxy.mend()),
        }
        Ok(())
    }

    /// Those before the server on this port; all of them without one.
    fn proxies(&self, between: Between, port: Option<u16>) -> Result<Vec<&Proxy>> {
        let (all, missing) = match between {
            Between::Clients => (
                &self.fronts,
                "there is no proxy before it: start it with \"proxied\": true",
            ),
            Between::Replicas => (
                &self.links,
                "there is no proxy before replicas: start it with \"proxied\": true and replicas",
            ),
        };
        if all.is_empty() {
            return Err(missing.into());
        }
        let Some(port) = port else {
            return Ok(all.iter().collect());
        };
        let server = self
            .fronts
            .iter()
            .find(|front| front.port == port)
            .map_or(port, Proxy::server);
        let is_meant = |place: usize, proxy: &Proxy| match between {
            Between::Clients => proxy.server() == server,
            Between::Replicas => self
                .servers
                .get(place + 1)
                .is_some_and(|replica| replica.address.port == server),
        };
        let found: Vec<&Proxy> = all
            .iter()
            .enumerate()
            .filter(|(place, proxy)| is_meant(*place, proxy))
            .map(|(_, proxy)| proxy)
            .collect();
        if found.is_empty() {
            Err(format!("it has no proxy before port {port}").into())
        } else {
            Ok(found)
        }
    }

    fn front_of(&self, server: &Server) -> u16 {
        let port = server.address.port;
        self.fronts
            .iter()
            .find(|front| front.server() == port)
            .map_or(port, |front| front.port)
    }
}
