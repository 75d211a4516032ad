//! Histories that occur too rarely by chance, each for one rule.

use tokenseal::StoreOptions;
use tokenseal::machine::{Answer, Value};

use crate::process::{Process, Said};
use crate::record;
use crate::server::Server;

/// When the servers' clocks began, in milliseconds.
const START: f64 = 1_700_000_000_000.0;
const TOKEN: usize = 0;
const OTHER_TOKEN: usize = 1;
const SESSION: usize = 2;
const SUBJECT: usize = 3;
const KEY: usize = 4;

/// Servers and processes without faults, whose commands take no time.
struct Scene {
    servers: Vec<Server>,
    /// How many records make a page, and a piece of a snapshot.
    page: Option<usize>,
    now: f64,
    /// What the last poll sent: the script's arguments.
    sent: Vec<Vec<String>>,
}

impl Scene {
    fn new() -> Self {
        Self {
            servers: vec![Server::default()],
            page: None,
            now: 0.0,
            sent: Vec::new(),
        }
    }

    fn join(&mut self, create: bool, longest: Option<&str>) -> Process {
        let longest_lifetime = longest.map(Into::into);
        let options = StoreOptions {
            namespace: Some("n".into()),
            create,
            longest_lifetime,
            ..StoreOptions::default()
        };
        let process = Process::new(&options, self.page, 0.0);
        self.poll(&process);
        process
    }

    /// A second later, lets the process do everything there is to do, and looks at the server after
    /// each command.
    fn poll_and(&mut self, process: &Process, mut look: impl FnMut(&Server)) {
        self.now += 1.0;
        self.sent.clear();
        let mut stores = process.list.poll(process.times(self.now, 0.5)).stores;
        while !stores.is_empty() {
            let store = stores.remove(0);
            assert!(
                self.sent.len() < 100,
                "there is no end of commands: {:?}",
                store.commands
            );
            let server = &mut self.servers[process.side];
            server.now = (START + self.now * 1000.0) as u64;
            let values: Vec<Value> = store
                .commands
                .iter()
                .map(|command| server.perform(command))
                .collect();
            self.sent
                .extend(store.commands.iter().map(|command| command[6..].to_vec()));
            look(server);
            let turn = process.list.tell(
                process.times(self.now, 0.5),
                Answer::Reply { id: store.id, values },
            );
            stores.extend(turn.stores);
        }
    }

    fn poll(&mut self, process: &Process) {
        self.poll_and(process, |_| ());
    }

    fn revoke(&mut self, process: &mut Process, name: usize, until: Option<f64>) -> String {
        process.revoke(name, 0, until, self.now);
        self.poll(process);
        process.settled(self.now).unwrap().1.unwrap().id
    }

    fn withdraw(&mut self, process: &mut Process, entry: &str) {
        process.withdraw(entry, 0, self.now);
        self.poll(process);
        process.settled(self.now).unwrap().1.unwrap();
    }

    /// What a process that starts now says.
    fn said_anew(&mut self, name: usize) -> Said {
        let process = self.join(false, None);
        process.check(name, self.now)
    }
}

/// What a process that starts with a copy of the server says.
fn said_by_copy(server: &Server, now: f64, name: usize) -> Said {
    let mut scene = Scene {
        servers: vec![server.clone()],
        page: None,
        now,
        sent: Vec::new(),
    };
    scene.said_anew(name)
}

#[test]
fn a_withdrawal_is_lengthened_where_it_meets_what_lasts_longer() {
    let mut scene = Scene::new();
    let (mut first, mut second) = (scene.join(true, None), scene.join(false, None));
    scene.revoke(&mut first, TOKEN, Some(60.0));
    scene.poll(&second);
    // The servers are partitioned. On one the session is revoked forever; on the other until soon,
    // and then that is withdrawn.
    scene.servers.push(scene.servers[0].clone());
    second.side = 1;
    scene.revoke(&mut first, SESSION, None);
    let entry = scene.revoke(&mut second, SESSION, Some(60.0));
    scene.withdraw(&mut second, &entry);
    // A process that knows the longer one comes over.
    first.side = 1;
    for _ in 0..4 {
        scene.poll(&first);
        scene.poll(&second);
    }
    let ends = |text: &str| {
        Some(record::read(text))
            .filter(|record| record.is_withdrawal)
            .map(|record| record.end)
    };
    let in_log = scene.servers[1]
        .data
        .log
        .iter()
        .filter_map(|(_, fields)| ends(fields.split(' ').nth(1).unwrap()));
    assert!(in_log.fold(0.0, f64::max).is_infinite());
    assert!(
        scene.servers[1]
            .data
            .kept
            .values()
            .any(|kept| ends(kept.split(' ').nth(1).unwrap()).is_some())
    );
    // Nobody writes it more than once.
    let count = scene.servers[1].data.log.len();
    for _ in 0..3 {
        scene.poll(&first);
        scene.poll(&second);
    }
    assert_eq!(scene.servers[1].data.log.len(), count);
    assert!(
        [&first, &second]
            .iter()
            .all(|process| process.check(SESSION, scene.now) == Said::Accepted)
    );
    assert_eq!(
        said_by_copy(&scene.servers[1], scene.now, SESSION),
        Said::Accepted
    );
}

