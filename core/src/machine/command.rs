//! What machines ask for, and what they are told.

use std::fmt;

use super::Event;

/// A request for a driver to make: one GET, without following redirects, without a proxy from the
/// environment, without cookies and without a cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    /// Identifies the request; the answer has the same ID.
    pub id: u64,
    /// Where to send it: `https`, or `http` if the caller has allowed it.
    pub url: String,
    /// The headers to send.
    pub headers: Vec<(String, String)>,
    /// Whether to send the caller's own headers too: not to a host that only the issuer has named.
    pub with_caller_headers: bool,
    /// Whether the name must resolve to a public address (see
    /// [`is_public_address`](super::is_public_address)): a host that only the issuer has named must
    /// not lead into the caller's own network.
    pub only_public_address: bool,
    /// The longest body to read, in bytes. A longer one is [`Failure::TooLarge`].
    pub max_bytes: u64,
    /// How long the whole request may take, in seconds, from resolving the name to the last byte.
    pub timeout: f64,
}

/// Commands for a driver to send to the primary of a store, as one pipeline on one connection:
/// without queueing them while the connection is lost, without retrying, and without a key prefix
/// of the client's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Identifies the request; the answer has the same ID.
    pub id: u64,
    /// The commands, each with its arguments. Everything is ASCII.
    pub commands: Vec<Vec<String>>,
    /// How long the whole request may take, in seconds, from connecting to the last reply.
    pub timeout: f64,
}

/// A store's reply to one command, in RESP2 terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A null.
    Nil,
    /// An integer.
    Integer(i64),
    /// A string of any kind. Everything that a machine asks for is ASCII.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An error, as the store worded it.
    Error(String),
}

/// The outcome of a request.
#[derive(Clone, PartialEq)]
pub enum Answer {
    /// The store answered: one value for each command.
    Reply {
        /// The ID of the request.
        id: u64,
        /// The values, in the order of the commands.
        values: Vec<Value>,
    },
    /// The server answered, whatever its status.
    Response {
        /// The ID of the request.
        id: u64,
        /// The status, such as 200.
        status: u16,
        /// The headers, as received.
        headers: Vec<(String, String)>,
        /// The body, decompressed if the driver's client does that.
        body: Vec<u8>,
    },
    /// It did not, or not completely.
    Failed {
        /// The ID of the request.
        id: u64,
        /// Why.
        why: Failure,
    },
}

impl Answer {
    /// The ID of the request.
    pub fn id(&self) -> u64 {
        match self {
            Answer::Reply { id, .. } | Answer::Response { id, .. } | Answer::Failed { id, .. } => *id,
        }
    }
}

impl fmt::Debug for Answer {
    /// Leaves out headers and body, which belong to the server.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Reply { id, values } => write!(formatter, "Reply({id}, {} values)", values.len()),
            Answer::Response { id, status, .. } => write!(formatter, "Response({id}, {status})"),
            Answer::Failed { id, why } => write!(formatter, "Failed({id}, {why})"),
        }
    }
}

/// The first word of the first error among a store's replies, such as OOM: the rest may say more
/// than a log should contain.
pub(crate) fn error_word(values: &[Value]) -> Option<String> {
    let error = values.iter().find_map(|value| match value {
        Value::Error(error) => Some(error.as_str()),
        _ => None,
    })?;
    let word: String = error
        .chars()
        .take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_')
        .take(20)
        .collect();
    Some(if word.is_empty() { "ERR".to_owned() } else { word })
}

/// What a machine wants done, and what happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Requests to make now.
    pub fetches: Vec<Fetch>,
    /// Commands to send to a store now.
    pub stores: Vec<Store>,
    /// Events to report to observers.
    pub events: Vec<Event>,
    /// In how many seconds the machine can do more, for those who wait for it; None: not until it
    /// is told something.
    pub wake: Option<f64>,
}

impl Turn {
    /// Nothing to do for this many seconds.
    pub(crate) fn later(wake: f64) -> Self {
        Self {
            wake: Some(wake),
            ..Self::default()
        }
    }
}

/// Generates the enum and its names from one table.
macro_rules! failures {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $told:literal;)+) => {
        /// Why keys or a list could not be obtained.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Failure {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Failure {
            /// Every failure.
            pub const ALL: &'static [Failure] = &[$(Failure::$variant,)+];

            /// The name that every language uses.
            pub const fn as_str(self) -> &'static str {
                match self { $(Failure::$variant => $name,)+ }
            }

            /// What happened, as the rest of a sentence that begins with the key set.
            pub(crate) const fn told(self) -> &'static str {
                match self { $(Failure::$variant => $told,)+ }
            }
        }
    };
}

failures! {
    /// It exceeded the overall time limit.
    Timeout = "timeout", "did not come within the time limit";
    /// The name could not be resolved, the connection could not be made, or it ended early.
    Connect = "connect", "could not be reached: the connection failed or ended early";
    /// The server's certificate is not acceptable.
    Tls = "tls", "was not fetched, since the certificate of its server is not acceptable";
    /// The body is longer than the limit.
    TooLarge = "too_large", "is longer than the limit";
    /// The status does not mean success.
    Status = "status", "was answered by another status than 200";
    /// The server answered with a redirect.
    Redirect = "redirect", "was answered by a redirect, which is never followed";
    /// The response is not a JWK Set.
    NotAKeySet = "not_a_key_set", "is not a JWK Set";
    /// The set has no key that could ever be used here.
    NoUsableKey = "no_usable_key", "has no public key that could be used";
    /// The response is not the metadata of an issuer.
    MetadataInvalid = "metadata_invalid", "could not be found, since the issuer's metadata is not JSON with issuer and jwks_uri";
    /// The metadata belongs to another issuer.
    IssuerMismatch = "issuer_mismatch", "was not fetched, since the metadata is another issuer's";
    /// The response is not a status list that can be trusted.
    NotAStatusList = "not_a_status_list", "is not one that could be believed";
    /// The status list was issued before the one already held.
    OlderList = "older_list", "is older than the one at hand";
    /// The server redirected too many times.
    TooManyRedirects = "too_many_redirects", "was redirected more than three times";
    /// The store answered with an error.
    Store = "store", "was answered by an error of the store";
    /// The store does not have the list, or has a different one.
    NoList = "no_list", "is not in the store: it was never made there, or another one was";
    /// The store has lost part of the list.
    Incomplete = "incomplete", "is not whole in the store, which has lost a part of it";
    /// What the store contains has a different form.
    Unreadable = "unreadable", "cannot be read: it is damaged, or a newer version wrote it";
    /// An address is not allowed: it is not https, or its host is not allowed.
    UrlNotAllowed = "url_not_allowed", "was not fetched, since its address is not allowed";
}

impl Failure {
    /// The failure with this name. A driver's own word for anything else means that the connection
    /// failed.
    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .iter()
            .copied()
            .find(|one| one.as_str() == name)
            .unwrap_or(Failure::Connect)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
