//! The form of everything that needs a network or a store: a state machine without I/O, threads,
//! timers or a clock of its own.
//!
//! A driver asks a machine what to do (`poll`), does it, and tells it the outcome (`tell`). All
//! decisions are in the machine: addresses, headers, limits, retries. A driver carries bytes, and
//! never follows a redirect.

mod address;
mod backoff;
mod bucket;
mod command;
mod epoch;
mod event;
mod flight;
mod freshness;
mod id;
mod known;
mod namespace;
mod shared_times;
mod times;
mod traffic;
mod until;

pub use address::is_public_address;
pub(crate) use backoff::{Backoff, LONGEST as LONGEST_BACKOFF};
pub(crate) use bucket::Bucket;
pub(crate) use command::error_word;
pub use command::{Answer, Failure, Fetch, Store, Turn, Value};
pub(crate) use epoch::Epoch;
pub use epoch::after_fork;
pub use event::Event;
pub(crate) use flight::{Flight, GRACE, OneFlight};
pub(crate) use freshness::{Freshness, due};
pub(crate) use id::next_id;
pub(crate) use known::Known;
pub(crate) use namespace::check_namespace;
pub(crate) use shared_times::SharedTimes;
pub use times::Times;
pub(crate) use traffic::{MOST_FLIGHTS, NEW_A_SECOND, Slot, Traffic};
pub(crate) use until::Until;
