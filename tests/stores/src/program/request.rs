//! The requests, as lines of JSON. An unknown member is an error: a test that misspells one would
//! test something else.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Result;

/// Whose server it is.
#[derive(Clone, Copy, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Brand {
    Redis,
    Valkey,
}

impl Brand {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Redis => "redis",
            Self::Valkey => "valkey",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Shape {
    /// One primary, with its replicas.
    Single,
    Cluster,
    Sentinel,
}

#[derive(PartialEq, Debug)]
pub(crate) struct Start {
    pub(crate) shape: Shape,
    pub(crate) brand: Brand,
    pub(crate) arguments: Vec<String>,
    pub(crate) replicas: Option<usize>,
    pub(crate) proxied: bool,
}

/// One server of a deployment by its port, or those that the request means by itself.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Target {
    pub(crate) id: u64,
    pub(crate) port: Option<u16>,
}

#[derive(PartialEq, Debug)]
pub(crate) enum Request {
    Start(Start),
    Stop(Target),
    Pause(Target),
    Resume(Target),
    Restart(Target),
    /// Whether the old primary is killed first.
    Failover(Target, bool),
    Partition(Target, Between, Direction),
    /// Without a place: everything that was partitioned.
    Heal(Target, Option<Between>),
    Command(Target, Vec<String>),
    /// Stops everything and removes its folder.
    End(Target),
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Between {
    #[default]
    Clients,
    Replicas,
}

/// What a partition swallows.
#[derive(Clone, Copy, Default, Deserialize, PartialEq, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Direction {
    #[default]
    Both,
    Requests,
    Replies,
}

const VERBS: [&str; 10] = [
    "start",
    "stop",
    "pause",
    "resume",
    "restart",
    "failover",
    "partition",
    "heal",
    "command",
    "end",
];

impl Request {
    pub(crate) fn parse(line: &str) -> Result<Self> {
        let mut members: Map<String, Value> =
            serde_json::from_str(line).map_err(|error| format!("a request is a JSON object: {error}"))?;
        let verb = VERBS.into_iter().find(|verb| members.contains_key(*verb));
        let verb = verb.ok_or_else(|| format!("a request has one of the members {}", VERBS.join(", ")))?;
        let subject = members.remove(verb).unwrap_or_default();
        Self::read(verb, subject, members).map_err(|error| format!("{verb}: {error}").into())
    }

    fn read(verb: &str, subject: Value, rest: Map<String, Value>) -> Result<Self> {
        if verb == "start" {
            return start(subject, rest);
        }
        let id = subject
            .as_u64()
            .ok_or("its value must be the id of a deployment, a number")?;
        let target = |port| Target { id, port };
        Ok(match verb {
            "stop" => Self::Stop(target(read::<OnlyPort>(rest)?.port)),
            "pause" => Self::Pause(target(read::<OnlyPort>(rest)?.port)),
            "resume" => Self::Resume(target(read::<OnlyPort>(rest)?.port)),
            "restart" => Self::Restart(target(read::<OnlyPort>(rest)?.port)),
            "failover" => {
                read::<Failover>(rest).map(|rest| Self::Failover(target(None), rest.kill.unwrap_or(true)))?
            }
            "partition" => {
                let rest: Partition = read(rest)?;
                Self::Partition(target(rest.port), rest.between, rest.direction)
            }
            "heal" => read::<Heal>(rest).map(|rest| Self::Heal(target(rest.port), rest.between))?,
            "command" => {
                let rest: Command = read(rest)?;
                if rest.args.is_empty() {
                    return Err("`args` must name a command".into());
                }
                Self::Command(target(rest.port), rest.args)
            }
            _ => read::<Nothing>(rest).map(|Nothing {}| Self::End(target(None)))?,
        })
    }
}

fn start(subject: Value, rest: Map<String, Value>) -> Result<Request> {
    let what: What = serde_json::from_value(subject)?;
    let rest: Starting = read(rest)?;
    let (shape, brand) = match what {
        What::Redis => (Shape::Single, Brand::Redis),
        What::Valkey => (Shape::Single, Brand::Valkey),
        What::Cluster => (Shape::Cluster, rest.server.unwrap_or(Brand::Redis)),
        What::Sentinel => (Shape::Sentinel, rest.server.unwrap_or(Brand::Redis)),
    };
    if shape == Shape::Single && rest.server.is_some() {
        return Err("`server` is for a cluster or sentinel".into());
    }
    Ok(Request::Start(Start {
        shape,
        brand,
        arguments: rest.args,
        replicas: rest.replicas,
        proxied: rest.proxied,
    }))
}

fn read<T: DeserializeOwned>(rest: Map<String, Value>) -> Result<T> {
    Ok(serde_json::from_value(Value::Object(rest))?)
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Redis,
    Valkey,
    Cluster,
    Sentinel,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Starting {
    server: Option<Brand>,
    #[serde(default)]
    args: Vec<String>,
    replicas: Option<usize>,
    #[serde(default)]
    proxied: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OnlyPort {
    port: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failover {
    kill: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Partition {
    port: Option<u16>,
    #[serde(default)]
    between: Between,
    #[serde(default)]
    direction: Direction,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heal {
    port: Option<u16>,
    between: Option<Between>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    port: Option<u16>,
    args: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_requests() {
        let target = |port| Target { id: 1, port };
        assert_eq!(
            Request::parse(r#"{"stop":1}"#).unwrap(),
            Request::Stop(target(None))
        );
        assert_eq!(
            Request::parse(r#"{"pause":1,"port":7000}"#).unwrap(),
            Request::Pause(target(Some(7000)))
        );
        assert_eq!(
            Request::parse(r#"{"failover":1}"#).unwrap(),
            Request::Failover(target(None), true)
        );
        let partition = Request::Partition(target(None), Between::Clients, Direction::Replies);
        assert_eq!(
            Request::parse(r#"{"direction":"replies","partition":1}"#).unwrap(),
            partition
        );
        let start = Start {
            shape: Shape::Cluster,
            brand: Brand::Valkey,
            arguments: Vec::new(),
            replicas: None,
            proxied: false,
        };
        assert_eq!(
            Request::parse(r#"{"start":"cluster","server":"valkey"}"#).unwrap(),
            Request::Start(start)
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for (wrong, message) in [
            ("", "a request is a JSON object: "),
            ("[1]", "a request is a JSON object: "),
            (r#"{"begin":1}"#, "a request has one of the members start, "),
            (r#"{"stop":"1"}"#, "stop: its value must be the id"),
            (r#"{"stop":1,"start":"redis"}"#, "start: unknown field `stop`"),
            (r#"{"stop":1,"ports":7}"#, "stop: unknown field `ports`"),
            (r#"{"start":"memcached"}"#, "start: unknown variant `memcached`"),
            (
                r#"{"start":"redis","server":"valkey"}"#,
                "start: `server` is for a cluster",
            ),
            (
                r#"{"command":1,"args":[]}"#,
                "command: `args` must name a command",
            ),
            (r#"{"end":1,"port":7}"#, "end: unknown field `port`"),
        ] {
            let error = Request::parse(wrong).unwrap_err().to_string();
            assert!(error.starts_with(message), "{wrong}: {error}");
        }
    }
}
