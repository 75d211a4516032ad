//! What a store is told: three scripts, each atomic there, over the keys of one namespace.
//!
//! Everything is a script, so that its reply is of one form in every client, whatever that makes of the replies of single commands, and
//! whichever version of the protocol it speaks.

use super::super::name::HashKey;
use super::super::record::Record;
use super::super::stamp::Stamp;
use crate::base64url;
use crate::error::Result;
use crate::random;

/// The names of the keys. In a cluster the braces keep them in one slot.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    header: String,
    log: String,
    kept: String,
}

impl Keys {
    pub(super) fn of(namespace: &str) -> Self {
        let key = |name| format!("{{{namespace}}}:{name}");
        Self { header: key("header"), log: key("log"), kept: key("kept") }
    }

    fn eval(&self, script: &str, arguments: Vec<String>) -> Vec<String> {
        let begin = ["EVAL", script, "3", &self.header, &self.log, &self.kept];
        begin.into_iter().map(String::from).chain(arguments).collect()
    }

    /// Reads the header, up to `count` records from the cursor on, which is among them, and what is kept, if that is wanted.
    pub(super) fn read(&self, cursor: Option<Stamp>, count: usize, with_kept: bool, beat: Option<u64>) -> Vec<String> {
        let from = cursor.map_or_else(|| "-".to_owned(), |cursor| cursor.to_string());
        let flag = if with_kept { "1" } else { "0" };
        let beat = beat.map_or_else(String::new, |milliseconds| milliseconds.to_string());
        self.eval(READ, vec![from, count.to_string(), flag.to_owned(), beat])
    }

    /// Writes one new record, if the list is whole.
    pub(super) fn write(&self, epoch: &str, trim: Stamp, record: &Record) -> Result<Vec<String>> {
        let mut arguments = vec![epoch.to_owned(), trim.milliseconds.to_string()];
        arguments.extend(entry(record)?);
        Ok(self.eval(WRITE, arguments))
    }

    /// Writes records that the store has lost, and in the end what makes the list whole again.
    pub(super) fn restore(&self, header: &Header, trim: Stamp, is_last: bool, newest: Stamp, records: &[Record]) -> Result<Vec<String>> {
        let Header { epoch, key, longest, .. } = header;
        let flag = if is_last { "1" } else { "0" };
        let mut arguments = vec![epoch.clone(), base64url::encode(key.bytes()), longest.to_string(), trim.milliseconds.to_string()];
        arguments.extend([flag.to_owned(), newest.to_string()]);
        for record in records {
            arguments.extend(entry(record)?);
        }
        Ok(self.eval(RESTORE, arguments))
    }

    /// Makes the list, if there is none.
    pub(super) fn create(&self, longest: u64) -> Result<Vec<String>> {
        let arguments = vec![random_text()?, base64url::encode(HashKey::random()?.bytes()), longest.to_string()];
        Ok(self.eval(CREATE, arguments))
    }
}

/// A record for a script: its text, a number that no other has, where it is kept if it has no end, and its stamp.
fn entry(record: &Record) -> Result<[String; 4]> {
    let kept = match record.end {
        super::super::record::NEVER => format!("{}{}", record.name, if record.is_withdrawal { "-" } else { "+" }),
        _ => String::new(),
    };
    Ok([base64url::encode(&record.to_bytes()), random_text()?, kept, padded(record.stamp)])
}

/// A stamp whose order is that of its text.
pub(super) fn padded(stamp: Stamp) -> String {
    format!("{:020}-{:020}", stamp.milliseconds, stamp.sequence)
}

pub(super) fn random_text() -> Result<String> {
    let mut bytes = [0; 12];
    random::fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

/// What the header key says of the list.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) epoch: String,
    pub(super) key: HashKey,
    /// The longest lifetime, in seconds; 0: none was given.
    pub(super) longest: u64,
    /// The id of the newest record.
    pub(super) last: Stamp,
    /// When the store was last found to be writable, by its own clock.
    pub(super) beat: String,
}

