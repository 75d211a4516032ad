//! Whether the sender of a token possesses what the token is bound to (RFC 9449, section 7.1; RFC
//! 8705, section 3).

use crate::error::{Error, ErrorCode, Result};
use crate::key::certificate_thumbprint;
use crate::options::{CheckOptions, OneOrMany, ProofOfPossession, ReplayOptions, VerifyOptions};

use super::confirmation::{Bound, ProvenBy};
use super::nonce::Nonces;
use super::origins::Origins;
use super::proof::Proof;
use super::replay::{Marked, ReplayCache, Ticket};
use super::{hash_of_token, invalid};

/// How far the `iat` of a proof may be from now, in seconds, not counting the leeway.
pub(super) const WINDOW: f64 = 60.0;

/// What a verifier requires of those who send tokens.
#[derive(Clone, Debug)]
pub(crate) struct Possession {
    mode: ProofOfPossession,
    leeway: f64,
    proofs: Option<Proofs>,
}

/// How proofs are checked.
#[derive(Clone, Debug)]
struct Proofs {
    origins: Origins,
    replays: ReplayCache,
    nonces: Option<Nonces>,
}

/// What came with a token.
#[derive(Debug)]
pub(crate) struct Presented {
    options: CheckOptions,
    /// The required value of `ath`; None for a token that is too long to be looked at.
    token_hash: Option<String>,
}

/// The result of checking what a token is bound to.
#[derive(Debug, Default)]
pub(crate) struct Proven {
    /// How its sender proved possession of that. None: it is not bound, or the check is turned off.
    pub(crate) by: Option<ProvenBy>,
    /// What a store has yet to answer.
    pub(crate) ticket: Option<Ticket>,
}

impl Presented {
    /// What came with a token, according to the options; None if nothing did.
    pub(crate) fn of(options: &CheckOptions, token: &[u8], max_token_bytes: usize) -> Option<Self> {
        let hash = || (token.len() <= max_token_bytes).then(|| hash_of_token(token));
        match (&options.proof, &options.certificate) {
            (None, None) => None,
            (proof, _) => Some(Self {
                options: options.clone(),
                token_hash: proof.as_ref().and_then(|_| hash()),
            }),
        }
    }
}

impl CheckOptions {
    /// The time, for calls that accept no other option: those for many tokens at once, each of
    /// which would need a proof of its own.
    ///
    /// # Errors
    /// `ERR_OPTION_INVALID` if the options give anything that came with a token.
    pub fn time_alone(&self) -> Result<Option<f64>> {
        let CheckOptions {
            now,
            proof,
            method,
            url,
            certificate,
        } = self;
        match proof.is_none() && method.is_none() && url.is_none() && certificate.is_none() {
            true => Ok(*now),
            false => Err(Error::option(
                "proof, method, url and certificate belong to one token: check it by verify",
            )),
        }
    }
}

impl Possession {
    /// Compiles the options. `is_verifier` says whether proofs can be given at all; `leeway` is in
    /// seconds.
    pub(crate) fn compile(options: &VerifyOptions, leeway: f64, is_verifier: bool) -> Result<Self> {
        let mode = options.proof_of_possession;
        if mode == ProofOfPossession::Required && !is_verifier {
            return Err(Error::option(
                "proof_of_possession is required, and only a Verifier can be given a proof or certificate: use one",
            ));
        }
        let origins = options
            .public_origins
            .as_deref()
            .map(Origins::compile)
            .transpose()?;
        if origins.is_some() && !is_verifier {
            return Err(Error::option(
                "public_origins is an option of Verifier, which alone can be given a proof",
            ));
        }
        if origins.is_some() && mode == ProofOfPossession::Ignore {
            return Err(Error::option(
                "public_origins contradicts proof_of_possession ignore: no proof is looked at",
            ));
        }
        let proofs = origins.map(|origins| {
            let replays = ReplayCache::new(&ReplayOptions::default())?;
            replays.widen(leeway);
            Ok::<_, Error>(Proofs {
                origins,
                replays,
                nonces: None,
            })
        });
        Ok(Self {
            mode,
            leeway,
            proofs: proofs.transpose()?,
        })
    }

