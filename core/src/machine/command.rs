//! What machines ask for, and what they are told.

use std::fmt;

use super::Event;

/// A request that a driver is to make: one GET, without following redirects, without a proxy from
/// the environment, without cookies and without a cache.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    /// Which request it is: the answer bears it.
    pub id: u64,
    /// Where: `https`, or `http` where the caller has allowed it.
    pub url: String,
    /// The headers to send.
    pub headers: Vec<(String, String)>,
    /// Whether the caller's own headers go with it: not to a host that only the issuer has named.
    pub with_caller_headers: bool,
    /// Whether the name must lead to a public address (see [`is_public_address`](super::is_public_address)):
    /// a host that only the issuer has named must not lead into the caller's own network.
    pub only_public_address: bool,
    /// The longest body to read, in bytes. One that is longer is [`Failure::TooLarge`].
    pub max_bytes: u64,
    /// How long all of it may take, in seconds, from resolving the name to the last byte.
    pub timeout: f64,
}

/// Commands that a driver is to send to the primary of a store, as one pipeline on one connection: without a queue for times when the
/// connection is lost, without a retry, and without a key prefix of the client's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Which request it is: the answer bears it.
    pub id: u64,
    /// The commands, each with its arguments. All of it is ASCII.
    pub commands: Vec<Vec<String>>,
    /// How long all of it may take, in seconds, from connecting to the last reply.
    pub timeout: f64,
}

/// What a store says to one command, in the terms of RESP2.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A null.
    Nil,
    /// An integer.
    Integer(i64),
    /// A string of any kind. Whatever a machine asks for is ASCII.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An error, as the store worded it.
    Error(String),
}

/// What came of a request.
#[derive(Clone, PartialEq)]
pub enum Answer {
    /// The store answered: one value for each command.
    Reply {
        /// The request's.
        id: u64,
        /// The values, in the order of the commands.
        values: Vec<Value>,
    },
    /// The server answered, whatever its status.
    Response {
        /// The request's.
        id: u64,
        /// The status, such as 200.
        status: u16,
        /// The headers, as they came.
        headers: Vec<(String, String)>,
        /// The body, decompressed if the driver's client does that.
        body: Vec<u8>,
    },
    /// It did not, or not wholly.
    Failed {
        /// The request's.
        id: u64,
        /// Why.
        why: Failure,
    },
}

impl Answer {
    /// The request's id.
    pub fn id(&self) -> u64 {
        match self {
            Answer::Reply { id, .. } | Answer::Response { id, .. } | Answer::Failed { id, .. } => *id,
        }
    }
}

impl fmt::Debug for Answer {
    /// Without headers and body, which are the server's.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answer::Reply { id, values } => write!(formatter, "Reply({id}, {} values)", values.len()),
            Answer::Response { id, status, .. } => write!(formatter, "Response({id}, {status})"),
            Answer::Failed { id, why } => write!(formatter, "Failed({id}, {why})"),
        }
    }
}

/// What a machine wants, and what happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// Requests to make now.
    pub fetches: Vec<Fetch>,
    /// Commands to send to a store now.
    pub stores: Vec<Store>,
    /// What there is to tell those who watch.
    pub events: Vec<Event>,
    /// In how many seconds the machine can do more, for those who wait for it; None: not before it is told something.
    pub wake: Option<f64>,
}

impl Turn {
    /// Nothing to do for so many seconds.
    pub(crate) fn later(wake: f64) -> Self {
        Self {
            wake: Some(wake),
            ..Self::default()
        }
    }
}

/// Writes the enum and its names from one table.
macro_rules! failures {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $told:literal;)+) => {
        /// Why keys, or a list, could not be had.
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
    /// It took longer than the time limit, in all.
    Timeout = "timeout", "did not come within the time limit";
    /// The name could not be resolved, the connection could not be made, or it ended early.
    Connect = "connect", "could not be reached: the connection failed or ended early";
    /// The server's certificate is not good.
    Tls = "tls", "was not fetched, since the certificate of its server is not acceptable";
    /// The body is longer than the limit.
    TooLarge = "too_large", "is longer than the limit";
    /// The status is none that means success.
    Status = "status", "was answered by another status than 200";
    /// The server sent us elsewhere.
    Redirect = "redirect", "was answered by a redirect, which is never followed";
    /// What came is not a JWK Set.
    NotAKeySet = "not_a_key_set", "is not a JWK Set";
    /// The set has no key that could ever be used here.
    NoUsableKey = "no_usable_key", "has no public key that could be used";
    /// What came is not the metadata of an issuer.
    MetadataInvalid = "metadata_invalid", "could not be found, since the issuer's metadata is not JSON with issuer and jwks_uri";
    /// The metadata is another issuer's.
    IssuerMismatch = "issuer_mismatch", "was not fetched, since the metadata is another issuer's";
    /// What came is not a status list that could be believed.
    NotAStatusList = "not_a_status_list", "is not one that could be believed";
    /// The status list was issued before the one at hand.
    OlderList = "older_list", "is older than the one at hand";
    /// The server sent us on too often.
    TooManyRedirects = "too_many_redirects", "was redirected more than three times";
    /// The store answered with an error.
    Store = "store", "was answered by an error of the store";
    /// The store has no such list, or another one.
    NoList = "no_list", "is not in the store: it was never made there, or another one was";
    /// The store has lost a part of the list.
    Incomplete = "incomplete", "is not whole in the store, which has lost a part of it";
    /// What the store holds is of another form.
    Unreadable = "unreadable", "cannot be read: it is damaged, or a newer version wrote it";
    /// An address is not allowed: not https, or a host that is not allowed.
    UrlNotAllowed = "url_not_allowed", "was not fetched, since its address is not allowed";
}

impl Failure {
    /// The failure of this name. A driver's own word for anything else means that the connection failed.
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
