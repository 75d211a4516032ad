//! A verifier that looks tokens up in status lists, step by step: a transcript of the one list that
//! a case is about, and of the checks in the meantime.

use std::collections::HashMap;

use serde_json::{Value, json};
use tokenseal::{Followed, PendingCheck, RemoteStatusList, StatusLists, Verifier};

use super::remote::{answer, noted, rounded, times, turn};
use super::{Case, Failed, Outcome, outcome};

/// The verifier, and the checks of the steps that wait.
struct Run<'a> {
    uri: &'a str,
    verifier: Verifier,
    pending: HashMap<usize, Box<PendingCheck>>,
}

impl Case<'_> {
    pub(super) fn perform_status_lists(self) -> Result<Outcome, Failed> {
        let options = self.case["input"]
            .get("verifier")
            .cloned()
            .unwrap_or_else(|| json!({}));
        let mut verifier = Verifier::new(
            Some(self.keys("keys")?.into()),
            None,
            &tokenseal::options_from_json(options)?,
        )?;
        if self.case.get("options").is_some() {
            verifier = verifier.with_status_lists(&StatusLists::new(None, &self.options()?)?)?;
        }
        let mut run = Run {
            uri: self.text("uri")?,
            verifier,
            pending: HashMap::new(),
        };
        let steps = self
            .input("steps")
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let shown: Vec<Value> = steps
            .iter()
            .enumerate()
            .map(|(index, step)| run.step(index, step))
            .collect::<Result<_, _>>()?;
        Ok(outcome(json!({ "steps": shown })))
    }
}

impl Run<'_> {
    /// What a step shows: its result, and the state of the list after it.
    fn step(&mut self, index: usize, step: &Value) -> Result<Value, Failed> {
        let at = times(step);
        let mut shown = if step.get("poll").is_some() {
            json!({ "turn": turn(&self.list()?.poll(at)) })
        } else if let Some(told) = step.get("tell") {
            json!({ "turn": turn(&self.list()?.tell(at, answer(told)?)) })
        } else {
            let check = match (step["check"].as_str(), step.get("resume")) {
                (Some(token), _) => self
                    .verifier
                    .check(token, step["now"].as_f64().unwrap_or(at.wall), at),
                (None, Some(waiting)) => self.waiting(waiting)?.resume(at),
                (None, None) => self.waiting(&step["give_up"])?.give_up(),
            };
            noted(check, &mut self.pending, index)
        };
        let status: Option<Value> = self
            .found()
            .map(|list| serde_json::from_str(&list.status(at)).unwrap_or_default());
        shown["state"] = status.map(|status| status["state"].clone()).unwrap_or_default();
        Ok(rounded(shown))
    }

    fn found(&self) -> Option<RemoteStatusList> {
        self.verifier
            .followed()
            .into_iter()
            .find_map(|followed| match followed {
                Followed::StatusList(list) if list.uri() == self.uri => Some(list),
                _ => None,
            })
    }

    fn list(&self) -> Result<RemoteStatusList, Failed> {
        self.found()
            .ok_or_else(|| Failed::Broken("no token has named the list yet".to_owned()))
    }

    fn waiting(&mut self, index: &Value) -> Result<Box<PendingCheck>, Failed> {
        let pending = index
            .as_u64()
            .and_then(|index| self.pending.remove(&(index as usize)));
        pending.ok_or_else(|| Failed::Broken(format!("no check waits at step {index}")))
    }
}
