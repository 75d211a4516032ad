//! Asks about a client's request as gateways do, and reads the answers.

use base64_simd::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::support::{Reply, Serve};

/// A gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Nginx,
    /// As ingress-nginx asks.
    NginxUrl,
    Traefik,
    Caddy,
    Apisix,
    Envoy,
}

pub const ALL: [By; 6] = [
    By::Nginx,
    By::NginxUrl,
    By::Traefik,
    By::Caddy,
    By::Apisix,
    By::Envoy,
];

/// A client's request.
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    pub method: &'a str,
    pub target: &'a str,
    pub host: &'a str,
    pub headers: &'a [(&'a str, &'a str)],
}

impl<'a> Client<'a> {
    pub fn get(target: &'a str, headers: &'a [(&'a str, &'a str)]) -> Self {
        Client {
            method: "GET",
            target,
            host: "api.example",
            headers,
        }
    }
}

impl By {
    pub fn name(self) -> &'static str {
        match self {
            By::Nginx | By::NginxUrl => "nginx",
            By::Traefik => "traefik",
            By::Caddy => "caddy",
            By::Apisix => "apisix",
            By::Envoy => "envoy",
        }
    }

    /// Asks about a request to an API, or to the one with its host.
    pub fn ask(self, serve: &Serve, api: Option<&str>, client: Client<'_>) -> Told {
        let Client {
            method,
            target,
            host,
            headers,
        } = client;
        let url = format!("https://{host}{target}");
        let own = match self {
            By::Nginx => vec![
                ("X-Original-Method", method),
                ("X-Original-URI", target),
                ("X-Original-Host", host),
            ],
            By::NginxUrl => vec![("X-Original-Method", method), ("X-Original-URL", url.as_str())],
            By::Traefik | By::Caddy | By::Apisix => {
                vec![
                    ("X-Forwarded-Method", method),
                    ("X-Forwarded-Uri", target),
                    ("X-Forwarded-Host", host),
                    ("X-Forwarded-Proto", "https"),
                ]
            }
            By::Envoy => vec![("Host", host)],
        };
        // Gateways replace what the client sent under these names, and remove the rest of them.
        let is_theirs = |name: &str| {
            own.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
                || name.eq_ignore_ascii_case("x-original-url")
        };
        let client = headers.iter().copied().filter(|(name, _)| !is_theirs(name));
        let headers: Vec<_> = client.chain(own.iter().copied()).collect();
        let path = match api {
            Some(api) => format!("/auth/{}/{api}", self.name()),
            None => format!("/auth/{}", self.name()),
        };
        let reply = match self {
            By::Envoy => serve.ask(
                method,
                &format!("/auth/envoy/{}{target}", api.unwrap_or("*")),
                &headers,
                "",
            ),
            // nginx and Caddy ask with GET, others as configured.
            By::Apisix => serve.ask("POST", &path, &headers, "{\"a\":1}"),
            _ => serve.ask("GET", &path, &headers, ""),
        };
        Told { by: self, reply }
    }
}

/// A challenge: its scheme, and its parameters.
pub type Challenge = (String, Vec<(String, String)>);

/// The answer to a gateway.
#[derive(Debug)]
pub struct Told {
    pub by: By,
    pub reply: Reply,
}

impl Told {
    /// The intended status: nginx cannot carry all of them, so it is also in a header.
    pub fn status(&self) -> u16 {
        match self.reply.header("x-tokenseal-status") {
            Some(meant) => {
                let meant = meant.parse().unwrap();
                assert_eq!(
                    self.reply.status,
                    if meant == 400 && !self.challenges().is_empty() {
                        401
                    } else {
                        meant
                    }
                );
                meant
            }
            None => {
                assert!(!matches!(self.by, By::Nginx | By::NginxUrl) || self.reply.status == 200);
                self.reply.status
            }
        }
    }

    /// The challenges of the answer.
    pub fn challenges(&self) -> Vec<Challenge> {
        self.reply
            .all("www-authenticate")
            .iter()
            .flat_map(|value| challenges_of(value))
            .collect()
    }

    /// The claims of the identity that the service gets: null where it gets an empty one.
    pub fn identity(&self) -> Value {
        let token = self
            .reply
            .header("x-tokenseal-identity")
            .expect("the header of the identity is always set");
        match token {
            "" => Value::Null,
            token => claims_of(token),
        }
    }

    pub fn code(&self) -> Value {
        self.reply.json()["code"].clone()
    }
}

/// The claims of a signed token, which nobody has checked.
pub fn claims_of(token: &str) -> Value {
    let claims = token
        .split('.')
        .nth(1)
        .and_then(|claims| URL_SAFE_NO_PAD.decode_to_vec(claims).ok());
    claims
        .and_then(|claims| serde_json::from_slice(&claims).ok())
        .unwrap_or_default()
}

fn challenges_of(value: &str) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (word, after) = rest.split_at(
            rest.find([' ', '='])
                .unwrap_or_else(|| panic!("this is no challenge: {rest:?}")),
        );
        rest = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (text, after) = quoted.split_once('"').unwrap();
                found
                    .last_mut()
                    .unwrap()
                    .1
                    .push((word.to_owned(), text.to_owned()));
                after.trim_start_matches([',', ' '])
            }
            None => {
                found.push((word.to_owned(), Vec::new()));
                after.trim_start()
            }
        };
    }
    found
}
