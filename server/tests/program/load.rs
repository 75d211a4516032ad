//! Memory does not grow under load: for 10 seconds, or as many as `TOKENSEAL_LOAD_SECONDS` says.

use std::io::Write;
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::support::{PATIENCE, Reply};
use crate::world::{World, memory, request};

/// How much more memory may be used, in bytes: caches fill, and an allocator keeps what it has
/// freed.
const SLACK: u64 = 4 << 20;

#[test]
fn memory_stays_flat() {
    let seconds = std::env::var("TOKENSEAL_LOAD_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10.0);
    let world = World::with("state = \"state\"\n", "", &[]);
    let (stop, answered) = (AtomicBool::new(false), AtomicU64::new(0));
    let (good, bad) = (request(&world.token), request("no.token.here"));
    let client = |number: usize| {
        let mut round = number;
        while !stop.load(Ordering::Relaxed) {
            // A connection for several requests, including refused ones.
            let mut stream = TcpStream::connect(&world.serve.addresses[0]).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            for _ in 0..50 {
                round += 1;
                let (request, status) = if round.is_multiple_of(5) {
                    (&bad, 401)
                } else {
                    (&good, 200)
                };
                stream.write_all(request).unwrap();
                assert_eq!(Reply::read(&stream).status, status);
                answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        let client = &client;
        (0..4).for_each(|number| _ = scope.spawn(move || client(number)));
        let began = Instant::now();
        let sleep_until = |share: f64| {
            while began.elapsed().as_secs_f64() < share * seconds {
                std::thread::sleep(Duration::from_millis(50));
                world.serve.ask("GET", "/metrics", &[], "");
            }
            memory(&world)
        };
        let early = sleep_until(0.3);
        let late = sleep_until(1.0);
        stop.store(true, Ordering::Relaxed);
        assert!(
            late < early + SLACK,
            "{early} bytes after a third of the time, and {late} at the end"
        );
    });
    assert!(answered.load(Ordering::Relaxed) > 500, "{answered:?}");
}
