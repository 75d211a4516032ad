//! What a store does with the scripts of a list, according to their meaning: a server for
//! simulations. A test of the drivers compares it with real ones.

use std::collections::BTreeMap;

use super::Value;

/// The ID of an entry in the log.
pub(crate) type Id = (u64, u64);

/// What is stored. A copy of it is a replica that lags behind.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Data {
    pub(crate) header: BTreeMap<String, String>,
    pub(crate) log: Vec<(Id, String)>,
    /// The latest ID that the log ever had: a stream refuses an ID that is not later, even if that
    /// entry is gone.
    pub(crate) top: Id,
    pub(crate) kept: BTreeMap<String, String>,
    pub(crate) snap: BTreeMap<String, String>,
}

/// A server, its clock, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    pub(crate) data: Data,
    /// By its own clock, in milliseconds.
    pub(crate) now: u64,
    /// No memory is left: writes are refused.
    pub(crate) is_full: bool,
    /// Whether the log is trimmed as far as it may be. A real one trims in blocks, at some point.
    pub(crate) trims: bool,
}

/// A script ends at the first command that fails; what it did before stays.
type Done<T> = Result<T, String>;

impl Server {
    /// Performs one command, as the machine sends it.
    pub(crate) fn perform(&mut self, command: &[String]) -> Value {
        let words: Vec<&str> = command.iter().map(String::as_str).collect();
        let done = match words.as_slice() {
            ["EVAL", script, "3", _, _, _, arguments @ ..]
            | ["EVAL", script, "4", _, _, _, _, arguments @ ..] => self.script(script, arguments),
            other => Err(format!("ERR the simulation does not know {:?}", other.first())),
        };
        done.unwrap_or_else(Value::Error)
    }

    /// Scripts are distinguished by what only they do.
    fn script(&mut self, script: &str, arguments: &[&str]) -> Done<Value> {
        let does = |what: &str| script.contains(what);
        match arguments {
            [index] if does("'HMGET',KEYS[4],'head',ARGV[1]") => {
                Ok(words(["head", index].map(|field| self.packed(field))))
            }
            [number, epoch, restored, is_first, before, index, piece, head, _] if does("'PEXPIRE'") => self
                .pack(
                    [epoch, restored],
                    [number, is_first, before],
                    [index, piece, head],
                ),
            [from, count, kept, beat] if does("'XRANGE'") => self.read(from, count, *kept == "1", beat),
            [epoch, key, longest] if does("'EXISTS'") => self.create(epoch, key, longest),
            [epoch, longest] if does("ARGV[2]=='0'") => self.raise(epoch, longest),
            [epoch, trim, clock, floor, text, number, kept, longest] if does("'clock'") => {
                self.write([epoch, trim, clock, floor, longest], [text, number, kept, ""])
            }
            [
                epoch,
                key,
                longest,
                trim,
                last,
                newest,
                floor,
                number,
                records @ ..,
            ] if does("#ARGV,4") => self.restore(
                [epoch, key, longest],
                [trim, last, newest, floor, number],
                records,
            ),
            _ => Err("ERR the simulation does not know this script".to_owned()),
        }
    }

    fn read(&mut self, from: &str, count: &str, with_kept: bool, beat: &str) -> Done<Value> {
        let mut header = [
            "format",
            "epoch",
            "hash_key",
            "longest_lifetime",
            "last",
            "kept",
            "beat",
            "restored",
        ]
        .map(|name| self.field(name).to_owned());
        if !header[1].is_empty() && !beat.is_empty() {
            let is_recent = header[6]
                .parse::<u64>()
                .is_ok_and(|last| (self.now as i64 - last as i64) < beat.parse().unwrap());
            if !is_recent && !self.is_full {
                self.set("beat", self.now.to_string());
                header[6] = self.now.to_string();
            }
        }
        let from = if from == "-" { (0, 0) } else { id(from) };
        let entries = self
            .data
            .log
            .iter()
            .filter(|(id, _)| *id >= from)
            .take(count.parse().unwrap());
        let entries = entries
            .flat_map(|(id, fields)| [text(&shown(*id)), text(fields)])
            .collect();
        let kept = if with_kept {
            self.data.kept.values().map(|value| text(value)).collect()
        } else {
            Vec::new()
        };
        let header = header.iter().map(|field| text(field)).collect();
        Ok(Value::List(vec![
            Value::List(header),
            Value::List(entries),
            Value::List(kept),
            text(&self.data.kept.len().to_string()),
        ]))
    }

