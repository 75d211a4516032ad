//! What lasts from one configuration to the next: machines that are followed, lists in memory, the
//! driver. A reload must neither fetch all keys anew nor forget what was revoked.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokenseal_drivers::Settings;
use tokenseal_drivers::tokio::Driver;

/// Things that are kept, by what they were made of.
pub(crate) struct Kept {
    pub(crate) driver: Driver,
    made: Mutex<HashMap<String, Arc<dyn Any + Send + Sync>>>,
}

impl Kept {
    pub(crate) fn new(settings: Settings) -> tokenseal::Result<Self> {
        Ok(Self { driver: Driver::with(settings)?, made: Mutex::default() })
    }

    /// What was made of the same before, or is made now. `of` says all that it is made of, and is
    /// never shown.
    pub(crate) fn get<T: Clone + Send + Sync + 'static, E>(&self, of: &str, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        if let Some(kept) = self.find(of) {
            return Ok(kept);
        }
        let new = make()?;
        self.keep(of, new.clone());
        Ok(new)
    }

    /// The same for what can always be made.
    pub(crate) fn always<T: Clone + Send + Sync + 'static>(&self, of: &str, make: impl FnOnce() -> T) -> T {
        let Ok(kept) = self.get(of, || Ok::<_, std::convert::Infallible>(make()));
        kept
    }

    pub(crate) fn find<T: Clone + Send + Sync + 'static>(&self, of: &str) -> Option<T> {
        self.made().get(of).and_then(|kept| kept.downcast_ref::<T>()).cloned()
    }

    pub(crate) fn keep<T: Send + Sync + 'static>(&self, of: &str, new: T) {
        self.made().insert(of.to_owned(), Arc::new(new));
    }

    fn made(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<dyn Any + Send + Sync>>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
