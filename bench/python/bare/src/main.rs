//! The bare primitives of aws-lc-rs, for the benchmarks of Python: without Python, without a token.
//!
//! Each line of standard input is `NAME LENGTH TIMES`, such as `ES256:verify 320 100`: what to do,
//! with how many bytes, and how often. The answer is one line: the nanoseconds that it took
//! altogether. Keys and signatures are made when a name is first asked for, and are not measured.

mod primitives;

use std::collections::HashMap;
use std::io::{Write, stdin, stdout};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::primitives::{Primitive, prepare};

fn main() -> Result<()> {
    let mut prepared: HashMap<String, Primitive> = HashMap::new();
    for line in stdin().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let name = words.next().context("no name")?;
        let length: usize = words
            .next()
            .context("no length")?
            .parse()
            .context("the length is no number")?;
        let times: u32 = words
            .next()
            .context("no times")?
            .parse()
            .context("how often is no number")?;
        let key = format!("{name} {length}");
        if !prepared.contains_key(&key) {
            prepared.insert(key.clone(), prepare(name, length)?);
        }
        let primitive = prepared.get_mut(&key).context("it was just made")?;
        let started = Instant::now();
        for _ in 0..times {
            primitive()?;
        }
        let elapsed = started.elapsed();
        writeln!(stdout(), "{}", elapsed.as_nanos())?;
        stdout().flush()?;
    }
    Ok(())
}