#[test]
fn a_revocation_that_follows_a_lost_withdrawal_is_written_back_with_it() {
    let mut scene = Scene::new();
    let (mut first, second) = (scene.join(true, None), scene.join(false, None));
    let entry = scene.revoke(&mut first, TOKEN, Some(3600.0));
    scene.poll(&second);
    scene.servers.push(scene.servers[0].clone());
    // On one server alone it is withdrawn, and revoked again, for a shorter time. The other
    // continues.
    scene.withdraw(&mut first, &entry);
    scene.revoke(&mut first, TOKEN, Some(60.0));
    scene.poll(&first);
    let mut second = second;
    second.side = 1;
    scene.revoke(&mut second, SESSION, Some(60.0));
    first.side = 1;
    for _ in 0..4 {
        scene.poll(&first);
        scene.poll(&second);
    }
    assert!(
        [&first, &second]
            .iter()
            .all(|process| process.check(TOKEN, scene.now) == Said::Revoked)
    );
    assert_eq!(said_by_copy(&scene.servers[1], scene.now, TOKEN), Said::Revoked);
}

#[test]
fn what_is_kept_no_more_is_written_back_before_anybody_new_reads() {
    for is_trimmed in [false, true] {
        let mut scene = Scene::new();
        let mut process = scene.join(true, Some("1h"));
        scene.revoke(&mut process, KEY, None);
        scene.revoke(&mut process, TOKEN, None);
        scene.poll(&process);
        let data = &mut scene.servers[0].data;
        if is_trimmed {
            data.log.remove(0);
        }
        data.kept.clear();
        for _ in 0..4 {
            let now = scene.now;
            scene.poll_and(&process, |server| {
                assert_ne!(said_by_copy(server, now, KEY), Said::Accepted, "{is_trimmed}")
            });
        }
        // However soon the log is trimmed.
        scene.servers[0].data.log.drain(..1);
        assert_eq!(scene.said_anew(KEY), Said::Revoked, "{is_trimmed}");
    }
}

#[test]
fn what_stands_in_kept_alone_is_read_after_a_restoration() {
    let mut scene = Scene::new();
    let (mut first, second) = (scene.join(true, None), scene.join(false, None));
    scene.revoke(&mut first, TOKEN, None);
    scene.poll(&second);
    scene.revoke(&mut first, KEY, None);
    scene.poll(&first);
    // Someone removes it from the log before the other one has read it.
    scene.servers[0].data.log.pop();
    scene.poll(&first);
    scene.poll(&first);
    scene.poll(&second);
    assert_eq!(second.check(KEY, scene.now), Said::Revoked);
}

#[test]
fn after_a_restoration_nobody_reads_all_of_a_log_that_goes_on() {
    let mut scene = Scene::new();
    let (mut first, second) = (scene.join(true, None), scene.join(false, None));
    scene.revoke(&mut first, TOKEN, None);
    scene.revoke(&mut first, KEY, None);
    scene.poll(&second);
    scene.servers[0].data.header.clear();
    for process in [&first, &second, &first, &second] {
        scene.poll(process);
        let from_start = scene.sent.iter().filter(|arguments| arguments[0] == "-").count();
        assert_eq!((from_start, process.check(KEY, scene.now)), (0, Said::Revoked));
    }
    assert!(scene.servers[0].is_sealed());
    assert_eq!(scene.said_anew(KEY), Said::Revoked);
}

/// Two servers are partitioned after a subject was revoked. On one it is withdrawn, and a key is
/// revoked, which is kept; on the other a token is revoked, before or after that. A process that
/// has read the latter comes over, and must read the log anew: the withdrawal is on a later page
/// than the subject.
fn parted(is_lost_later: bool) -> (Scene, Process, Process) {
    let mut scene = Scene {
        page: Some(2),
        ..Scene::new()
    };
    let (mut first, mut second) = (scene.join(true, Some("1h")), scene.join(false, None));
    scene.revoke(&mut first, OTHER_TOKEN, None);
    let entry = scene.revoke(&mut first, SUBJECT, None);
    scene.poll(&second);
    scene.servers.push(scene.servers[0].clone());
    second.side = 1;
    if !is_lost_later {
        scene.revoke(&mut second, TOKEN, None);
    }
    scene.withdraw(&mut first, &entry);
    if is_lost_later {
        scene.revoke(&mut second, TOKEN, None);
    }
    scene.revoke(&mut first, KEY, None);
    second.side = 0;
    (scene, first, second)
}

