//! Work that is done here, or on the thread pool.

use std::marker::PhantomData;

use napi::bindgen_prelude::{AsyncTask, ToNapiValue};
use napi::{Env, Result as NapiResult, Task, sys};
use tokenseal::Result;
use tokenseal_bridge::{guard, message};

use crate::boundary::{Outcome, guarded};

/// What a function returns that can do its work in either place: the outcome, or a promise of it.
/// `T` is the core's, `J` what JavaScript gets for it.
pub enum Done<T: Send + 'static, J: From<T> + ToNapiValue + 'static> {
    /// It was done here.
    Now(Outcome<J>),
    /// It is being done on the thread pool.
    Later(AsyncTask<Job<T, J>>),
}

/// Work for the thread pool.
pub struct Job<T, J> {
    work: Option<Box<dyn FnOnce() -> Result<T> + Send>>,
    gives: PhantomData<fn() -> J>,
}

/// Does the work now, or hands it to the thread pool. Whatever fails is an [`Outcome`] either way:
/// JavaScript makes the same error of it.
pub(crate) fn run<T, J>(later: bool, work: impl FnOnce() -> Result<T> + Send + 'static) -> Done<T, J>
where
    T: Send + 'static,
    J: From<T> + ToNapiValue + 'static,
{
    match later {
        true => Done::Later(AsyncTask::new(Job {
            work: Some(Box::new(work)),
            gives: PhantomData,
        })),
        false => Done::Now(guarded(|| work().map(J::from))),
    }
}

impl<T: Send + 'static, J: From<T> + ToNapiValue + 'static> Task for Job<T, J> {
    type Output = Result<T>;
    type JsValue = Outcome<J>;

    fn compute(&mut self) -> NapiResult<Result<T>> {
        let work = self.work.take();
        Ok(guard(|| work.ok_or_else(message::defect)?()))
    }

    fn resolve(&mut self, _: Env, output: Result<T>) -> NapiResult<Outcome<J>> {
        Ok(Outcome(output.map(J::from)))
    }
}

impl<T: Send + 'static, J: From<T> + ToNapiValue + 'static> ToNapiValue for Done<T, J> {
    unsafe fn to_napi_value(env: sys::napi_env, done: Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe {
            match done {
                Done::Now(outcome) => Outcome::to_napi_value(env, outcome),
                Done::Later(task) => AsyncTask::to_napi_value(env, task),
            }
        }
    }
}
