//! A test's clock, which stands still until it is moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use tokenseal_drivers::Settings;

#[derive(Clone)]
pub(crate) struct Clock(Arc<AtomicU64>);

impl Clock {
    /// It starts at the present, since servers write real dates.
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicU64::new(
            tokenseal::timestamp(SystemTime::now()).to_bits(),
        )))
    }

    pub(crate) fn now(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::SeqCst))
    }

    pub(crate) fn advance(&self, seconds: f64) {
        self.0.store((self.now() + seconds).to_bits(), Ordering::SeqCst);
    }

    /// Settings of a driver that uses it.
    pub(crate) fn settings(&self) -> Settings {
        let clock = self.clone();
        Settings::new().clock(move || clock.now())
    }
}
