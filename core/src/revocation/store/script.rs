//! What is sent to a store: scripts, each atomic there, over the keys of one namespace.
//!
//! Everything is a script, so that its reply has the same form in every client, however that client
//! presents the replies of single commands, and whichever version of the protocol it speaks.

use super::super::name::HashKey;
use super::super::record::Record;
use super::super::stamp::Stamp;
use super::packed::Head;
use super::policy::Policy;
use crate::base64url;
use crate::error::Result;
use crate::random;

/// The names of the keys. In a cluster, the braces keep them in one slot.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    header: String,
    log: String,
    kept: String,
    snap: String,
}

impl Keys {
    pub(super) fn of(namespace: &str) -> Self {
        let key = |name| format!("{{{namespace}}}:{name}");
        Self {
            header: key("header"),
            log: key("log"),
            kept: key("kept"),
            snap: key("snap"),
        }
    }

    fn eval(&self, script: &str, arguments: Vec<String>) -> Vec<String> {
        let begin = ["EVAL", script, "3", &self.header, &self.log, &self.kept];
        begin.into_iter().map(String::from).chain(arguments).collect()
    }

    fn eval_snap(&self, script: &str, arguments: Vec<String>) -> Vec<String> {
        let begin = [
            "EVAL",
            script,
            "4",
            &self.header,
            &self.log,
            &self.kept,
            &self.snap,
        ];
        begin.into_iter().map(String::from).chain(arguments).collect()
    }

    /// Reads one piece of the snapshot, and its head.
    pub(super) fn unpack(&self, index: usize) -> Vec<String> {
        self.eval_snap(UNPACK, vec![index.to_string()])
    }

    /// Writes one piece of a snapshot: the first one only if the snapshot to be replaced is still
    /// `before`, and nobody else is writing one; the last one together with the head.
    pub(super) fn pack(
        &self,
        head: &Head,
        longest: u64,
        before: &str,
        index: usize,
        is_last: bool,
        piece: &str,
    ) -> Vec<String> {
        let Head {
            number,
            epoch,
            restored,
            ..
        } = head;
        let (text, first) = (
            if is_last { head.to_text() } else { String::new() },
            if index == 0 { "1" } else { "0" },
        );
        let piece = format!("{number} {piece}");
        let mut arguments = vec![
            number.clone(),
            epoch.clone(),
            restored.clone(),
            first.to_owned(),
            before.to_owned(),
        ];
        arguments.extend([
            index.to_string(),
            piece,
            text,
            Policy::packed_for(longest).to_string(),
        ]);
        self.eval_snap(PACK, arguments)
    }

    /// Reads the header, up to `count` records starting with the one at the cursor, and what is
    /// kept, if that is wanted.
    pub(super) fn read(
        &self,
        cursor: Option<Stamp>,
        count: usize,
        with_kept: bool,
        beat: Option<u64>,
    ) -> Vec<String> {
        let from = cursor.map_or_else(|| "-".to_owned(), |cursor| cursor.to_string());
        let flag = if with_kept { "1" } else { "0" };
        let beat = beat.map_or_else(String::new, |milliseconds| milliseconds.to_string());
        self.eval(READ, vec![from, count.to_string(), flag.to_owned(), beat])
    }

    /// Writes one new record, if the list is complete, and its longest lifetime is still the one
    /// with which the record was made. Its stamp is the smallest that its ID may be.
    pub(super) fn write(
        &self,
        header: &Header,
        trim: Stamp,
        now: f64,
        record: &Record,
    ) -> Result<Vec<String>> {
        let [text, number, kept, _] = entry(record)?;
        let (trim, now, floor) = (
            trim.milliseconds.to_string(),
            format!("{:.0}", now * 1000.0),
            record.stamp.to_string(),
        );
        Ok(self.eval(
            WRITE,
            vec![
                header.epoch.clone(),
                trim,
                now,
                floor,
                text,
                number,
                kept,
                header.longest.to_string(),
            ],
        ))
    }

    /// Writes records that the store has lost, and at the end what makes the list complete again.
    pub(super) fn restore(
        &self,
        header: &Header,
        trim: Stamp,
        how: Restoring,
        records: &[Record],
    ) -> Result<Vec<String>> {
        let Restoring {
            is_last,
            newest,
            floor,
        } = how;
        let Header {
            epoch, key, longest, ..
        } = header;
        let flag = if is_last { "1" } else { "0" };
        let mut arguments = vec![
            epoch.clone(),
            base64url::encode(key.bytes()),
            longest.to_string(),
            trim.milliseconds.to_string(),
        ];
        arguments.extend([
            flag.to_owned(),
            newest.to_string(),
            floor.to_string(),
            random_text()?,
        ]);
        for record in records {
            arguments.extend(entry(record)?);
        }
        Ok(self.eval(RESTORE, arguments))
    }

    /// States the longest lifetime of tokens again, if the header gives a shorter one than it did.
    pub(super) fn raise(&self, header: &Header) -> Vec<String> {
        self.eval(RAISE, vec![header.epoch.clone(), header.longest.to_string()])
    }

