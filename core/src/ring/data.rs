//! A ring: its policy, and its keys by algorithm.

use super::change::no_such_key;
use super::line::{Half, KeyState, Line};
use super::policy::{Policy, Purpose};
use crate::algorithm::{Algorithm, Curve, KeyManagement, SignatureAlgorithm};
use crate::base64url;
use crate::error::{Error, Result};
use crate::key::{GenerateOptions, Key, ThumbprintHash};
use crate::options::RingOptions;
use crate::random;

/// The contents of a ring. They are replaced as a whole, and never changed while they can be seen.
#[derive(Clone, Debug)]
pub(super) struct Data {
    /// Identifies the ring, so that no other can take its place.
    pub(super) id: String,
    /// How often it has been changed.
    pub(super) generation: u64,
    /// When it was last advanced, in seconds since the epoch.
    pub(super) seen: f64,
    pub(super) policy: Policy,
    /// How to make keys if their algorithm leaves it open.
    pub(super) curve: Option<Curve>,
    pub(super) bits: Option<u32>,
    pub(super) lines: Vec<RingLine>,
}

/// The keys of one algorithm.
#[derive(Clone, Debug)]
pub(super) struct RingLine {
    pub(super) algorithm: Algorithm,
    pub(super) line: Line<Key>,
}

/// What happened to a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RingChange {
    /// Which key.
    pub key_id: String,
    /// What it is for.
    pub algorithm: Algorithm,
    /// Its previous state; None: it is new.
    pub was: Option<KeyState>,
    /// Its state now; None: nothing is known about it any more.
    pub is: Option<KeyState>,
}

impl Half for Key {
    fn is_whole(&self) -> bool {
        self.is_private()
    }

    fn public_half(&self) -> Option<Self> {
        self.public().ok()
    }
}

impl RingLine {
    pub(super) fn new(algorithm: Algorithm, is_external: bool) -> Self {
        use SignatureAlgorithm as S;
        let (purpose, is_symmetric) = match algorithm {
            Algorithm::Signature(algorithm) => (
                Purpose::Signs,
                matches!(algorithm, S::HS256 | S::HS384 | S::HS512),
            ),
            Algorithm::KeyManagement(algorithm) => (Purpose::Encrypts, algorithm.is_symmetric()),
        };
        Self {
            algorithm,
            line: Line {
                purpose,
                is_symmetric,
                is_external,
                entries: Vec::new(),
            },
        }
    }
}

impl Data {
    /// A ring about which nothing is known yet.
    pub(super) fn nothing() -> Result<Self> {
        let policy = Policy::compile(&RingOptions::default())?;
        Ok(Self {
            id: String::new(),
            generation: 0,
            seen: 0.0,
            policy,
            curve: None,
            bits: None,
            lines: Vec::new(),
        })
    }

    /// Advances every line to this time.
    pub(super) fn advance(&mut self, now: f64) -> Result<()> {
        let (policy, seen, how) = (self.policy, self.seen, (self.curve, self.bits));
        for RingLine { algorithm, line } in &mut self.lines {
            line.advance(now, seen, &policy, &mut || make(*algorithm, how))?;
        }
        Ok(())
    }

    /// When `advance` will have something to do: at once, if a clock was wrong or has jumped.
    pub(super) fn due(&self, now: f64) -> f64 {
        if self
            .lines
            .iter()
            .any(|line| line.line.is_off(now, self.seen, &self.policy))
        {
            return now;
        }
        self.lines
            .iter()
            .map(|line| line.line.due(now, &self.policy))
            .fold(f64::INFINITY, f64::min)
    }

    /// The key IDs of all keys, with the state of each at this time.
    pub(super) fn states(&self, now: f64) -> Vec<(String, Algorithm, KeyState)> {
        let of_line = |line: &RingLine| {
            let entries = line.line.entries.iter().enumerate();
            entries
                .map(|(index, entry)| {
                    (
                        entry.key_id.clone(),
                        line.algorithm,
                        line.line.state(index, now, &self.policy),
                    )
                })
                .collect::<Vec<_>>()
        };
        self.lines.iter().flat_map(of_line).collect()
    }

