//! Files for what `tokenseal` keeps: the key ring.
//!
//! The core decides what a ring holds, when it changes and whether it may be trusted; this crate keeps its text. It is blocking,
//! starts no thread, and nothing of it runs in an idle process.
//!
//! ```no_run
//! use tokenseal::{Key, KeyManagement, KeyRing, RingOptions, SignatureAlgorithm};
//!
//! # let now = 1_700_000_000.0;
//! let key = Key::generate(KeyManagement::A256KW.into(), &Default::default())?; // a service takes it from its secrets
//! let ring = KeyRing::create(&[SignatureAlgorithm::ES256.into()], None, &RingOptions::default(), now)?;
//! tokenseal_files::save(&ring, "keys.ring", &key, None)?; // never overwrites, and keeps every later change
//!
//! let same = tokenseal_files::open("keys.ring", &key, now)?; // in another process
//! ring.revoke(&same.keys(now)?[0].key_id, now)?; // durable once it returns, and soon seen there
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! # What a change does
//!
//! It locks `NAME.lock` beside the ring, reads the ring, writes the new text to a temporary file in
//! the same folder, and syncs that file. Then it renames it over the ring, syncs the folder, and
//! unlocks. Readers find the old text or the new one, never a part, and a change that has returned
//! survives a loss of power. A change that failed is not acknowledged: the ring holds the old text
//! or, if only the sync of the folder failed, the new one. The next read finds out.
//!
//! - **The lock** is `flock` on Unix and `LockFileEx` on Windows. A change waits up to 5 seconds for
//!   it, and is then an error. It is released when the change ends, or the process that holds it. A
//!   child that was forked during a change keeps the lock only if its parent is killed before the
//!   change ends. Never delete the lock file while anybody may change the ring.
//! - **The file** has mode 0600 after every change and keeps its owner, so that a change by root
//!   does not lock a service out. Ring and lock belong in a folder that only the service and root
//!   may write.
//! - **Links** are followed, and stay: the lock and the temporary file lie beside what they lead to.
//! - **Temporary files** of writers that were killed are removed by the next change.
//!
//! # What is refused
//!
//! A file that users other than its owner may write is never read. Nor is one that they may read,
//! unless its file system is mounted read-only, as secrets in Kubernetes are: there the service
//! cannot choose the mode. Anything larger than 1 MiB, and anything but a regular file, is refused
//! unread.
//!
//! On a read-only mount, and in a folder that the process may not write, a ring can be followed:
//! [`read`] works, and [`change`] is `ERR_OPTION_INVALID`. In a container, mount the ring's folder:
//! a ring that is mounted alone cannot be changed, and does not show the changes of others.
//!
//! # Where it holds
//!
//! On local file systems of Linux, where it is tested, and of macOS, where it is not yet. Network
//! file systems must support `flock` and the sync of a folder; none was tested.
//!
//! On **Windows** it compiles and is not tested. A ring is replaced whole there, but a loss of power
//! may bring the old text back, because folders cannot be synced. A change fails while another
//! process has the ring open. Modes are not checked: who may read the ring is up to its folder.
//!
//! [`read`]: tokenseal::RingStore::read
//! [`change`]: tokenseal::RingStore::change

#![forbid(unsafe_code)]

mod content;
mod error;
mod lock;
mod open;
mod place;
mod platform;
mod revocation_file;
mod revocations;
mod ring_file;
mod rings;
mod stamp;
mod write;

pub use revocation_file::RevocationFile;
pub use revocations::open_revocations;
pub use ring_file::RingFile;
pub use rings::{open, save, wrapped_key};