    /// Creates the list, if it does not exist. An existing list has its longest lifetime raised, if
    /// this one is longer.
    pub(super) fn create(&self, longest: u64) -> Result<Vec<String>> {
        let arguments = vec![
            random_text()?,
            base64url::encode(HashKey::random()?.bytes()),
            longest.to_string(),
        ];
        Ok(self.eval(CREATE, arguments))
    }
}

/// How records are written back.
#[derive(Clone, Copy)]
pub(super) struct Restoring {
    pub(super) is_last: bool,
    /// The newest record that was read.
    pub(super) newest: Stamp,
    /// IDs are no earlier than this: what is written after this is later than everything that it
    /// brings back.
    pub(super) floor: Stamp,
}

/// A record for a script: its text, a number that no other has, where it is kept if it has no end,
/// and its stamp.
fn entry(record: &Record) -> Result<[String; 4]> {
    let kept = match record.end {
        super::super::record::NEVER => {
            format!("{}{}", record.name, if record.is_withdrawal { "-" } else { "+" })
        }
        _ => String::new(),
    };
    Ok([
        base64url::encode(&record.to_bytes()),
        random_text()?,
        kept,
        padded(record.stamp),
    ])
}

/// A stamp whose text sorts in the same order.
pub(super) fn padded(stamp: Stamp) -> String {
    format!("{:020}-{:020}", stamp.milliseconds, stamp.sequence)
}

pub(super) fn random_text() -> Result<String> {
    let mut bytes = [0; 12];
    random::fill(&mut bytes)?;
    Ok(base64url::encode(&bytes))
}

/// What the header key says about the list.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) epoch: String,
    pub(super) key: HashKey,
    /// The longest lifetime, in seconds; 0: none was given.
    pub(super) longest: u64,
    /// The ID of the newest record.
    pub(super) last: Stamp,
    /// How many records are kept.
    pub(super) kept: usize,
    /// When the store was last found to be writable, by its own clock.
    pub(super) beat: String,
    /// The number of the last restoration; empty: there has been none.
    pub(super) restored: String,
}

/// The format of everything that these scripts write.
pub(super) const FORMAT: &str = "1";

/// The header, records, kept records, and how many are kept. A heartbeat is written along the way
/// if it is due; if that fails, as in a full store, reading continues.
const READ: &str = "\
local h=redis.call('HMGET',KEYS[1],'format','epoch','hash_key','longest_lifetime','last','kept','beat','restored') \
for i=1,8 do if not h[i] then h[i]='' end end \
if h[2]~='' and ARGV[4]~='' then \
local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000) \
if h[7]=='' or now-tonumber(h[7])>=tonumber(ARGV[4]) then \
local b=string.format('%.0f',now) local r=redis.pcall('HSET',KEYS[1],'beat',b) \
if type(r)=='number' then h[7]=b end end end \
local e=redis.call('XRANGE',KEYS[2],ARGV[1],'+','COUNT',ARGV[2]) local o={} \
for i=1,#e do o[#o+1]=e[i][1] o[#o+1]=table.concat(e[i][2],' ') end \
local k={} if ARGV[3]=='1' then k=redis.call('HVALS',KEYS[3]) end \
return {h,o,k,tostring(redis.call('HLEN',KEYS[3]))}";

/// What the writing scripts have in common: the ID of the newest record, the ID of the next one (by
/// the clock, and later than both the newest one and what the writer knows; if the log had later
/// ones that were removed, the one after these), and keeping what has no end, unless something
/// later is kept.
macro_rules! writing {
    ($script:literal) => {
        concat!(
            "local n=redis.call('XREVRANGE',KEYS[2],'+','-','COUNT',1) ",
            "local newest=n[1] and n[1][1] or '0-0' ",
            "local time=redis.call('TIME') local now=time[1]*1000+math.floor(time[2]/1000) ",
            "local function pad(id) local a,b=string.match(id,'(%d+)-(%d+)') ",
            "return string.rep('0',20-#a)..a..'-'..string.rep('0',20-#b)..b end ",
            "local function after(id) local a,b=string.match(id,'(%d+)-(%d+)') return a..'-'..string.format('%.0f',b+1) end ",
            "local function add(trim,floor,r,n,kept,exact) ",
            "local id=string.format('%.0f',now)..'-0' ",
            "if pad(id)<=pad(newest) then id=after(newest) end ",
            "if pad(id)<pad(floor) then id=floor end ",
            "local done=redis.pcall('XADD',KEYS[2],'MINID','~',trim,id,'r',r,'n',n) ",
            "if type(done)=='table' then done=redis.call('XADD',KEYS[2],'MINID','~',trim,'*','r',r,'n',n) end ",
            "id=done newest=id ",
            "if kept~='' then local v=(exact~='' and exact or pad(id))..' '..r local old=redis.call('HGET',KEYS[3],kept) ",
            "if not old or old<v then redis.call('HSET',KEYS[3],kept,v) end end ",
            "return id end ",
            $script
        )
    };
}