/// What they say about the subject in the end, and so does a process that starts then.
fn after_a_split(is_lost_later: bool) -> [Said; 3] {
    let (mut scene, first, second) = parted(is_lost_later);
    for _ in 0..4 {
        scene.poll(&second);
        scene.poll(&first);
    }
    assert!(scene.servers[0].is_sealed());
    [
        first.check(SUBJECT, scene.now),
        second.check(SUBJECT, scene.now),
        scene.said_anew(SUBJECT),
    ]
}

#[test]
fn what_comes_into_doubt_while_a_log_is_read_anew_is_decided_by_one_more_reading() {
    assert_eq!(after_a_split(false), [Said::Accepted; 3]);
    // What was lost may have been a revocation that is later than the withdrawal.
    assert_eq!(after_a_split(true), [Said::Revoked; 3]);
}

/// Everything is revoked, and one token withdrawn; and a process that started since has packed
/// that. The store has lost the session, so that it is only in the snapshot. Then another token is
/// withdrawn.
fn packed() -> Scene {
    let mut scene = Scene {
        page: Some(2),
        ..Scene::new()
    };
    let mut process = scene.join(true, None);
    let entries =
        [OTHER_TOKEN, SESSION, SUBJECT, KEY, TOKEN].map(|name| scene.revoke(&mut process, name, None));
    scene.withdraw(&mut process, &entries[0]);
    scene.revoke(&mut process, TOKEN, Some(60.0));
    scene.poll(&process);
    let _packing = scene.join(false, None);
    assert!(
        scene.servers[0].data.snap.contains_key("head"),
        "{:?}",
        scene.sent
    );
    scene.servers[0].data.log.remove(1);
    scene.withdraw(&mut process, &entries[4]);
    let data = &mut scene.servers[0].data;
    data.kept.retain(|field, _| !field.starts_with('s'));
    data.header.insert("kept".to_owned(), data.kept.len().to_string());
    scene
}

const ALL: [usize; 5] = [TOKEN, OTHER_TOKEN, SESSION, SUBJECT, KEY];

fn said_by_new(scene: &mut Scene) -> [Said; 5] {
    let process = scene.join(false, None);
    ALL.map(|name| process.check(name, scene.now))
}

#[test]
fn who_starts_reads_what_is_packed_and_the_log_from_there() {
    use Said::{Accepted, Revoked};
    let mut scene = packed();
    assert_eq!(
        said_by_new(&mut scene),
        [Accepted, Accepted, Revoked, Revoked, Revoked]
    );
    let of_log = scene
        .sent
        .iter()
        .filter(|arguments| arguments[0].contains('-') && arguments.len() == 4)
        .count();
    assert!(of_log < 5, "{:?}", scene.sent);
}

#[test]
fn a_snapshot_that_is_of_no_use_is_dropped_with_all_that_it_said() {
    use Said::{Accepted, Revoked};
    type Damage = fn(&mut Server);
    let damages: [(&str, Damage); 9] = [
        ("a piece is gone", |server| _ = server.data.snap.remove("1")),
        ("the last piece is gone", |server| {
            _ = server.data.snap.pop_first().filter(|(field, _)| field == "0")
        }),
        ("the head is gone", |server| _ = server.data.snap.remove("head")),
        ("the head is another's", |server| {
            _ = server.data.snap.insert("head".to_owned(), "2 x".to_owned())
        }),
        ("a piece is of another", |server| {
            server.data.snap.get_mut("2").unwrap().insert(0, 'x')
        }),
        ("a piece is cut", |server| {
            _ = server.data.snap.get_mut("2").unwrap().pop()
        }),
        ("it was restored since", |server| {
            _ = server
                .data
                .header
                .insert("restored".to_owned(), "another".to_owned())
        }),
        ("it is another list's", |server| {
            _ = server
                .data
                .header
                .insert("epoch".to_owned(), "another".to_owned())
        }),
        ("the log does not go on from it", |server| {
            let cursor = server.data.snap["head"].split(' ').nth(5).unwrap().to_owned();
            server
                .data
                .log
                .retain(|(id, _)| crate::server::shown(*id) != cursor);
        }),
    ];
    for (what, damage) in damages {
        let mut scene = packed();
        damage(&mut scene.servers[0]);
        assert_eq!(
            said_by_new(&mut scene),
            [Accepted, Accepted, Accepted, Revoked, Revoked],
            "{what}"
        );
        // A process that has read the log has packed it anew.
        assert_eq!(
            said_by_new(&mut scene),
            [Accepted, Accepted, Accepted, Revoked, Revoked],
            "{what}"
        );
    }
}