    fn create(&mut self, epoch: &str, key: &str, longest: &str) -> Done<Value> {
        if !self.data.header.is_empty() {
            if longest != "0" && self.is_shorter_than(longest) {
                self.set_longest(longest);
            }
            return Ok(words(["ok"]));
        }
        if !self.data.log.is_empty() || self.data.top > (0, 0) || !self.data.kept.is_empty() {
            return Ok(words(["lost"]));
        }
        self.may_write()?;
        let fields = [
            ("format", "1"),
            ("epoch", epoch),
            ("hash_key", key),
            ("longest_lifetime", longest),
            ("last", "0-0"),
            ("kept", "0"),
        ];
        fields
            .into_iter()
            .for_each(|(name, value)| self.set(name, value.to_owned()));
        Ok(words(["ok"]))
    }

    fn raise(&mut self, epoch: &str, longest: &str) -> Done<Value> {
        if self.field("epoch") == epoch && self.is_shorter_than(longest) {
            self.set_longest(longest);
        }
        Ok(words(["ok"]))
    }

    /// Whether the header has a longest lifetime that is shorter. 0 is longer than any.
    fn is_shorter_than(&self, longest: &str) -> bool {
        let own: Option<u64> = self.field("longest_lifetime").parse().ok().filter(|own| *own > 0);
        own.is_some_and(|own| longest == "0" || own < longest.parse().unwrap())
    }

    pub(crate) fn set_longest(&mut self, longest: &str) {
        if !self.is_full {
            self.set("longest_lifetime", longest.to_owned());
        }
    }

    fn write(&mut self, [epoch, trim, clock, floor, longest]: [&str; 5], record: [&str; 4]) -> Done<Value> {
        if self.field("epoch").is_empty() {
            return Ok(words(["gone"]));
        }
        if self.field("epoch") != epoch {
            return Ok(words(["epoch"]));
        }
        if !self.is_sealed() || self.field("longest_lifetime") != longest {
            return Ok(words(["lost"]));
        }
        if (self.now as f64 - clock.parse::<f64>().unwrap()).abs() > 3_600_000.0 {
            return Ok(words(["clock"]));
        }
        let id = self.add(trim, floor, record)?;
        self.seal();
        Ok(words(["ok", &id]))
    }

    fn restore(
        &mut self,
        [epoch, key, longest]: [&str; 3],
        [trim, last, newest, floor, number]: [&str; 5],
        records: &[&str],
    ) -> Done<Value> {
        if !self.field("epoch").is_empty() && self.field("epoch") != epoch {
            return Ok(words(["epoch"]));
        }
        if last == "1" && shown(self.newest()) != newest {
            return Ok(words(["lost"]));
        }
        let mut ids = vec![text("ok")];
        for record in records.chunks(4) {
            ids.push(text(&self.add(trim, floor, record.try_into().unwrap())?));
        }
        if last == "1" && !self.is_sealed() {
            self.may_write()?;
            let is_known = !self.field("longest_lifetime").is_empty() && !self.is_shorter_than(longest);
            let longest = if is_known {
                self.field("longest_lifetime").to_owned()
            } else {
                longest.to_owned()
            };
            let fields = [
                ("format", "1"),
                ("epoch", epoch),
                ("hash_key", key),
                ("longest_lifetime", &longest),
                ("restored", number),
            ];
            fields
                .into_iter()
                .for_each(|(name, value)| self.set(name, value.to_owned()));
            self.seal();
        }
        Ok(Value::List(ids))
    }

