//! A check that is not finished when the core returns: it waits for keys or a list, has them
//! fetched for later checks, or has events to report.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use tokenseal::machine::Event;
use tokenseal::{Check, Followed, Outcome, PendingCheck, Token};
use tokenseal_bridge::{message, steps};

use crate::driver::At;
use crate::error::{OrRaise, guard, raised};
use crate::fork::detached;
use crate::remote;
use crate::token::PyToken;
use crate::verifier::PyVerifier;

/// What the drivers continue with.
#[pyclass(frozen, name = "_Checking", module = "tokenseal._native")]
pub(crate) struct PyChecking {
    verifier: Py<PyVerifier>,
    due: Vec<Py<PyAny>>,
    waits: Option<Py<PyAny>>,
    events: Vec<Event>,
    state: Mutex<State>,
}

enum State {
    Waits(Box<PendingCheck>),
    Done(tokenseal::Result<Token>),
    /// Its outcome was taken.
    Over,
}

impl PyChecking {
    pub(crate) fn new(verifier: &Bound<'_, PyVerifier>, check: Check) -> PyResult<Self> {
        let of = |followed: &Followed| verifier.get().holder(verifier.py(), followed);
        let due = check
            .due
            .iter()
            .filter_map(|followed| of(followed).transpose())
            .collect::<PyResult<_>>()?;
        let (waits, state) = match check.outcome {
            Outcome::Done(result) => (None, State::Done(result)),
            Outcome::Waits(pending) => match of(pending.followed())? {
                Some(holder) => (Some(holder), State::Waits(pending)),
                // Its issuer was removed meanwhile.
                None => {
                    return Self::new(
                        verifier,
                        Check {
                            due: check.due,
                            ..steps::give_up(pending)
                        },
                    );
                }
            },
        };
        Ok(Self {
            verifier: verifier.clone().unbind(),
            due,
            waits,
            events: check.events,
            state: Mutex::new(state),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The outcome of a finished check. Can be taken once.
    pub(crate) fn take_result(&self) -> Option<tokenseal::Result<Token>> {
        match self.take() {
            State::Done(result) => Some(result),
            _ => None,
        }
    }

    fn take(&self) -> State {
        std::mem::replace(&mut *self.state(), State::Over)
    }

    /// What the check that waits says, at the times of its verifier.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        otherwise: T,
        ask: impl Fn(&PendingCheck, tokenseal::machine::Times) -> T + Sync,
    ) -> PyResult<T> {
        let times = self.verifier.get().times(py, None)?;
        Ok(detached(py, || match &*self.state() {
            State::Waits(pending) => ask(pending, times),
            _ => otherwise,
        }))
    }
}

#[pymethods]
impl PyChecking {
    /// What needs polling, but the check did not wait for: RemoteKeySets, Revocations, status
    /// lists.
    #[getter]
    fn due(&self, py: Python<'_>) -> Vec<Py<PyAny>> {
        self.due.iter().map(|followed| followed.clone_ref(py)).collect()
    }

    /// The RemoteKeySet, Revocations or status list that the check needs, if it waits.
    #[getter]
    fn waits(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.waits.as_ref().map(|followed| followed.clone_ref(py))
    }

    /// What happened, as dicts.
    #[getter]
    fn events<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(py, || remote::events(py, &self.events))
    }

    /// Whom to tell.
    #[getter]
    fn on_event(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.verifier.get().on_event(py)
    }

    /// 'accepted', 'waits' or the code of an error.
    #[getter]
    fn outcome(&self) -> &'static str {
        match &*self.state() {
            State::Waits(_) => "waits",
            State::Done(Ok(_)) => "accepted",
            State::Done(Err(error)) => error.code().as_str(),
            State::Over => "over",
        }
    }

    /// Whether it can be resumed.
    fn is_settled(&self, py: Python<'_>) -> PyResult<bool> {
        guard(py, || self.ask(py, true, PendingCheck::is_settled))
    }

    /// How much longer it may wait, in seconds.
    fn time_left(&self, py: Python<'_>) -> PyResult<f64> {
        guard(py, || self.ask(py, 0.0, PendingCheck::time_left))
    }

    /// Continues with what there is now, as another of these. Can be called once.
    #[pyo3(signature = (at = None))]
    fn resume(&self, py: Python<'_>, at: Option<At>) -> PyResult<Self> {
        guard(py, || {
            let times = self.verifier.get().times(py, at)?;
            let State::Waits(pending) = self.take() else {
                return Err(raised(py, &message::defect()));
            };
            let check = detached(py, || steps::resume(pending, times));
            Self::new(self.verifier.bind(py), check)
        })
    }

    /// Ends it without waiting, as another of these, which is finished. Can be called once.
    fn give_up(&self, py: Python<'_>) -> PyResult<Self> {
        guard(py, || {
            let State::Waits(pending) = self.take() else {
                return Err(raised(py, &message::defect()));
            };
            let check = detached(py, || steps::give_up(pending));
            Self::new(self.verifier.bind(py), check)
        })
    }

    /// The token, or raises why it was refused. Once.
    fn result<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyToken>> {
        guard(py, || match self.take() {
            State::Done(result) => PyToken::of(py, result.or_raise(py)?),
            _ => Err(raised(py, &message::defect())),
        })
    }
}
