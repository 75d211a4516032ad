//! Tokens that a verifier remembers: each crosses once as text, and then as a number, by which
//! JavaScript has kept what it made of the text.
//!
//! The core decides which token is remembered, and when it no longer is. `Remembered` in
//! `lib/token.cjs` is the other side.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::Token;
use tokenseal::dpop::ProvenBy;

use crate::packed::Checked;

/// The numbers that one side of JavaScript knows.
#[derive(Clone, Default)]
pub(crate) struct Numbers(Arc<Shared>);

#[derive(Default)]
struct Shared {
    last: AtomicU64,
    /// Of tokens that are no longer remembered, which JavaScript does not know yet.
    gone: Mutex<Vec<u64>>,
}

/// What is kept with a remembered token.
struct Numbered {
    number: u64,
    /// Part of the text, and not always the same for the same token.
    proven_by: Option<ProvenBy>,
    numbers: Numbers,
}

/// A checked token, in the cheapest form that it can cross in.
pub enum Crossing {
    /// As text: nobody remembers it.
    Text(Checked),
    /// JavaScript knows it by this number.
    Known(f64),
    /// JavaScript is to keep it.
    New(Remembered),
}

/// A token that is remembered, and that JavaScript does not know yet.
#[napi(object, object_from_js = false)]
pub struct Remembered {
    /// The token.
    pub packed: Checked,
    /// What it is called from now on.
    pub remembered: f64,
    /// Those that are called so no more.
    pub gone: Vec<f64>,
}

impl Numbers {
    /// How a token crosses. To be called where JavaScript gets what it gives, and nothing else does
    /// before.
    pub(crate) fn crossing(&self, token: &Token) -> Crossing {
        let Some(beside) = token.beside() else {
            return Crossing::Text(token.into());
        };
        match beside.get::<Numbered>() {
            Some(own) if own.proven_by == token.proven_by() && Arc::ptr_eq(&own.numbers.0, &self.0) => {
                Crossing::Known(own.number as f64)
            }
            Some(_) => Crossing::Text(token.into()),
            None => {
                let number = self.0.last.fetch_add(1, Ordering::Relaxed);
                beside.put(Arc::new(Numbered {
                    number,
                    proven_by: token.proven_by(),
                    numbers: self.clone(),
                }));
                let gone = std::mem::take(&mut *self.0.gone.lock().unwrap_or_else(PoisonError::into_inner));
                let gone = gone.into_iter().map(|number| number as f64).collect();
                Crossing::New(Remembered {
                    packed: token.into(),
                    remembered: number as f64,
                    gone,
                })
            }
        }
    }
}

impl Drop for Numbered {
    fn drop(&mut self) {
        self.numbers
            .0
            .gone
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(self.number);
    }
}

impl ToNapiValue for Crossing {
    unsafe fn to_napi_value(env: sys::napi_env, crossing: Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe {
            match crossing {
                Crossing::Text(checked) => Checked::to_napi_value(env, checked),
                Crossing::Known(number) => f64::to_napi_value(env, number),
                Crossing::New(remembered) => Remembered::to_napi_value(env, remembered),
            }
        }
    }
}