    fn packed(&self, field: &str) -> &str {
        self.data.snap.get(field).map(String::as_str).unwrap_or_default()
    }

    /// It never ends here: an hour more or less changes nothing, since the log was trimmed by then.
    fn pack(
        &mut self,
        [epoch, restored]: [&str; 2],
        [number, is_first, before]: [&str; 3],
        [index, piece, head]: [&str; 3],
    ) -> Done<Value> {
        let is_busy = self
            .packed("until")
            .parse()
            .is_ok_and(|until: u64| self.now < until);
        let (is_same, is_own) = (self.packed("head") == before, self.packed("writer") == number);
        if self.field("epoch") != epoch
            || self.field("restored") != restored
            || !if is_first == "1" {
                is_same && !is_busy
            } else {
                is_own
            }
        {
            return Ok(words(["lost"]));
        }
        self.may_write()?;
        if is_first == "1" {
            self.data.snap.clear();
        }
        let until = (self.now + 60_000).to_string();
        self.data.snap.extend(
            [(index, piece), ("writer", number), ("until", &until)]
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        if !head.is_empty() {
            self.data.snap.insert("head".to_owned(), head.to_owned());
            ["writer", "until"]
                .iter()
                .for_each(|name| _ = self.data.snap.remove(*name));
        }
        Ok(words(["ok"]))
    }

    /// Whether the header says that the list is complete.
    pub(crate) fn is_sealed(&self) -> bool {
        shown(self.newest()) == self.field("last") && self.data.kept.len().to_string() == self.field("kept")
    }

    /// Records in the header what the newest record is, and how many are kept.
    fn seal(&mut self) {
        self.set("last", shown(self.newest()));
        self.set("kept", self.data.kept.len().to_string());
    }

    fn add(&mut self, trim: &str, floor: &str, [record, number, kept, exact]: [&str; 4]) -> Done<String> {
        let mut next = (self.now, 0);
        if next <= self.newest() {
            next = (self.newest().0, self.newest().1 + 1);
        }
        next = next.max(id(floor));
        self.may_write()?;
        if next <= self.data.top {
            next = (self.data.top.0, self.data.top.1 + 1).max((self.now, 0));
        }
        self.data.log.push((next, format!("r {record} n {number}")));
        self.data.top = next;
        let trim: u64 = trim.parse().unwrap();
        if self.trims {
            self.data.log.retain(|(id, _)| id.0 >= trim);
        }
        if !kept.is_empty() {
            let value = format!(
                "{} {record}",
                if exact.is_empty() {
                    padded(next)
                } else {
                    exact.to_owned()
                }
            );
            if self.data.kept.get(kept).is_none_or(|old| *old < value) {
                self.data.kept.insert(kept.to_owned(), value);
            }
        }
        Ok(shown(next))
    }

    fn may_write(&self) -> Done<()> {
        match self.is_full {
            true => Err("OOM command not allowed when used memory > 'maxmemory'.".to_owned()),
            false => Ok(()),
        }
    }

    pub(crate) fn newest(&self) -> Id {
        self.data.log.last().map(|(id, _)| *id).unwrap_or_default()
    }

    fn field(&self, name: &str) -> &str {
        self.data.header.get(name).map(String::as_str).unwrap_or_default()
    }

    fn set(&mut self, name: &str, value: String) {
        self.data.header.insert(name.to_owned(), value);
    }
}

pub(crate) fn id(text: &str) -> Id {
    let (milliseconds, sequence) = text.split_once('-').unwrap();
    (milliseconds.parse().unwrap(), sequence.parse().unwrap())
}

pub(crate) fn shown((milliseconds, sequence): Id) -> String {
    format!("{milliseconds}-{sequence}")
}

fn padded((milliseconds, sequence): Id) -> String {
    format!("{milliseconds:020}-{sequence:020}")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn words<const N: usize>(words: [&str; N]) -> Value {
    Value::List(words.into_iter().map(text).collect())
}
