//! Ten million revocations: what looking one up costs each token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tokenseal::{
    IssueOptions, Issuer, IssuerOptions, Key, LogReader, Result, RevocationLog, Revocations,
    RevocationsOptions, Verifier,
};

use crate::claims::{AUDIENCE, ISSUER};
use crate::keys;
use crate::remote::expecting;
use crate::row::{
    Row,
    names::{PLAIN_SET, TOKENSEAL},
};

/// What the list may cost, in nanoseconds.
const GOAL: f64 = 200.0;
const ENTRIES: u64 = 10_000_000;

pub(crate) fn rows() -> Vec<Row> {
    let key: Key = keys::generate("HS256", None, None);
    let plain = Verifier::new(Some((&key).into()), None, &expecting(ISSUER)).unwrap();
    // Filled when it is first measured, so that other rows need not wait for it.
    let (with_list, mut listed) = (plain.clone(), None);
    let issuer = Issuer::new(
        Some((&key).into()),
        None,
        &IssuerOptions {
            lifetime: Some("15m".into()),
            ..IssuerOptions::default()
        },
    )
    .unwrap();
    // Each has another place in the tables.
    let tokens: Vec<String> = (0..1000)
        .map(|id| {
            let claims = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "jti": format!("{id}"), "scope": "read write" });
            issuer.issue(&claims, &IssueOptions { now: Some(keys::now()), ..IssueOptions::default() }).unwrap()
        })
        .collect();
    let (mut tokens, mut others) = (tokens.clone().into_iter().cycle(), tokens.into_iter().cycle());
    let check = Row::new("HS256: verify, beside ten million revocations")
        .with(TOKENSEAL, move || {
            let fill = || {
                with_list
                    .clone()
                    .with_revocations(&Revocations::open(Arc::new(Filled::new())).unwrap())
                    .unwrap()
            };
            listed
                .get_or_insert_with(fill)
                .verify(tokens.next().unwrap(), keys::now())
                .unwrap()
        })
        .with(PLAIN_SET, move || {
            plain.verify(others.next().unwrap(), keys::now()).unwrap()
        })
        .at_most_more(GOAL, PLAIN_SET);
    vec![check]
}

/// A log with so many records of tokens, which are made when they are read.
#[derive(Debug)]
struct Filled {
    header: Vec<u8>,
    was_read: AtomicBool,
}

impl Filled {
    fn new() -> Self {
        Self {
            header: Revocations::log_header(&RevocationsOptions::default()).unwrap(),
            was_read: AtomicBool::new(false),
        }
    }
}

impl RevocationLog for Filled {
    fn header(&self) -> Result<Vec<u8>> {
        Ok(self.header.clone())
    }

    fn follow(&self, reader: &mut dyn LogReader) -> Result<()> {
        if self.was_read.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let mut random: u64 = 0x9e37_79b9_7f4a_7c15;
        for number in 0..ENTRIES {
            // Of hashes, every bit counts: xorshift has them all differ.
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let mut record = vec![b't', 2];
            record.extend(random.to_be_bytes());
            record.extend((number as u32).to_be_bytes());
            record.extend(u32::MAX.to_le_bytes());
            record.extend([0; 4]);
            record.extend([number.to_le_bytes(), [0; 8]].concat());
            record.extend([0; 3]);
            reader.record(&record)?;
        }
        Ok(())
    }

    fn append(&self, _: &mut dyn LogReader) -> Result<()> {
        unreachable!("nothing is written here")
    }

    fn read(&self, _: &mut dyn LogReader) -> Result<()> {
        unreachable!("nothing is listed here")
    }
}
