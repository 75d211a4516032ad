//! Changing the ring: by someone who has read its current state, and only if it is still current.

use super::super::KeyRing;
use super::super::data::Data;
use super::super::format::{self, Protection, unavailable};
use super::super::report::Advanced;
use super::policy::Policy;
use super::reply::{Found, Word};
use super::script::random_id;
use super::state::{Asked, State};
use crate::error::{Error, Result};
use crate::machine::{Failure, Times, Turn};

/// How often an action is tried on what others have made of the ring.
const MOST_TRIES: u32 = 8;

/// A change on its way. It is sent again unchanged, so that the store recognizes it.
pub(super) struct Write {
    pub(super) asked: Asked,
    /// The change that this follows, and its own ID.
    base: String,
    own: String,
    before: Data,
    after: Data,
    protection: Protection,
    text: String,
}

impl Write {
    pub(super) fn command(&self, policy: &Policy) -> Vec<String> {
        policy
            .key
            .change(&self.base, &self.own, self.after.generation, &self.text)
    }

    fn advanced(&self) -> Advanced {
        Advanced::between(&self.before, &self.after, self.asked.action.now)
    }
}

impl State {
    /// The next change to make. An action that changes nothing, or cannot be done, is decided with
    /// a ring that was read after it was requested.
    pub(super) fn next_write(&mut self, ring: &KeyRing) -> Option<Box<Write>> {
        while let Some(asked) = self.outbox.pop_front() {
            let ticket = asked.ticket;
            let is_known = self.confirmed > asked.since;
            match self.write(ring, &asked) {
                Ok((before, after, _)) if after.generation == before.generation && is_known => {
                    self.finish(ticket, Ok(Advanced::between(&before, &after, asked.action.now)));
                }
                // It must be certain before it says so.
                Ok((before, after, _)) if after.generation == before.generation => {
                    if ticket.is_some() {
                        self.outbox.push_front(asked);
                        self.asked = true;
                        return None;
                    }
                }
                Ok((before, after, protection)) => match Self::sealed(&after, &protection) {
                    Ok((own, text)) => {
                        let base = self.writer.clone();
                        return Some(Box::new(Write {
                            asked,
                            base,
                            own,
                            before,
                            after,
                            protection,
                            text,
                        }));
                    }
                    Err(error) => self.finish(ticket, Err(error)),
                },
                Err(error) if is_known => self.finish(ticket, Err(error)),
                Err(_) if ticket.is_none() => {}
                Err(_) => {
                    self.outbox.push_front(asked);
                    self.asked = true;
                    return None;
                }
            }
        }
        None
    }

    fn write(&self, ring: &KeyRing, asked: &Asked) -> Result<(Data, Data, Protection)> {
        let before = Data::clone(&ring.data());
        let protection = self.protection.as_ref().ok_or_else(|| self.unavailable())?;
        let (after, protection) = asked.action.next(&before, protection)?;
        Ok((before, after, protection))
    }

    fn sealed(after: &Data, protection: &Protection) -> Result<(String, String)> {
        Ok((random_id()?, format::seal(after, protection)?))
    }

    /// The result of a change.
    pub(super) fn end_write(
        &mut self,
        ring: &KeyRing,
        write: Write,
        found: &Found,
        times: Times,
        turn: &mut Turn,
    ) -> Result<(), (Failure, Error)> {
        let ticket = write.asked.ticket;
        match found.word {
            Word::Done => {
                let advanced = write.advanced();
                self.have(
                    ring,
                    (write.after, write.protection),
                    (&write.own, &found.writers),
                    times,
                    turn,
                );
                self.finish(ticket, Ok(advanced));
                // Others may have changed it since.
                self.adopt(ring, found, times, turn)
            }
            Word::Lost => match self.adopt(ring, found, times, turn) {
                Ok(()) if write.asked.lost + 1 < MOST_TRIES && self.is_awaited(ticket) => {
                    // What was just read decides whether there is still something to do.
                    self.confirmed = self.begun;
                    let since = self.begun.saturating_sub(1);
                    self.outbox.push_front(Asked {
                        lost: write.asked.lost + 1,
                        since,
                        ..write.asked
                    });
                    Ok(())
                }
                Ok(()) => {
                    self.finish(
                        ticket,
                        Err(unavailable(
                            "was not changed: others changed it each time before this could",
                        )),
                    );
                    Ok(())
                }
                Err((why, error)) => {
                    self.finish(ticket, Err(error.clone()));
                    Err((why, error))
                }
            },
            Word::Gone | Word::Read => {
                let (why, error) = super::adopt::gone();
                self.finish(ticket, Err(error.clone()));
                Err((why, error))
            }
        }
    }

    /// There is no answer to a change. It may have been made, unless the store said otherwise.
    pub(super) fn keep_or_end(&mut self, write: Box<Write>, why: Failure, error: &Error) {
        match why {
            Failure::Store => self.finish(write.asked.ticket, Err(error.clone())),
            _ => self.unsure = Some(write),
        }
    }
}
