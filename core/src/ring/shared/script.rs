//! What is sent to a store: three scripts, each atomic there, over one key.
//!
//! The key is a hash: `format`, `generation`, `writer` (the ID of the last change), `writers` (the
//! IDs of the last changes, newest first) and `ring` (one JWE, as in a file). All of it is ASCII.
//! Everything is a script, so that its reply has the same form in every client.

use crate::base64url;
use crate::error::Result;
use crate::random;

/// The format of everything that these scripts write.
pub(super) const FORMAT: &str = "1";
/// How many changes are remembered by their IDs: this is how a change is recognized, and a ring
/// that continues from a state other than the known one.
pub(super) const REMEMBERED: u64 = 64;
/// The length of an ID.
const ID: usize = 16;

/// The name of the key.
#[derive(Clone, Debug)]
pub(super) struct StoreKey(String);

impl StoreKey {
    pub(super) fn of(namespace: &str) -> Self {
        Self(format!("{{{namespace}}}:ring"))
    }

    fn eval(&self, script: &str, arguments: &[&str]) -> Vec<String> {
        ["EVAL", script, "1", &self.0]
            .iter()
            .chain(arguments)
            .map(|word| (*word).to_owned())
            .collect()
    }

    /// Reads the ring, leaving out its text if its last change is the one that is known.
    pub(super) fn read(&self, known: &str) -> Vec<String> {
        self.eval(READ, &[known])
    }

    /// Puts a ring there if there is none.
    pub(super) fn create(&self, generation: u64, writer: &str, writers: &str, text: &str) -> Vec<String> {
        self.eval(CREATE, &[&generation.to_string(), writer, writers, text])
    }

    /// Changes the ring, if its last change is the one that this follows. Sending it again gives
    /// the same reply.
    pub(super) fn change(&self, base: &str, writer: &str, generation: u64, text: &str) -> Vec<String> {
        self.eval(
            CHANGE,
            &[
                base,
                writer,
                &generation.to_string(),
                text,
                &(REMEMBERED as usize * (ID + 1) - 1).to_string(),
            ],
        )
    }
}

/// An ID that no other change has.
pub(super) fn random_id() -> Result<String> {
    let mut bytes = [0; ID / 4 * 3];
    random::fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

const READ: &str = "\
local r=redis.call('HMGET',KEYS[1],'format','generation','writer','writers','ring') \
for i=1,5 do if not r[i] then r[i]='' end end \
if r[3]==ARGV[1] then r[5]='' end \
return {'read',r[1],r[2],r[3],r[4],r[5]}";

const CREATE: &str = "\
if redis.call('EXISTS',KEYS[1])==0 then \
redis.call('HSET',KEYS[1],'format','1','generation',ARGV[1],'writer',ARGV[2],'writers',ARGV[3],'ring',ARGV[4]) end \
return {'ok'}";

/// The loser receives the winner's ring in the same reply.
const CHANGE: &str = "\
local r=redis.call('HMGET',KEYS[1],'format','generation','writer','writers','ring') \
for i=1,5 do if not r[i] then r[i]='' end end \
local w='lost' \
if r[3]=='' then w='gone' \
elseif string.find(' '..r[4]..' ',' '..ARGV[2]..' ',1,true) then w='ok' \
elseif r[1]=='1' and r[3]==ARGV[1] then \
r[4]=string.sub(ARGV[2]..' '..r[4],1,tonumber(ARGV[5])) r[2]=ARGV[3] r[3]=ARGV[2] w='ok' \
redis.call('HSET',KEYS[1],'generation',r[2],'writer',r[3],'writers',r[4],'ring',ARGV[4]) end \
if r[3]==ARGV[2] then r[5]='' end \
return {w,r[1],r[2],r[3],r[4],r[5]}";
