//! Key rings.

mod store;

pub use store::RingStore;