    /// The same with this cache of used proofs.
    pub(crate) fn with_replays(mut self, replays: &ReplayCache) -> Result<Self> {
        replays.widen(self.leeway);
        self.proofs_for("replays")?.replays = replays.clone();
        Ok(self)
    }

    /// The same with nonces.
    pub(crate) fn with_nonces(mut self, nonces: Nonces) -> Result<Self> {
        self.proofs_for("nonce_key")?.nonces = Some(nonces);
        Ok(self)
    }

    fn proofs_for(&mut self, option: &str) -> Result<&mut Proofs> {
        let lacks = || {
            Error::option(format!(
                "{option} is for DPoP proofs, and none can be checked without public_origins: give both"
            ))
        };
        self.proofs.as_mut().ok_or_else(lacks)
    }

    /// The cache of used proofs, if proofs are checked.
    pub(crate) fn replays(&self) -> Option<&ReplayCache> {
        self.proofs.as_ref().map(|proofs| &proofs.replays)
    }

    /// The nonces, if proofs need one.
    pub(crate) fn nonces(&self) -> Option<&Nonces> {
        self.proofs.as_ref()?.nonces.as_ref()
    }

    /// Whether a token that is not bound is refused.
    pub(crate) fn is_required(&self) -> bool {
        self.mode == ProofOfPossession::Required
    }

    /// Whether DPoP proofs can be checked.
    pub(crate) fn takes_proofs(&self) -> bool {
        self.proofs.is_some()
    }

    /// Whether a token without `cnf`, with which nothing came, needs no check.
    #[inline]
    pub(crate) fn lets_unbound_pass(&self) -> bool {
        self.mode != ProofOfPossession::Required
    }

    /// Checks a token that is otherwise good: `cnf` is its claim, as JSON text. The proof is marked
    /// as used last, so that nothing that is refused is ever marked. If a store must be asked,
    /// `may_wait` says whether it can be, and the ticket receives the answer.
    pub(crate) fn check(
        &self,
        cnf: Option<&str>,
        presented: Option<&Presented>,
        now: f64,
        may_wait: bool,
    ) -> Result<Proven> {
        if self.mode == ProofOfPossession::Ignore {
            return Ok(Proven::default());
        }
        let proof = presented.and_then(|presented| presented.options.proof.as_ref());
        let bound = match cnf {
            Some(cnf) => Bound::read(cnf)?,
            None if self.mode == ProofOfPossession::Required => {
                return Err(not_bound(
                    "the token is bound to no key or certificate, and proof_of_possession is required",
                ));
            }
            None if proof.is_some() => {
                return Err(not_bound(
                    "a DPoP proof came with the token, which is bound to no key: it is not a DPoP token (RFC 9449, section 7.1)",
                ));
            }
            None => return Ok(Proven::default()),
        };
        if let Some(thumbprint) = &bound.certificate {
            check_certificate(thumbprint, presented)?;
        }
        match (&bound.key, proof) {
            (Some(thumbprint), Some(proof)) => {
                let ticket = self.check_proof(thumbprint, proof, presented, now, may_wait)?;
                Ok(Proven {
                    by: Some(ProvenBy::Dpop),
                    ticket,
                })
            }
            (Some(_), None) => Err(not_bound(
                "the token is bound to a key (jkt), and came without a DPoP proof: give proof, method and url of the request",
            )),
            (None, Some(_)) => Err(not_bound(
                "a DPoP proof came with the token, which is bound to a certificate and to no key",
            )),
            (None, None) => Ok(Proven {
                by: Some(ProvenBy::Certificate),
                ticket: None,
            }),
        }
    }

