//! The clients of the crate `redis`.
//!
//! Each has one connection for each list that it serves, opened when needed and dropped when it
//! fails: the machine decides what to do about failures.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::{Client, Cmd, Connection, ConnectionLike, ErrorKind, RedisError, Value as Given};
use tokenseal::machine::{Failure, Value};
use tokenseal::{Error, ErrorCode};

use super::StoreClient;

/// A connection that was idle for longer may have been closed by the server or something in
/// between, which only the next command would show.
const IDLE: Duration = Duration::from_secs(30);

/// A server at an address, with what belongs to it: credentials, a database, TLS.
pub struct Single {
    client: Client,
    connection: Mutex<Option<(Connection, Instant)>>,
}

impl Single {
    /// The server at a URL: `redis://`, `valkey://`, or `rediss://` and `valkeys://` for TLS, which
    /// needs the feature `redis-tls`; then `[user][:password@]host[:port][/database]`.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if it is not such a URL. The error does not show it, since it may hold
    /// a password.
    ///
    /// ```
    /// use tokenseal_drivers::store::Single;
    ///
    /// assert!(Single::open("valkey://:secret@store.example/1").is_ok());
    /// assert_eq!(Single::open("store.example").unwrap_err().code().as_str(), "ERR_OPTION_INVALID");
    /// ```
    pub fn open(url: &str) -> Result<Self, Error> {
        // TLS uses the crypto provider that was installed first in the process, and there must be
        // one.
        #[cfg(feature = "redis-tls")]
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = Client::open(url).map_err(|_| {
            let message = "the store's URL cannot be read: give redis:// or valkey://, rediss:// or valkeys:// for TLS, \
                           then [user][:password@]host[:port][/database]";
            Error::new(ErrorCode::OptionInvalid, message)
        })?;
        Ok(Self::from(client))
    }
}

impl From<Client> for Single {
    fn from(client: Client) -> Self {
        Self {
            client,
            connection: Mutex::default(),
        }
    }
}

impl fmt::Debug for Single {
    /// Without the address, which may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Single")
    }
}

impl StoreClient for Single {
    fn send(&self, commands: &[Vec<String>], timeout: f64) -> Result<Vec<Value>, Failure> {
        let ends = Instant::now() + Duration::from_secs_f64(timeout);
        let mut kept = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out: a connection that fails halfway has answers under way that must not be taken
        // for others.
        let mut connection = match kept.take().filter(|(_, used)| used.elapsed() < IDLE) {
            Some((connection, _)) => connection,
            None => self
                .client
                .get_connection_with_timeout(left(ends)?)
                .map_err(|error| failure(&error))?,
        };
        let mut values = Vec::with_capacity(commands.len());
        for command in commands {
            let limit = Some(left(ends)?);
            connection
                .set_read_timeout(limit)
                .and_then(|()| connection.set_write_timeout(limit))
                .map_err(|error| failure(&error))?;
            values.push(ask(&mut connection, command)?);
        }
        *kept = Some((connection, Instant::now()));
        Ok(values)
    }
}

/// One command, whose error is a value if the server gave it.
pub(super) fn ask(connection: &mut impl ConnectionLike, command: &[String]) -> Result<Value, Failure> {
    let mut request = Cmd::new();
    command.iter().for_each(|word| _ = request.arg(word));
    match connection.req_command(&request) {
        Ok(given) => value(given),
        Err(error) => match said(&error) {
            Some(text) => Ok(Value::Error(text)),
            None => Err(failure(&error)),
        },
    }
}

/// The time left until then.
fn left(ends: Instant) -> Result<Duration, Failure> {
    ends.checked_duration_since(Instant::now())
        .filter(|left| !left.is_zero())
        .ok_or(Failure::Timeout)
}

fn value(given: Given) -> Result<Value, Failure> {
    Ok(match given {
        Given::Nil => Value::Nil,
        Given::Int(number) => Value::Integer(number),
        Given::BulkString(bytes) => Value::Text(String::from_utf8(bytes).map_err(|_| Failure::Unreadable)?),
        Given::SimpleString(text) => Value::Text(text),
        Given::Okay => Value::Text("OK".to_owned()),
        Given::Array(values) => Value::List(values.into_iter().map(value).collect::<Result<_, _>>()?),
        Given::ServerError(error) => Value::Error(error.code().to_owned()),
        _ => return Err(Failure::Unreadable),
    })
}

/// The server's own word, if it was the server that refused.
fn said(error: &RedisError) -> Option<String> {
    error.code().map(String::from)
}

fn failure(error: &RedisError) -> Failure {
    match error.kind() {
        _ if error.is_timeout() => Failure::Timeout,
        ErrorKind::AuthenticationFailed => Failure::Store,
        _ => Failure::Connect,
    }
}
