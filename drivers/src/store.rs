//! Stores: what sends the commands of lists of revocations, of key rings, and of caches of used
//! proofs.

#[cfg(feature = "redis")]
mod redis;

use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};

use tokenseal::machine::{Answer, Failure, Store, Value};

#[cfg(feature = "redis")]
pub use redis::Single;

/// A client of Redis or Valkey, as a driver needs it. With the feature `redis`, the clients of the
/// crate of that name implement it; implement it for others yourself.
pub trait StoreClient: Send + Sync + Debug {
    /// Sends commands to the primary, one after the other on one connection, and returns a value
    /// for each.
    ///
    /// It must not take longer than `timeout` in seconds, nor queue commands, retry them or
    /// redirect them to a replica, nor change the names of keys. The server's reply to a command,
    /// including an error, is a value.
    ///
    /// # Errors
    /// Why there is no answer.
    fn send(&self, commands: &[Vec<String>], timeout: f64) -> Result<Vec<Value>, Failure>;
}

/// The clients of machines, by the machines' ids.
#[derive(Debug, Default)]
pub(crate) struct Stores(Mutex<HashMap<u64, Arc<dyn StoreClient>>>);

impl Stores {
    pub(crate) fn add(&self, id: u64, client: Arc<dyn StoreClient>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, client);
    }

    #[cfg(feature = "async")]
    pub(crate) fn remove(&self, id: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// Asks the client of a machine. A store for which there is no client cannot be reached.
    pub(crate) fn answer(
        &self,
        id: u64,
        request: &Store,
        ask: impl FnOnce(&dyn StoreClient) -> Answer,
    ) -> Answer {
        let client = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        client.map_or(
            Answer::Failed {
                id: request.id,
                why: Failure::Connect,
            },
            |client| ask(&*client),
        )
    }
}

/// The outcome of one request of a machine.
pub(crate) fn answer(client: &dyn StoreClient, request: &Store) -> Answer {
    match client.send(&request.commands, request.timeout) {
        Ok(values) => Answer::Reply {
            id: request.id,
            values,
        },
        Err(why) => Answer::Failed { id: request.id, why },
    }
}