    /// The algorithms whose keys are held elsewhere and that need another one: without it the next
    /// turn cannot be planned.
    pub(super) fn lacking(&self, now: f64) -> Vec<Algorithm> {
        let lacking = self
            .lines
            .iter()
            .filter(|line| line.line.needs_key(now, &self.policy));
        lacking.map(|line| line.algorithm).collect()
    }

    /// Revokes a key; one that is already revoked stays as it is.
    pub(super) fn revoke(&mut self, key_id: &str, now: f64) -> Result<()> {
        let (line, entry) = self.find(key_id).ok_or_else(no_such_key)?;
        let policy = self.policy;
        let line = self.lines.get_mut(line).filter(|line| {
            line.line
                .entries
                .get(entry)
                .is_some_and(|entry| entry.revoked.is_none())
        });
        line.into_iter()
            .for_each(|line| line.line.revoke(entry, now, &policy));
        Ok(())
    }

    pub(super) fn find(&self, key_id: &str) -> Option<(usize, usize)> {
        let in_line = |line: &RingLine| line.line.entries.iter().position(|entry| entry.key_id == key_id);
        self.lines
            .iter()
            .enumerate()
            .find_map(|(index, line)| in_line(line).map(|entry| (index, entry)))
    }

    /// Publishes a key, for an algorithm that the ring has or for a new one: a public key makes the
    /// keys of a new algorithm external.
    pub(super) fn add(&mut self, key: &Key, now: f64) -> Result<()> {
        let (key_id, key) = named(key)?;
        let algorithm = key.algorithm().ok_or_else(|| {
            Error::option("a key of a ring is bound to an algorithm: give alg when it is read")
        })?;
        check(algorithm)?;
        if self.find(&key_id).is_some() {
            return Err(Error::option(
                "the ring has a key of this key_id already: each needs one of its own",
            ));
        }
        let is_external = !key.is_private();
        match self.lines.iter_mut().find(|line| line.algorithm == algorithm) {
            Some(line) if line.line.is_external == is_external => line.line.publish((key_id, key), now),
            Some(_) if is_external => {
                return Err(Error::option(format!(
                    "the ring makes its keys for {algorithm} itself: a public key alone has no place there"
                )));
            }
            Some(_) => {
                return Err(Error::option(format!(
                    "the private keys for {algorithm} are not in this ring: give the public half"
                )));
            }
            None => {
                let mut line = RingLine::new(algorithm, is_external);
                line.line.publish((key_id, key), now);
                self.lines.push(line);
            }
        }
        Ok(())
    }
}

/// Refuses algorithms whose keys a ring cannot make.
pub(super) fn check(algorithm: Algorithm) -> Result<()> {
    match algorithm {
        Algorithm::KeyManagement(of) if of.is_password_based() || of == KeyManagement::Dir => {
            Err(Error::option(format!(
                "a ring has no keys for {algorithm}: give an algorithm whose keys can be generated, such as ECDH-ES+A256KW"
            )))
        }
        _ => Ok(()),
    }
}

/// A new key, with its key ID.
pub(super) fn make(
    algorithm: Algorithm,
    (curve, bits): (Option<Curve>, Option<u32>),
) -> Result<(String, Key)> {
    let (takes_curve, takes_bits) = takes(algorithm);
    let options = GenerateOptions {
        curve: curve.filter(|_| takes_curve),
        bits: bits.filter(|_| takes_bits),
        ..GenerateOptions::default()
    };
    named(&Key::generate(algorithm, &options)?)
}

/// Whether a key of this algorithm may be on one of several curves, and whether it may have one of
/// several lengths.
pub(super) fn takes(algorithm: Algorithm) -> (bool, bool) {
    let name = algorithm.as_str();
    (
        name.starts_with("ECDH-ES"),
        name.starts_with("RS") || name.starts_with("PS"),
    )
}

/// A key under its own key ID, its thumbprint, or a random one if it has neither.
fn named(key: &Key) -> Result<(String, Key)> {
    if let Some(key_id) = key.key_id() {
        return Ok((key_id.to_owned(), key.clone()));
    }
    let key_id = match key.key_type() {
        "oct" => random_id()?,
        _ => key.thumbprint(ThumbprintHash::Sha256)?,
    };
    Ok((key_id.clone(), key.with_key_id(Some(&key_id))))
}

pub(super) fn random_id() -> Result<String> {
    let mut bytes = [0; 16];
    random::fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}
