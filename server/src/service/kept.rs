//! What outlives a configuration: machines that are followed, lists in memory, the driver. A reload
//! must neither fetch all keys again nor forget what was revoked.

use std::any::Any;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokenseal_drivers::Settings;
use tokenseal_drivers::tokio::Driver;

/// Things that are kept, by what they were made from.
pub(crate) struct Kept {
    pub(crate) driver: Driver,
    made: Mutex<HashMap<String, Made>>,
    secret: RandomState,
}

struct Made {
    thing: Arc<dyn Any + Send + Sync>,
    /// The id of a machine for which the driver has a client.
    machine: Option<u64>,
    /// Whether the configuration being compiled uses it.
    is_used: bool,
}

impl Kept {
    pub(crate) fn new(settings: Settings) -> tokenseal::Result<Self> {
        Ok(Self {
            driver: Driver::with(settings)?,
            made: Mutex::default(),
            secret: RandomState::new(),
        })
    }

    /// What was made from the same before, or is made now. `of` says everything that it is made
    /// from, and is never shown.
    pub(crate) fn get<T: Clone + Send + Sync + 'static, E>(
        &self,
        of: &str,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(kept) = self.find(of) {
            return Ok(kept);
        }
        let new = make()?;
        self.keep(of, new.clone());
        Ok(new)
    }

    /// The same for something whose creation cannot fail.
    pub(crate) fn always<T: Clone + Send + Sync + 'static>(&self, of: &str, make: impl FnOnce() -> T) -> T {
        let Ok(kept) = self.get(of, || Ok::<_, std::convert::Infallible>(make()));
        kept
    }

    pub(crate) fn find<T: Clone + Send + Sync + 'static>(&self, of: &str) -> Option<T> {
        let mut made = self.made();
        let kept = made.get_mut(of)?;
        kept.is_used = true;
        kept.thing.downcast_ref::<T>().cloned()
    }

    pub(crate) fn keep<T: Send + Sync + 'static>(&self, of: &str, new: T) {
        self.made().insert(
            of.to_owned(),
            Made {
                thing: Arc::new(new),
                machine: None,
                is_used: true,
            },
        );
    }

    /// The same for a machine, given by its id, for which the driver has a client.
    pub(crate) fn keep_machine<T: Send + Sync + 'static>(&self, of: &str, new: T, machine: u64) {
        self.made().insert(
            of.to_owned(),
            Made {
                thing: Arc::new(new),
                machine: Some(machine),
                is_used: true,
            },
        );
    }

    /// A number that stands for a secret in `of`.
    pub(crate) fn mark(&self, secret: &str) -> u64 {
        self.secret.hash_one(secret)
    }

    /// Called before a configuration is compiled.
    pub(crate) fn begin(&self) {
        self.made().values_mut().for_each(|made| made.is_used = false);
    }

    /// Called when the compiled configuration serves: what it does not use is dropped. Requests
    /// that have begun still have theirs.
    pub(crate) fn sweep(&self) {
        self.made().retain(|_, made| {
            if let Some(machine) = made.machine.filter(|_| !made.is_used) {
                self.driver.forget(machine);
            }
            made.is_used
        });
    }

    fn made(&self) -> MutexGuard<'_, HashMap<String, Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_configuration_uses_is_dropped() {
        let kept = Kept::new(Settings::new()).unwrap();
        let get = |name: &str| kept.get(name, || Ok::<_, ()>(Arc::new(name.to_owned()))).unwrap();
        let (first, other) = (get("first"), get("other"));
        kept.begin();
        assert!(Arc::ptr_eq(&first, &get("first")));
        kept.sweep();
        kept.begin();
        assert!(Arc::ptr_eq(&first, &get("first")));
        assert!(!Arc::ptr_eq(&other, &get("other")));
        assert!(kept.find::<u8>("first").is_none());
    }
}
