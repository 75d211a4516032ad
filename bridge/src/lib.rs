//! What every binding of tokenseal needs, written once: the guard against panics, the clock, the
//! door for options, the messages of errors that bindings raise themselves, and the form in which a
//! checked token crosses the boundary.
//!
//! This is not an API. The crate is never published, and it changes whenever a binding does. It
//! decides nothing about tokens: that is the core's job. A binding adds only what its language
//! requires.
//!
//! | module | what a binding gets from it |
//! | --- | --- |
//! | [`access`] | what access rules are asked, as texts |
//! | [`guard`](mod@guard) | calls that cannot unwind into the host |
//! | [`clock`] | the time, where the caller gives none |
//! | [`machine`] | commands, answers and events of machines as JSON text |
//! | [`steps`] | the steps of machines, and of checks that wait |
//! | [`options`] | options from JSON text |
//! | [`message`] | errors that the core never sees |
//! | [`resource`] | the answers of protected resources, and to events |
//! | [`packed`] | a checked token as one text, or as bytes |
//! | `test_hooks` | panics on demand, behind the feature `test-hooks` |
//! | `record` | a record of the steps, behind the same feature |

#![forbid(unsafe_code)]

pub mod access;
pub mod clock;
pub mod guard;
pub mod machine;
pub mod message;
pub mod options;
pub mod packed;
#[cfg(feature = "test-hooks")]
pub mod record;
pub mod resource;
pub mod steps;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;

pub use clock::{now, now_or, times, times_or};
pub use guard::{guard, guard_as};
