//! Clients that are slow, many, or send too much: each is limited, and the others are served.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::support::{PATIENCE, Reply};
use crate::world::{World, memory, request};

fn connect(world: &World) -> TcpStream {
    let stream = TcpStream::connect(&world.serve.addresses[0]).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// What arrives until the connection ends, and how long that takes.
fn rest(mut stream: TcpStream) -> (Vec<u8>, Duration) {
    let (began, mut bytes) = (Instant::now(), Vec::new());
    // A reset counts as an end, too.
    let _ = stream.read_to_end(&mut bytes);
    (bytes, began.elapsed())
}

#[test]
fn whoever_is_slow_is_hung_up_on() {
    let world = World::with("idle_seconds = 1\n", "", &[]);
    let is_prompt = |took: Duration| (Duration::from_millis(800)..Duration::from_secs(10)).contains(&took);

    let (bytes, took) = rest(connect(&world));
    assert!(bytes.is_empty() && is_prompt(took), "without a byte: {took:?}");

    for drip in ["GET /healthz HTTP/1.1\r\nHost: a\r\nX-", "PRI * HTTP/2.0"] {
        let mut stream = connect(&world);
        stream.write_all(drip.as_bytes()).unwrap();
        let (_, took) = rest(stream);
        assert!(is_prompt(took), "{drip}: {took:?}");
    }

    // Byte by byte, for as long as it is allowed.
    let (mut stream, began) = (connect(&world), Instant::now());
    stream.write_all(b"GET /healthz HTTP/1.1\r\nX: ").unwrap();
    while stream.write_all(b"x").is_ok() {
        assert!(began.elapsed() < PATIENCE, "a head may take for ever");
        std::thread::sleep(Duration::from_millis(100));
    }

    let mut stream = connect(&world);
    stream
        .write_all(b"POST /introspect HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\ntoken=")
        .unwrap();
    let began = Instant::now();
    let reply = Reply::read(&stream);
    assert!(reply.status == 408 || reply.status == 401, "{reply:?}");
    assert!(began.elapsed() < Duration::from_secs(10));

    // A connection that is idle after an answer.
    let mut stream = connect(&world);
    stream.write_all(&request(&world.token)).unwrap();
    assert_eq!(Reply::read(&stream).status, 200);
    let (bytes, took) = rest(stream);
    assert!(bytes.is_empty() && is_prompt(took), "{took:?}");
}

#[test]
fn a_head_is_at_most_64_kib() {
    let world = World::new();
    let long = "x".repeat(70 * 1024);
    let reply = world.serve.ask("GET", "/healthz", &[("X-Long", &long)], "");
    assert_eq!(reply.status, 431);
    let many = "X-Many: y\r\n".repeat(1000);
    let mut stream = connect(&world);
    stream
        .write_all(format!("GET /healthz HTTP/1.1\r\nHost: a\r\n{many}\r\n").as_bytes())
        .unwrap();
    assert_eq!(Reply::read(&stream).status, 431);
    let fits = "x".repeat(30 * 1024);
    assert_eq!(
        world
            .serve
            .ask("GET", "/healthz", &[("X-Long", &fits)], "")
            .status,
        200
    );
    assert_eq!(world.check(&world.token).status, 200);
}

#[test]
fn requests_may_be_sent_ahead_and_are_answered_in_turn() {
    let world = World::new();
    let (good, bad) = (request(&world.token), request("no.token.here"));
    let last = String::from_utf8(good.clone())
        .unwrap()
        .replace("Host:", "Connection: close\r\nHost:");
    let mut stream = connect(&world);
    stream
        .write_all(&[good, bad, last.into_bytes()].concat())
        .unwrap();
    let text = String::from_utf8_lossy(&rest(stream).0).into_owned();
    let statuses: Vec<_> = text
        .split("HTTP/1.1 ")
        .skip(1)
        .map(|answer| answer[..3].to_owned())
        .collect();
    assert_eq!(statuses, ["200", "401", "200"]);
}

/// Two lengths, or a length and chunks: a gateway might read a different request than we do.
#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    let world = World::new();
    for head in [
        "POST /introspect HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST /introspect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /introspect HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd",
        "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
        "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let mut stream = connect(&world);
        stream.write_all(head.as_bytes()).unwrap();
        assert_eq!(Reply::read(&stream).status, 400, "{head:?}");
    }
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// HTTP/2 (RFC 9113): streams that are opened and reset, and a head that never ends.
#[test]
fn floods_of_http2_end_their_connection() {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let world = World::new();
    let begin = [PREFACE, &frame(4, 0, 0, &[])].concat();
    // :method GET, :path /, :scheme http, from the static table (RFC 7541, appendix A).
    let head = [0x82, 0x84, 0x86];

    let mut stream = connect(&world);
    stream.write_all(&begin).unwrap();
    let flood = |stream: &mut TcpStream| -> std::io::Result<()> {
        for id in (1..200_000u32).step_by(2) {
            let reset = frame(3, 0, id, &8u32.to_be_bytes());
            stream.write_all(&[frame(1, 5, id, &head), reset].concat())?;
        }
        Ok(())
    };
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    assert!(
        flood(&mut stream).is_err(),
        "100,000 streams may be opened and reset"
    );

    let mut stream = connect(&world);
    stream.write_all(&begin).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    let first = frame(1, 1, 1, &head);
    let more = frame(
        9,
        0,
        1,
        &[&[0x40, 1, b'x', 0x7f, 0x81, 0x7f][..], &[b'y'; 16000]].concat(),
    );
    let flood = |stream: &mut TcpStream| -> std::io::Result<()> {
        stream.write_all(&first)?;
        (0..2000).try_for_each(|_| stream.write_all(&more))
    };
    assert!(flood(&mut stream).is_err(), "a head of 32 MB is read");
    assert_eq!(world.check(&world.token).status, 200);
}

/// 10,000 with `TOKENSEAL_SOAK`.
#[test]
fn idle_connections_hold_nobody_up() {
    let count = if std::env::var_os("TOKENSEAL_SOAK").is_some() {
        10_000
    } else {
        2_000
    };
    let limit = rustix::process::Rlimit {
        current: Some(count + 1000),
        maximum: rustix::process::getrlimit(rustix::process::Resource::Nofile).maximum,
    };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit)
        .expect("more file descriptors are needed: raise the hard limit");
    let world = World::new();
    let before = memory(&world);
    let idle: Vec<TcpStream> = (0..count)
        .map(|_| TcpStream::connect(&world.serve.addresses[0]).unwrap())
        .collect();
    let began = Instant::now();
    for _ in 0..20 {
        assert_eq!(world.check(&world.token).status, 200);
    }
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let metrics = world.serve.ask("GET", "/metrics", &[], "").body;
    let open = metrics
        .lines()
        .find_map(|line| line.strip_prefix("tokenseal_connections "))
        .unwrap()
        .parse::<u64>()
        .unwrap();
    assert!(open >= count, "{open}");
    let each = (memory(&world) - before) / count;
    assert!(each < 32 * 1024, "{each} bytes for each connection");
    drop(idle);
    let began = Instant::now();
    while !world
        .serve
        .ask("GET", "/metrics", &[], "")
        .body
        .contains("tokenseal_connections 1\n")
    {
        assert!(
            began.elapsed() < PATIENCE,
            "connections that are gone are counted"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
