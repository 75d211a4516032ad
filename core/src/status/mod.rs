//! Token Status List (draft-ietf-oauth-status-list-21, in JWT form): one status for each of many
//! tokens, in a list that anyone may fetch.
//!
//! A publisher keeps a [`StatusList`]. Verifiers follow it as a [`RemoteStatusList`]: a state
//! machine without I/O, one for each address. The token around a list is verified by a [`Reader`],
//! which is above this module.

mod allowed;
mod current;
mod flight;
mod lists;
mod machine;
mod packed;
mod policy;
mod published;
mod read;
mod reader;
mod reference;
mod remote;
#[cfg(test)]
mod tests;

pub(crate) use lists::{Answer, Lists};
pub(crate) use policy::Policy;
pub use published::StatusList;
pub(crate) use published::check_uri;
pub(crate) use reader::{Lacks, Reader, Unread};
pub(crate) use reference::Reference;
pub use remote::RemoteStatusList;

/// The longest status list token that is read by default, and therefore made.
pub(crate) const MAX_LIST_BYTES: usize = 4 << 20;
/// The most bytes that a list inflates to by default.
const MAX_INFLATED_BYTES: usize = 16 << 20;

/// The `typ` of a status list token.
pub(crate) const TYPE: &str = "statuslist+jwt";
