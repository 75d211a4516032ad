//! The processes of all servers. A process that has ended is kept until it is forgotten here, so
//! its number can't be reused before.

use std::collections::BTreeMap;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::process::{Pid, Signal, kill_process};

use super::Result;

#[derive(Default)]
pub(crate) struct Processes(Mutex<State>);

#[derive(Default)]
struct State {
    /// By their numbers.
    children: BTreeMap<u32, Child>,
    ended: bool,
}

impl Processes {
    pub(crate) fn start(&self, command: &mut Command) -> Result<u32> {
        // Held while it starts, so that the end waits for this one, too.
        let mut state = self.lock();
        if state.ended {
            return Err("the program is ending".into());
        }
        let child = command.spawn()?;
        let number = child.id();
        state.children.insert(number, child);
        Ok(number)
    }

    /// Whether it runs, even if paused.
    pub(crate) fn is_running(&self, number: u32) -> bool {
        self.lock()
            .children
            .get_mut(&number)
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    pub(crate) fn pause(&self, number: u32) -> Result<()> {
        self.signal(number, Signal::STOP)
    }

    pub(crate) fn resume(&self, number: u32) -> Result<()> {
        self.signal(number, Signal::CONT)
    }

    /// Kills it, as a power cut would, and waits until it is gone.
    pub(crate) fn kill(&self, number: u32) -> Result<()> {
        let child = self.lock().children.remove(&number);
        child.map_or(Ok(()), kill)
    }

    /// Ends all of them; from then on none starts.
    pub(crate) fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        for child in std::mem::take(&mut state.children).into_values() {
            // What can't be killed has ended by itself.
            let _ = kill(child);
        }
    }

    fn signal(&self, number: u32, signal: Signal) -> Result<()> {
        let state = self.lock();
        let child = state.children.get(&number).ok_or("the server does not run")?;
        kill_process(Pid::from_child(child), signal)?;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn kill(mut child: Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}