    /// Checks the proof of a token that is bound to the key with this thumbprint: form, signature,
    /// key, htm, htu, iat, ath, nonce, mark.
    fn check_proof(
        &self,
        thumbprint: &str,
        proof: &OneOrMany,
        presented: Option<&Presented>,
        now: f64,
        may_wait: bool,
    ) -> Result<Option<Ticket>> {
        let Some(Proofs {
            origins,
            replays,
            nonces,
        }) = &self.proofs
        else {
            return Err(not_bound(
                "the token is bound to a key, and this Verifier can check no DPoP proof: give it public_origins",
            ));
        };
        let Some(Presented {
            options:
                CheckOptions {
                    method: Some(method),
                    url: Some(url),
                    ..
                },
            token_hash,
        }) = presented
        else {
            return Err(Error::option(
                "proof is given without method and url of the request, for which it must be: give all three",
            ));
        };
        let proof = Proof::read(one(proof)?)?;
        if proof.thumbprint != thumbprint {
            return Err(not_bound(
                "the proof was signed by another key than the one that the token is bound to",
            ));
        }
        if proof.method != *method {
            return Err(invalid("htm of the proof is another method than the request's"));
        }
        origins.check(url, &proof.url)?;
        let distance = WINDOW + self.leeway;
        if proof.issued < now - distance {
            return Err(invalid(
                "the proof is too old: its iat is more than a minute and the leeway ago",
            ));
        }
        if proof.issued > now + distance {
            return Err(invalid(
                "the proof is from the future: its iat is more than a minute and the leeway ahead",
            ));
        }
        match &proof.token_hash {
            None => {
                return Err(invalid(
                    "the proof has no ath, the hash of the access token that it is for",
                ));
            }
            Some(hash) if Some(hash) != token_hash.as_ref() => {
                return Err(invalid("ath of the proof is the hash of another token"));
            }
            Some(_) => {}
        }
        if let Some(nonces) = nonces {
            let refusal = match &proof.nonce {
                None => Some("the proof has no nonce, and needs the one that is sent with this error"),
                Some(nonce) if !nonces.is_valid(nonce, now) => Some(
                    "the nonce of the proof is not valid any more: use the one that is sent with this error",
                ),
                Some(_) => None,
            };
            if let Some(message) = refusal {
                return Err(
                    Error::new(ErrorCode::DpopNonceRequired, message).with_dpop_nonce(nonces.at(now)?)
                );
            }
        }
        Ok(match replays.mark(&proof, self.leeway, now, may_wait)? {
            Marked::New => None,
            Marked::Asked(ticket) => Some(ticket),
        })
    }
}

/// The one proof of a request.
fn one(proof: &OneOrMany) -> Result<&str> {
    match proof {
        OneOrMany::One(proof) => Ok(proof),
        OneOrMany::Many(proofs) => match proofs.as_slice() {
            [proof] => Ok(proof),
            [] => Err(invalid(
                "there is no proof: a request with a DPoP token has a header DPoP",
            )),
            _ => Err(invalid(
                "there is more than one proof: a request has one header DPoP, with one proof in it",
            )),
        },
    }
}

fn check_certificate(thumbprint: &str, presented: Option<&Presented>) -> Result<()> {
    let Some(certificate) = presented.and_then(|presented| presented.options.certificate.as_deref()) else {
        return Err(not_bound(
            "the token is bound to a certificate (x5t#S256), and came without one: give the certificate of the TLS handshake",
        ));
    };
    let own = certificate_thumbprint(certificate).map_err(|error| {
        Error::option(format!(
            "certificate is none that can be read, in DER or PEM: {}",
            error.message()
        ))
    })?;
    match own == thumbprint {
        true => Ok(()),
        false => Err(not_bound(
            "the certificate of the client is another than the one that the token is bound to",
        )),
    }
}

fn not_bound(message: &'static str) -> Error {
    Error::new(ErrorCode::NotBound, message)
}
