//! A primary with replicas, watched by three Sentinels.

use std::fs;

use serde_json::Value;

use super::Result;
use super::deployment::Deployment;
use super::limit::Limit;
use super::request::Shape;
use super::server::Server;
use super::start::{Parts, with_replicas};

/// What the Sentinels call the primary.
pub(crate) const NAME: &str = "tokenseal";

const SENTINELS: usize = 3;
const QUORUM: usize = 2;

pub(crate) fn start(parts: &Parts<'_>, replicas: usize, limit: Limit) -> Result<Deployment> {
    let mut deployment = with_replicas(parts, replicas, limit)?;
    let primary = deployment.one(None)?.address.port;
    for place in 0..SENTINELS {
        deployment.sentinels.push(sentinel(parts, place, primary, limit)?);
    }
    for sentinel in &deployment.sentinels {
        limit.wait_for("the Sentinels to find each other and the replicas", || {
            let reply = sentinel.address.require(&["SENTINEL", "MASTER", NAME], limit)?;
            let is =
                |name: &str, count: usize| field(&reply, name).is_some_and(|text| text == count.to_string());
            let found = is("num-other-sentinels", SENTINELS - 1)
                && is("num-slaves", replicas)
                && field(&reply, "flags") == Some("master");
            Ok(found.then_some(()))
        })?;
    }
    Ok(Deployment {
        shape: Shape::Sentinel,
        ..deployment
    })
}

fn sentinel(parts: &Parts<'_>, place: usize, primary: u16, limit: Limit) -> Result<Server> {
    let mut plan = parts.plan(&format!("sentinel-{place}"));
    // Passwords are the servers'.
    let password = plan.password.take();
    let folder = plan.folder.clone();
    fs::create_dir_all(&folder)?;
    let file = folder.join("sentinel.conf");
    let arguments = |port: u16| {
        let mut lines = format!(
            "bind 127.0.0.1\nport {port}\ndir {}\nsentinel monitor {NAME} 127.0.0.1 {primary} {QUORUM}\n",
            quoted(&folder.display().to_string())
        );
        lines +=
            &format!("sentinel down-after-milliseconds {NAME} 500\nsentinel failover-timeout {NAME} 3000\n");
        if let Some(password) = &password {
            lines += &format!("sentinel auth-pass {NAME} {}\n", quoted(password));
        }
        fs::write(&file, lines)?;
        Ok(vec![file.display().to_string(), "--sentinel".to_owned()])
    };
    let server = Server::start_with(&plan, arguments, limit)?;
    // They ask and tell rarely, which makes a test wait for seconds.
    server.address.require(
        &[
            "SENTINEL",
            "DEBUG",
            "INFO-PERIOD",
            "500",
            "PUBLISH-PERIOD",
            "200",
            "ASK-PERIOD",
            "200",
        ],
        limit,
    )?;
    Ok(server)
}

/// As the file of settings wants a text that may have spaces in it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Kills the primary, and waits until every Sentinel names the same other server, which says that
/// it is one.
pub(crate) fn fail_over(deployment: &mut Deployment, limit: Limit) -> Result<usize> {
    let old = deployment.one(None)?;
    old.stop()?;
    let old = old.address.port;
    limit.wait_for("the Sentinels to agree on a new primary", || {
        let mut named = Vec::new();
        for sentinel in deployment.sentinels.iter().filter(|sentinel| sentinel.is_up()) {
            let reply = sentinel
                .address
                .require(&["SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME], limit)?;
            named.push(
                reply
                    .get(1)
                    .and_then(Value::as_str)
                    .and_then(|port| port.parse::<u16>().ok()),
            );
        }
        let Some(Some(port)) = named.first().copied() else {
            return Ok(None);
        };
        if port == old || named.iter().any(|other| *other != Some(port)) {
            return Ok(None);
        }
        let place = deployment
            .servers
            .iter()
            .position(|server| server.address.port == port);
        let Some(server) = place.and_then(|place| deployment.servers.get(place)) else {
            return Ok(None);
        };
        let role = server.address.require(&["ROLE"], limit)?;
        Ok(place.filter(|_| role.get(0).and_then(Value::as_str) == Some("master")))
    })
}

/// A field of a reply that lists names and values in turns.
fn field<'a>(reply: &'a Value, name: &str) -> Option<&'a str> {
    let list = reply.as_array()?;
    let place = list.iter().position(|value| value == name)?;
    list.get(place + 1)?.as_str()
}
