//! Servers, the network, and processes that read and write a list through them; and everything that
//! can go wrong.

use std::collections::{BTreeMap, VecDeque};

use tokenseal::StoreOptions;
use tokenseal::machine::{Answer, Failure, Store, Turn, Value};

use crate::chance::Chance;
use crate::process::Process;
use crate::record::{self, note_reply};
use crate::server::{Data, Server};
use crate::truth::{Operation, Truth};

const HOUR: f64 = 3600.0;
/// When the servers' clocks began, in milliseconds.
const START: f64 = 1_700_000_000_000.0;
/// How many past states of a server are available for replicas that lag behind.
const LAG: usize = 8;

/// Something in flight.
enum Event {
    Arrives {
        process: usize,
        life: u64,
        store: Store,
        is_answered: bool,
        is_cut: bool,
    },
    Answered {
        process: usize,
        life: u64,
        answer: Answer,
    },
    /// Nothing of a change is in flight any more.
    Closes { operation: usize },
}

/// Which clock may be wrong by more than minutes.
#[derive(Clone, Copy, PartialEq)]
enum Wrong {
    Nothing,
    Server,
    Process,
}

pub(crate) struct World {
    pub(crate) chance: Chance,
    pub(crate) now: f64,
    pub(crate) servers: [Server; 2],
    offsets: [f64; 2],
    pub(crate) primary: usize,
    lagging: VecDeque<Data>,
    /// By the microsecond, and in order.
    events: BTreeMap<(u64, u64), Event>,
    sent: u64,
    pub(crate) processes: Vec<Process>,
    pub(crate) truth: Truth,
    pub(crate) options: StoreOptions,
    page: Option<usize>,
    pub(crate) packed: u64,
    pub(crate) unpacked: u64,
    flaky: f64,
    wrong: Wrong,
    pub(crate) restorations: u64,
    pub(crate) commands: u64,
    /// Whether a server ever lost anything.
    pub(crate) lost_something: bool,
    pub(crate) story: Option<Vec<String>>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let longest = chance.one_of(&[None, Some("1h".into())]);
        let options = StoreOptions {
            namespace: Some("n".into()),
            timeout: Some("1s".into()),
            ..StoreOptions::default()
        };
        let making = StoreOptions {
            create: true,
            longest_lifetime: longest,
            ..options.clone()
        };
        let page = chance.one_of(&[None, Some(2), Some(3), Some(5)]);
        let processes = (0..chance.one_of(&[2, 3, 4])).map(|index| {
            let offset = chance.between(-300.0, 300.0);
            Process::new(if index == 0 { &making } else { &options }, page, offset)
        });
        let processes = processes.collect();
        let trims = chance.happens(0.5);
        Self {
            now: 0.0,
            servers: std::array::from_fn(|_| Server {
                trims,
                ..Server::default()
            }),
            offsets: [chance.between(-5.0, 5.0), chance.between(-5.0, 5.0)],
            primary: 0,
            lagging: VecDeque::new(),
            events: BTreeMap::new(),
            sent: 0,
            processes,
            truth: Truth::default(),
            options,
            page,
            flaky: chance.one_of(&[0.0, 0.0, 0.03, 0.15]),
            wrong: chance.one_of(&[Wrong::Nothing, Wrong::Nothing, Wrong::Server, Wrong::Process]),
            packed: 0,
            unpacked: 0,
            restorations: 0,
            commands: 0,
            lost_something: false,
            story: None,
            chance,
        }
    }

    pub(crate) fn note(&mut self, what: impl FnOnce(&Self) -> String) {
        if self.story.is_some() {
            let line = format!("{:.3} {}", self.now, what(self));
            self.story.iter_mut().for_each(|story| story.push(line.clone()));
        }
    }

    fn later(&mut self, delay: f64, event: Event) {
        self.sent += 1;
        self.events
            .insert((((self.now + delay) * 1e6) as u64, self.sent), event);
    }

    /// Lets time pass, and what was in flight arrive.
    pub(crate) fn pass(&mut self, seconds: f64) {
        let until = self.now + seconds;
        while let Some(first) = self
            .events
            .first_entry()
            .filter(|first| first.key().0 as f64 / 1e6 <= until)
        {
            let ((at, _), event) = first.remove_entry();
            self.now = self.now.max(at as f64 / 1e6);
            self.happen(event);
        }
        self.now = until;
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrives {
                process,
                life,
                store,
                is_answered,
                is_cut,
            } => {
                let values = self.perform(process, &store, is_cut);
                let delay = self.chance.between(0.001, 0.1);
                if is_answered && !is_cut {
                    self.later(
                        delay,
                        Event::Answered {
                            process,
                            life,
                            answer: Answer::Reply { id: store.id, values },
                        },
                    );
                }
            }
            Event::Answered {
                process,
                life,
                answer,
            } => {
                let (index, process) = (process, &mut self.processes[process]);
                if process.is_frozen(self.now) {
                    let delay = process.frozen_until - self.now + 0.001;
                    self.later(
                        delay,
                        Event::Answered {
                            process: index,
                            life,
                            answer,
                        },
                    );
                } else if process.life == life {
                    if let Answer::Reply { values, .. } = &answer {
                        values
                            .iter()
                            .for_each(|value| note_reply(&mut process.read, value));
                    }
                    let jitter = self.chance.fraction();
                    let turn = process.list.tell(process.times(self.now, jitter), answer);
                    self.send(index, turn);
                }
            }
            Event::Closes { operation } => self.truth.close(operation),
        }
    }

    /// Performs the commands of one request, or only the first of them.
    fn perform(&mut self, process: usize, store: &Store, is_cut: bool) -> Vec<Value> {
        let side = self.processes[process].side;
        let server = &mut self.servers[side];
        server.now = (START + (self.now + self.offsets[side]) * 1000.0) as u64;
        let before = server.data.clone();
        let count = if is_cut { 1 } else { store.commands.len() };
        let values: Vec<Value> = store.commands[..count]
            .iter()
            .map(|command| server.perform(command))
            .collect();
        if side == self.primary && server.data != before {
            self.lagging.push_back(before);
            if self.lagging.len() > LAG {
                self.lagging.pop_front();
            }
        }
        for (command, value) in store.commands.iter().zip(&values) {
            if let Value::List(words) = value
                && command[2] == "4"
            {
                let is_piece = words.len() == 2 && words[1] != Value::Text(String::new());
                self.packed += u64::from(command.len() > 8 && words[0] == Value::Text("ok".to_owned()));
                self.unpacked += u64::from(is_piece);
            }
            self.note_written(command, value);
        }
        self.note(|_| {
            format!(
                "process {process} on server {side}: {} = {}",
                told(&store.commands),
                shown(&values)
            )
        });
        values
    }

    /// Notes the ID under which a change was written.
    fn note_written(&mut self, command: &[String], value: &Value) {
        if command[1].contains("'clock'")
            && let Value::List(words) = value
            && let [Value::Text(ok), Value::Text(id)] = words.as_slice()
            && ok == "ok"
        {
            let record = record::read(&command[10]);
            self.truth
                .note_written(record.by.unwrap(), record.hash, record.end, crate::server::id(id));
        }
    }

    /// Sends what a process wants to send, or loses it.
    pub(crate) fn send(&mut self, process: usize, turn: Turn) {
        let life = self.processes[process].life;
        for store in turn.stores {
            self.commands += 1;
            self.restorations += u64::from(store.commands[0][1].contains("#ARGV,4"));
            let (id, timeout) = (store.id, store.timeout);
            let fails = |why| Event::Answered {
                process,
                life,
                answer: Answer::Failed { id, why },
            };
            let fate = if self.chance.happens(self.flaky) {
                self.chance.fraction()
            } else {
                1.0
            };
            let delay = if self.chance.happens(self.flaky) {
                self.chance.between(0.1, timeout)
            } else {
                self.chance.between(0.001, 0.1)
            };
            match fate {
                // No connection.
                ..0.2 => self.later(0.01, fails(Failure::Connect)),
                // The request is lost, and so is the whole answer.
                ..0.4 => self.later(timeout, fails(Failure::Timeout)),
                // It arrives, completely or not, and the answer is lost.
                ..0.8 => {
                    let is_cut = store.commands.len() > 1 && self.chance.happens(0.5);
                    self.later(
                        delay,
                        Event::Arrives {
                            process,
                            life,
                            store,
                            is_answered: false,
                            is_cut,
                        },
                    );
                    self.later(timeout, fails(Failure::Timeout));
                }
                // The driver is silent forever.
                ..0.9 => self.later(
                    delay,
                    Event::Arrives {
                        process,
                        life,
                        store,
                        is_answered: false,
                        is_cut: false,
                    },
                ),
                _ => self.later(
                    delay,
                    Event::Arrives {
                        process,
                        life,
                        store,
                        is_answered: true,
                        is_cut: false,
                    },
                ),
            }
        }
    }

    pub(crate) fn poll(&mut self, process: usize) {
        if !self.processes[process].is_frozen(self.now) {
            let jitter = self.chance.fraction();
            let of = &self.processes[process];
            let turn = of.list.poll(of.times(self.now, jitter));
            self.send(process, turn);
        }
    }

    /// Takes the results of listings, some of which are given up: how many were complete.
    pub(crate) fn take_listed(&mut self, process: usize) -> u64 {
        let now = self.now;
        let of = &mut self.processes[process];
        match of.is_frozen(now) {
            true => 0,
            false => u64::from(of.listed(now).is_some_and(|listed| listed.is_ok())),
        }
    }

    /// Takes the results of changes.
    pub(crate) fn settle(&mut self, process: usize) {
        let now = self.now;
        let of = &mut self.processes[process];
        if of.is_frozen(now) {
            return;
        }
        let Some((operation, result)) = of.settled(now) else {
            return;
        };
        self.note(|_| {
            format!(
                "process {process}: operation {operation} is {:?}",
                result.as_ref().map(|entry| entry.ends)
            )
        });
        let truth = &mut self.truth;
        if let Ok(entry) = result {
            let own = &mut truth.operations[operation];
            own.is_acknowledged = true;
            let (name, stamp, is_withdrawal) = (own.name, own.stamp.unwrap(), own.is_withdrawal);
            if let Some(hash) = truth.hash(name) {
                let both = self.processes[process].read.entry(hash.clone()).or_default();
                both[usize::from(is_withdrawal)] = stamp.max(both[usize::from(is_withdrawal)]);
            }
            truth.entries.insert(name, entry.id);
            truth.close(operation);
        } else {
            // What was sent may arrive until its time limit is over.
            self.later(1.0, Event::Closes { operation });
        }
    }

    pub(crate) fn fault(&mut self) {
        let which = (self.chance.fraction() * 16.0) as u64;
        self.note(|_| format!("fault {which}"));
        let process = (self.chance.fraction() * self.processes.len() as f64) as usize;
        let primary = self.primary;
        self.lost_something |= which <= 7;
        let data = &mut self.servers[primary].data;
        match which {
            0 => *data = Data::default(),
            1 => data.header.clear(),
            2 => (data.log, data.top) = (Vec::new(), (0, 0)),
            3 => data.kept.clear(),
            // Someone removes entries from the log.
            4 => _ = data.log.pop(),
            5 | 6 => self.fail_over(true),
            7 => self.fail_over(false),
            8 => self.meet(),
            9 => self.servers[primary].is_full = !self.servers[primary].is_full,
            10 => self.start_anew(process),
            11 => self.processes[process].frozen_until = self.now + self.chance.between(0.5, 20.0),
            12 if self.wrong == Wrong::Server => {
                self.offsets[primary] =
                    self.chance
                        .one_of(&[-3.0 * 86400.0, -HOUR, -60.0, 0.0, 60.0, HOUR, 3.0 * 86400.0])
            }
            12 if self.wrong == Wrong::Process => {
                let process = &mut self.processes[process];
                process.offset =
                    self.chance
                        .one_of(&[-3.0 * 86400.0, -HOUR, process.usual_offset, HOUR, 3.0 * 86400.0]);
            }
            12 => self.processes[process].offset = self.chance.between(-300.0, 300.0),
            // An administrator extends the lifetime of tokens.
            13 => {
                let server = &mut self.servers[primary];
                if server
                    .data
                    .header
                    .get("longest_lifetime")
                    .is_some_and(|own| own == "3600")
                {
                    server.set_longest("7200");
                }
            }
            // A piece of the snapshot.
            14 => {
                let fields: Vec<String> = data.snap.keys().cloned().collect();
                if !fields.is_empty() {
                    data.snap.remove(&self.chance.one_of(&fields));
                }
            }
            _ => self.flaky = self.chance.one_of(&[0.0, 0.0, 0.05, 0.3, 1.0]),
        }
    }

    pub(crate) fn start_anew(&mut self, process: usize) {
        let of = &mut self.processes[process];
        if let Some((operation, _)) = of.change.take() {
            self.later(1.0, Event::Closes { operation });
        }
        self.processes[process].start_anew(&self.options, self.page);
    }

    /// A replica becomes the primary, with or without what was written last; and not everyone may
    /// hear of it at once.
    fn fail_over(&mut self, loses: bool) {
        let (old, new) = (self.primary, 1 - self.primary);
        let lag = if loses {
            self.chance.one_of(&[1, 1, 2, 3, LAG])
        } else {
            0
        };
        let at = self.lagging.len().saturating_sub(lag);
        let data = self
            .lagging
            .get(at)
            .cloned()
            .unwrap_or_else(|| self.servers[old].data.clone());
        self.servers[new].data = data;
        self.lagging.truncate(at);
        self.primary = new;
        self.servers[new].is_full = false;
        let all = !self.chance.happens(0.3);
        for index in 0..self.processes.len() {
            if all || self.chance.happens(0.5) {
                self.turn_to(index, new);
            }
        }
    }

    /// Everyone talks to the primary.
    pub(crate) fn meet(&mut self) {
        (0..self.processes.len()).for_each(|index| self.turn_to(index, self.primary));
    }

    fn turn_to(&mut self, process: usize, side: usize) {
        let process = &mut self.processes[process];
        if process.side != side {
            (process.side, process.side_since) = (side, self.now);
        }
    }

    /// Whether it is over by some clock, or soon will be.
    pub(crate) fn is_over(&self, end: f64) -> bool {
        self.processes
            .iter()
            .any(|process| process.wall(self.now) + 60.0 > end)
    }

    /// Whether it is over by some clocks, and not by all.
    pub(crate) fn may_end(&self, operation: &Operation) -> bool {
        let is_past = |process: &Process| process.wall(self.now) - 60.0 > operation.end;
        self.is_over(operation.end) && !self.processes.iter().all(is_past)
    }

    /// Repairs everything that can be repaired.
    pub(crate) fn heal(&mut self) {
        self.meet();
        self.flaky = 0.0;
        self.offsets = self
            .offsets
            .map(|offset| if offset.abs() > 300.0 { 0.0 } else { offset });
        self.servers[self.primary].is_full = false;
        for process in &mut self.processes {
            process.offset = process.usual_offset;
            process.frozen_until = self.now;
        }
    }
}

/// Commands without the parts that no reader of a story wants to see.
fn told(commands: &[Vec<String>]) -> String {
    let names = [
        ("'XRANGE'", "read"),
        ("'EXISTS'", "create"),
        ("'clock'", "write"),
        ("#ARGV,4", "restore"),
        ("ARGV[2]=='0'", "raise"),
        ("'PEXPIRE'", "pack"),
        ("'head',ARGV[1]", "unpack"),
    ];
    let shown = |command: &Vec<String>| {
        let name = names
            .iter()
            .find(|(mark, _)| command[1].contains(mark))
            .map_or("?", |(_, name)| name);
        format!("{name} {:?}", &command[6..])
    };
    commands.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn shown(values: &[Value]) -> String {
    fn one(value: &Value) -> String {
        match value {
            Value::List(values) => format!("[{}]", values.iter().map(one).collect::<Vec<_>>().join(" ")),
            Value::Text(text) | Value::Error(text) => text.clone(),
            other => format!("{other:?}"),
        }
    }
    values.iter().map(one).collect()
}