/// The form of all that these scripts write.
pub(super) const FORMAT: &str = "1";

/// Header, records, kept records. A heartbeat is written on the way if it is due; that it fails, as in a full store, is no reason not to read.
const READ: &str = "\
local h=redis.call('HMGET',KEYS[1],'format','epoch','hash_key','longest_lifetime','last','beat') \
for i=1,6 do if not h[i] then h[i]='' end end \
if h[2]~='' and ARGV[4]~='' then \
local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000) \
if h[6]=='' or now-tonumber(h[6])>=tonumber(ARGV[4]) then local b=string.format('%.0f',now) local r=redis.pcall('HSET',KEYS[1],'beat',b) \
if type(r)=='number' then h[6]=b end end end \
local e=redis.call('XRANGE',KEYS[2],ARGV[1],'+','COUNT',ARGV[2]) local o={} \
for i=1,#e do o[#o+1]=e[i][1] o[#o+1]=table.concat(e[i][2],' ') end \
local k={} if ARGV[3]=='1' then k=redis.call('HVALS',KEYS[3]) end \
return {h,o,k}";

/// Appends one record. What is kept has its stamp in front: the later of its id, and what its writer knew.
const WRITE: &str = "\
local h=redis.call('HMGET',KEYS[1],'epoch','last') \
if not h[1] then return {'gone'} end \
if h[1]~=ARGV[1] then return {'epoch'} end \
local n=redis.call('XREVRANGE',KEYS[2],'+','-','COUNT',1) \
local newest=n[1] and n[1][1] or '0-0' \
if newest~=h[2] then return {'lost'} end \
local id=redis.call('XADD',KEYS[2],'MINID','~',ARGV[2],'*','r',ARGV[3],'n',ARGV[4]) \
redis.call('HSET',KEYS[1],'last',id) \
if ARGV[5]~='' then \
local a,b=string.match(id,'(%d+)-(%d+)') \
local s=string.rep('0',20-#a)..a..'-'..string.rep('0',20-#b)..b \
if s<ARGV[6] then s=ARGV[6] end \
local v=s..' '..ARGV[3] local old=redis.call('HGET',KEYS[3],ARGV[5]) \
if not old or old<v then redis.call('HSET',KEYS[3],ARGV[5],v) end end \
return {'ok',id}";

/// Appends what was lost. Only the last of several calls says that the list is whole, and only if its caller has read all there is.
const RESTORE: &str = "\
local e=redis.call('HGET',KEYS[1],'epoch') \
if e and e~=ARGV[1] then return {'epoch'} end \
local n=redis.call('XREVRANGE',KEYS[2],'+','-','COUNT',1) \
local newest=n[1] and n[1][1] or '0-0' \
if ARGV[5]=='1' and newest~=ARGV[6] then return {'lost'} end \
for i=7,#ARGV,4 do \
newest=redis.call('XADD',KEYS[2],'MINID','~',ARGV[4],'*','r',ARGV[i],'n',ARGV[i+1]) \
if ARGV[i+2]~='' then \
local v=ARGV[i+3]..' '..ARGV[i] local old=redis.call('HGET',KEYS[3],ARGV[i+2]) \
if not old or old<v then redis.call('HSET',KEYS[3],ARGV[i+2],v) end end end \
if ARGV[5]=='1' then redis.call('HSET',KEYS[1],'format','1','epoch',ARGV[1],'hash_key',ARGV[2],'longest_lifetime',ARGV[3],'last',newest) end \
return {'ok',newest}";

const CREATE: &str = "\
if redis.call('EXISTS',KEYS[1])==1 then return {'ok'} end \
if redis.call('EXISTS',KEYS[2],KEYS[3])>0 then return {'lost'} end \
redis.call('HSET',KEYS[1],'format','1','epoch',ARGV[1],'hash_key',ARGV[2],'longest_lifetime',ARGV[3],'last','0-0') \
return {'ok'}";
