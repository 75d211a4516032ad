//! Files for what `tokenseal` keeps: key rings, lists of revocations, and the state of status
//! lists.
//!
//! The core decides what they hold, when that changes and whether it may be trusted; this crate
//! keeps the bytes. It is blocking, starts no thread, and runs nothing in an idle process.
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
//! ```
//! use tokenseal::{FileOptions, RevokeOptions};
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # std::env::set_current_dir(folder.path()).unwrap();
//! let now = 1_700_000_000.0; // a service takes it from its clock
//! let options = RevokeOptions { now: Some(now), by: Some("support".into()), ..RevokeOptions::default() };
//! let list = tokenseal_files::open_revocations("revoked.log", &FileOptions { create: true, ..FileOptions::default() })?;
//! list.revoke_session(None, "s1", &options)?; // durable once it returns, and soon seen by others
//! # Ok::<(), tokenseal::Error>(())
//! ```
//!
//! # What a change of a ring does
//!
//! It locks `NAME.lock` next to the ring, reads the ring, writes the new text to a temporary file
//! in the same folder, and syncs that file. Then it renames it over the ring, syncs the folder, and
//! unlocks. Readers find the old text or the new one, never a part, and a change that has returned
//! survives a loss of power. A change that failed is not acknowledged: the ring holds the old text
//! or, if only the sync of the folder failed, the new one. The next read finds out.
//!
//! - **The lock** is `flock` on Unix and `LockFileEx` on Windows. A change waits up to 5 seconds
//!   for it, and then fails. The lock is released when the change ends, or when the process that
//!   holds it ends. A child that was forked during a change keeps the lock only if its parent is
//!   killed before the change ends. Never delete the lock file while anyone may change the ring.
//! - **The file** has mode 0600 after every change and keeps its owner, so that a change by root
//!   does not lock a service out. The ring and the lock belong in a folder that only the service
//!   and root may write to.
//! - **Links** are followed, and stay: the lock and the temporary file are next to the link's
//!   target.
//! - **Temporary files** of writers that were killed are removed by the next change.
//!
//! # What a change of a list of revocations does
//!
//! It locks `NAME.lock` in the same way, reads what others have written, appends one record with
//! its checksum, syncs the file, and unlocks. A change that has returned survives a loss of power.
//!
//! - **Followers** take no lock. They check the file with one `stat`, and read what is new.
//! - **A torn record** at the end of the file, left by a writer that lost power, was killed or ran
//!   out of disk space, was never acknowledged. It is skipped, and the next change cuts it off.
//! - **Damage** anywhere else is `ERR_JWT_REVOCATION_UNAVAILABLE`, and nothing is repaired or cut
//!   off: the file may be the only copy. Only a damaged last record cannot be told from a torn one.
//! - **A file that went back**, is shorter, or is another list, is unavailable to processes that
//!   have read more of it, until the newer one is back or the process restarts.
//! - **A failed sync** leaves a record that is visible but may not last. Its change fails, and the
//!   next change writes the record again and syncs it before it does anything else.
//! - **Compaction.** When a file is larger than 1 MiB and has become twice as long as at the last
//!   count, a change counts what has to stay. If that is less than half, it writes this to a
//!   temporary file, which replaces the list as a ring is replaced. A compaction takes as long as
//!   writing what stays, and other changes wait for it.
//!
//! # What a change of a status list does
//!
//! It locks and replaces the file as a change of a ring does: no index is allocated twice, and a
//! change that has returned survives a loss of power. The whole state is written each time, which
//! takes milliseconds for a list of a million; to issue hundreds of tokens a second, keep the list
//! in a service of its own.
//!
//! # What is refused
//!
//! A file that users other than its owner may write is never read. Neither is one that they may
//! read, unless its file system is mounted read-only, as secrets in Kubernetes are: there the
//! service cannot choose the mode. A ring larger than 1 MiB, a list larger than 8 GiB, and anything
//! but a regular file are refused unread. A status list may have 64 MiB.
//!
//! On a read-only mount, and in a folder that the process may not write to, rings and lists can be
//! followed: [`read`] works, but [`change`] fails with `ERR_OPTION_INVALID`, as does a revocation.
//! In a container, mount the folder: a file that is mounted alone cannot be replaced, and does not
//! show when others replace it.
//!
//! # Where it holds
//!
//! On local file systems on Linux, where it is tested, and on macOS, where it is not yet tested.
//! Network file systems must support `flock` and the sync of a folder; none has been tested.
//!
//! On **Windows** it compiles and is not tested. There, too, a file is replaced as a whole, but a
//! loss of power may bring the old one back, because folders cannot be synced. A change of a ring
//! and a compaction fail while another process has the file open. Modes are not checked: the folder
//! determines who may read the file.
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
mod private;
mod revocation_file;
mod revocations;
mod ring_file;
mod rings;
mod stamp;
mod status_lists;
mod write;

pub use private::require_private;
pub use revocation_file::RevocationFile;
pub use revocations::open_revocations;
pub use ring_file::RingFile;
pub use rings::{open, save, wrapped_key};
pub use status_lists::{change_status_list, create_status_list, open_status_list};
