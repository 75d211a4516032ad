//! Checks with keys that may need fetching, or lists that may need reading first: the outcome of
//! one, and one that waits.

use napi::bindgen_prelude::ToNapiValue;
use napi::{Result as NapiResult, sys};
use napi_derive::napi;
use tokenseal::machine::Times;
use tokenseal::{Check, Followed as Machine, Outcome as Came, Result};
use tokenseal_bridge::{machine, message, steps};

use crate::boundary::{Failure, Outcome, guarded};
use crate::followed::{Followed, When, times};
use crate::packed::Checked;
use crate::remembered::{Crossing, Numbers};
use crate::task::{Done, run};

/// The outcome of a check: usually the token's text alone, or whatever else there is to know.
pub struct Examined(Check, Option<Numbers>);

/// A check with more to report than its token.
#[napi(object, object_from_js = false)]
pub struct Noticed {
    /// The token.
    pub token: Option<Checked>,
    /// Why it was refused.
    pub failure: Option<Failure>,
    /// The check, if it waits for keys or a list.
    pub pending: Option<PendingCheck>,
    /// What wants to be polled.
    pub due: Option<Followed>,
    /// What happened, as JSON text.
    pub events: Option<String>,
}

impl From<Check> for Examined {
    fn from(check: Check) -> Self {
        Self(check, None)
    }
}

impl Examined {
    /// The same, whose token crosses as a number where JavaScript knows it.
    pub(crate) fn numbered(check: Check, numbers: &Numbers) -> Self {
        Self(check, Some(numbers.clone()))
    }
}

impl ToNapiValue for Examined {
    unsafe fn to_napi_value(env: sys::napi_env, Self(check, numbers): Self) -> NapiResult<sys::napi_value> {
        match check {
            Check {
                outcome: Came::Done(Ok(token)),
                due,
                events,
            } if events.is_empty() && due.is_empty() => {
                let crossing = numbers.map_or_else(
                    || Crossing::Text((&token).into()),
                    |numbers| numbers.crossing(&token),
                );
                // SAFETY: `env` is passed on as it came.
                unsafe { Crossing::to_napi_value(env, crossing) }
            }
            // SAFETY: as above.
            check => unsafe { Noticed::to_napi_value(env, check.into()) },
        }
    }
}

impl From<Check> for Noticed {
    fn from(check: Check) -> Self {
        // One at a time: what is due besides is due in the next check.
        let due = check.due.first().cloned().map(Followed);
        let events = (!check.events.is_empty()).then(|| machine::events(&check.events));
        let none = Self {
            token: None,
            failure: None,
            pending: None,
            due,
            events,
        };
        match check.outcome {
            Came::Done(Ok(token)) => Self {
                token: Some(token.into()),
                ..none
            },
            Came::Done(Err(error)) => Self {
                failure: Some(error.into()),
                ..none
            },
            Came::Waits(pending) => Self {
                pending: Some(PendingCheck(Some(pending))),
                ..none
            },
        }
    }
}

/// Many checks, in their order.
pub struct ExaminedMany(Vec<Outcome<Examined>>);

impl From<Vec<Check>> for ExaminedMany {
    fn from(checks: Vec<Check>) -> Self {
        Self(
            checks
                .into_iter()
                .map(|check| guarded(|| Ok(Examined::from(check))))
                .collect(),
        )
    }
}

impl ToNapiValue for ExaminedMany {
    unsafe fn to_napi_value(env: sys::napi_env, Self(checks): Self) -> NapiResult<sys::napi_value> {
        // SAFETY: `env` is passed on as it came.
        unsafe { Vec::to_napi_value(env, checks) }
    }
}

/// A check of the core that waits, until it is resumed or given up.
#[napi]
pub struct PendingCheck(Option<Box<tokenseal::PendingCheck>>);

#[napi]
impl PendingCheck {
    /// What it waits for.
    #[napi(catch_unwind)]
    pub fn followed(&self) -> Outcome<Followed> {
        guarded(|| Ok(Followed(self.waiting()?.followed().clone())))
    }

    /// Whether it can be resumed.
    #[napi(catch_unwind)]
    pub fn is_settled(&self, when: When) -> Outcome<bool> {
        guarded(|| Ok(self.waiting()?.is_settled(times(when))))
    }

    /// How much longer it may wait, in seconds.
    #[napi(catch_unwind)]
    pub fn time_left(&self, when: When) -> Outcome<f64> {
        guarded(|| Ok(self.waiting()?.time_left(times(when))))
    }

    /// Continues, on the thread pool or here.
    #[napi(catch_unwind)]
    pub fn resume(&mut self, later: bool, when: When) -> Done<Check, Examined> {
        let (pending, times): (_, Times) = (self.0.take(), times(when));
        run(later, move || {
            Ok(steps::resume(pending.ok_or_else(message::defect)?, times))
        })
    }

    /// Ends it: the outcome of one that cannot wait.
    #[napi(catch_unwind)]
    pub fn give_up(&mut self) -> Outcome<Noticed> {
        let pending = self.0.take();
        guarded(|| {
            let pending = pending.ok_or_else(message::defect)?;
            refuse_waiting(&pending)?;
            Ok(steps::give_up(pending).into())
        })
    }
}

/// Refuses what could never be decided without waiting.
pub(crate) fn refuse_waiting(pending: &tokenseal::PendingCheck) -> Result<()> {
    match pending.followed() {
        Machine::Replays(_) => Err(message::replays_need_async()),
        _ if pending.is_strict() => Err(message::strict_needs_async()),
        _ => Ok(()),
    }
}

impl PendingCheck {
    fn waiting(&self) -> Result<&tokenseal::PendingCheck> {
        self.0.as_deref().ok_or_else(message::defect)
    }
}