/// Appends one record to a list that is complete, if its writer's clock is about right and it knows
/// the longest lifetime: these together determine when something is forgotten.
const WRITE: &str = writing!(
    "local h=redis.call('HMGET',KEYS[1],'epoch','last','kept','longest_lifetime') \
if not h[1] then return {'gone'} end \
if h[1]~=ARGV[1] then return {'epoch'} end \
if newest~=h[2] or tostring(redis.call('HLEN',KEYS[3]))~=h[3] or h[4]~=ARGV[8] then return {'lost'} end \
if math.abs(now-tonumber(ARGV[3]))>3600000 then return {'clock'} end \
local id=add(ARGV[2],ARGV[4],ARGV[5],ARGV[6],ARGV[7],'') \
redis.call('HSET',KEYS[1],'last',id,'kept',redis.call('HLEN',KEYS[3])) \
return {'ok',id}"
);

/// Appends what was lost. Only the last of several calls says that the list is complete, and only
/// if its caller has read everything, and the list is not already complete. It leaves a number that
/// no other has: a reader that sees a different number than before reads the whole list again,
/// since what was lost and what was kept may be news to it that is not where it continues to read.
/// A longest lifetime that was raised in the meantime stays.
const RESTORE: &str = writing!(
    "local h=redis.call('HMGET',KEYS[1],'epoch','last','kept','longest_lifetime') \
if h[1] and h[1]~=ARGV[1] then return {'epoch'} end \
if ARGV[5]=='1' and newest~=ARGV[6] then return {'lost'} end \
local ids={'ok'} \
for i=9,#ARGV,4 do ids[#ids+1]=add(ARGV[4],ARGV[7],ARGV[i],ARGV[i+1],ARGV[i+2],ARGV[i+3]) end \
local l=ARGV[3] if h[4] and l~='0' and (h[4]=='0' or tonumber(h[4])>tonumber(l)) then l=h[4] end \
if ARGV[5]=='1' and not (h[1] and h[2]==newest and h[3]==tostring(redis.call('HLEN',KEYS[3]))) then \
redis.call('HSET',KEYS[1],'format','1','epoch',ARGV[1],'hash_key',ARGV[2],'longest_lifetime',l,\
'last',newest,'kept',redis.call('HLEN',KEYS[3]),'restored',ARGV[8]) end \
return ids"
);

/// Raises the longest lifetime of the list that its caller follows. If the store is full, reading
/// continues.
const RAISE: &str = "\
local h=redis.call('HMGET',KEYS[1],'epoch','longest_lifetime') \
if h[1]==ARGV[1] and h[2] and h[2]~='0' and (ARGV[2]=='0' or tonumber(ARGV[2])>tonumber(h[2])) then \
redis.pcall('HSET',KEYS[1],'longest_lifetime',ARGV[2]) end \
return {'ok'}";

/// The head of the snapshot, and one of its pieces.
const UNPACK: &str = "\
local v=redis.call('HMGET',KEYS[4],'head',ARGV[1]) return {v[1] or '',v[2] or ''}";

/// Writes one piece of a snapshot, whose writer has a minute for the next one. The head comes with
/// the last piece, when everything is there. The first command needs memory: once a script has
/// deleted something, a full store no longer refuses it anything.
const PACK: &str = "\
local h=redis.call('HMGET',KEYS[1],'epoch','restored') \
if h[1]~=ARGV[2] or (h[2] or '')~=ARGV[3] then return {'lost'} end \
local t=redis.call('TIME') local now=t[1]*1000+math.floor(t[2]/1000) \
local s=redis.call('HMGET',KEYS[4],'head','writer','until') \
if ARGV[4]=='1' then \
if (s[1] or '')~=ARGV[5] or (s[2] and now<tonumber(s[3])) then return {'lost'} end \
redis.call('HSET',KEYS[4],'writer',ARGV[1]) redis.call('DEL',KEYS[4]) \
elseif s[2]~=ARGV[1] then return {'lost'} end \
redis.call('HSET',KEYS[4],ARGV[6],ARGV[7],'writer',ARGV[1],'until',string.format('%.0f',now+60000)) \
if ARGV[8]~='' then \
redis.call('HSET',KEYS[4],'head',ARGV[8]) redis.call('HDEL',KEYS[4],'writer','until') \
if ARGV[9]~='0' then redis.call('PEXPIRE',KEYS[4],ARGV[9]) end end \
return {'ok'}";

/// Creates a list, unless it exists: in that case its longest lifetime is raised if this one is
/// longer. If part of a list exists, it was lost and is not created again.
const CREATE: &str = "\
local l=redis.call('HGET',KEYS[1],'longest_lifetime') \
if l and l~='0' and tonumber(ARGV[3])>tonumber(l) then redis.pcall('HSET',KEYS[1],'longest_lifetime',ARGV[3]) end \
if redis.call('EXISTS',KEYS[1])==1 then return {'ok'} end \
if redis.call('EXISTS',KEYS[2],KEYS[3])>0 then return {'lost'} end \
redis.call('HSET',KEYS[1],'format','1','epoch',ARGV[1],'hash_key',ARGV[2],'longest_lifetime',ARGV[3],'last','0-0','kept','0') \
return {'ok'}";
