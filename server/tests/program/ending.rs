//! Shutting down: requests that have begun are finished, and sockets are removed.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use crate::support::{PATIENCE, Reply, Serve, check};
use crate::world::{World, client_headers, config, try_ask};

/// A request whose body has only begun.
fn begun(world: &World) -> (TcpStream, String) {
    let body = format!("token={}", world.token);
    let mut stream = TcpStream::connect(&world.serve.addresses[0]).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head = format!(
        "POST /introspect HTTP/1.1\r\nHost: serve.test\r\nContent-Length: {}\r\n",
        body.len()
    );
    for (name, value) in client_headers() {
        head += &format!("{name}: {value}\r\n");
    }
    let (first, rest) = body.split_at(10);
    stream.write_all(format!("{head}\r\n{first}").as_bytes()).unwrap();
    // It must be read before the shutdown begins.
    std::thread::sleep(Duration::from_millis(200));
    (stream, rest.to_owned())
}

#[test]
fn what_has_begun_is_finished() {
    let mut world = World::with("notice_seconds = 1\n", "", &[]);
    let address = world.serve.addresses[0].clone();
    let (mut stream, rest) = begun(&world);
    world.serve.signal("TERM");
    let said = world.serve.wait_for("ending");
    assert_eq!(said["notice_seconds"], 1);
    // Load balancers learn of it first, while requests are still answered.
    let ready = try_ask(&address, "/readyz").unwrap();
    assert_eq!((ready.status, &ready.json()["ending"]), (503, &true.into()));
    assert_eq!(world.check(&world.token).status, 200);
    let began = Instant::now();
    while TcpStream::connect(&address).is_ok() {
        assert!(began.elapsed() < PATIENCE, "it goes on to accept connections");
        std::thread::sleep(Duration::from_millis(50));
    }
    stream.write_all(rest.as_bytes()).unwrap();
    let reply = Reply::read(&stream);
    assert_eq!((reply.status, &reply.json()["active"]), (200, &true.into()));
    assert!(world.serve.end());
    assert_eq!(world.serve.wait_for("ended")["level"], "info");
}

#[test]
fn what_takes_too_long_is_cut_off() {
    let mut world = World::with("drain_seconds = 1\n", "", &[]);
    let (_stream, _) = begun(&world);
    let began = Instant::now();
    world.serve.signal("TERM");
    assert!(world.serve.end());
    assert!(
        began.elapsed() >= Duration::from_millis(900),
        "{:?}",
        began.elapsed()
    );
    assert!(
        world.serve.wait_for("ended")["message"]
            .as_str()
            .unwrap()
            .contains("drain_seconds")
    );
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut world = World::new();
    let (_stream, _) = begun(&world);
    world.serve.signal("TERM");
    world.serve.wait_for("ending");
    let began = Instant::now();
    world.serve.signal("INT");
    assert!(world.serve.end());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(
        world.serve.wait_for("ended")["message"]
            .as_str()
            .unwrap()
            .contains("another signal")
    );
}

#[test]
fn an_idle_connection_does_not_hold_it_up() {
    let mut world = World::new();
    let _idle = TcpStream::connect(&world.serve.addresses[0]).unwrap();
    assert_eq!(world.check(&world.token).status, 200);
    world.serve.signal("TERM");
    let began = Instant::now();
    assert!(world.serve.end());
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn a_unix_socket_is_for_the_group_and_goes_with_the_program() {
    let mut world = World::with("listen = \"unix:serve.sock\"\n", "", &[]);
    let path = world.serve.path("serve.sock");
    let address = format!("unix:{}", path.display());
    world.serve.addresses = vec![address.clone()];
    let found = std::fs::metadata(&path).unwrap();
    assert!(found.file_type().is_socket());
    assert_eq!(found.permissions().mode() & 0o777, 0o660);
    assert_eq!(world.check(&world.token).status, 200);

    // Another program finds it in use, and leaves it alone.
    let (is_good, text) = run(&world, &config("listen = \"unix:serve.sock\"\n", ""));
    assert!(
        !is_good && text.contains("unix:serve.sock cannot be listened on: Address already in use"),
        "{text}"
    );
    assert_eq!(world.check(&world.token).status, 200);

    world.serve.signal("TERM");
    assert!(world.serve.end());
    assert!(!path.exists());

    // A socket left behind by a killed program is replaced, and anything that is not a socket is
    // not.
    drop(UnixListener::bind(&path).unwrap());
    let folder = std::mem::replace(&mut world.serve.folder, tempfile::tempdir().unwrap());
    let serve = Serve::start_in(folder, &["--config", "serve.toml"], 1);
    assert_eq!(
        crate::support::ask(&address, "GET", "/healthz", &[], b"").status,
        200
    );
    drop(serve);
}

#[test]
fn a_file_is_not_taken_for_a_socket() {
    let world = World::new();
    world.serve.write("precious", "text");
    let (is_good, text) = run(&world, &config("listen = \"unix:precious\"\n", ""));
    assert!(!is_good && text.contains("cannot be listened on"), "{text}");
    assert_eq!(
        std::fs::read_to_string(world.serve.path("precious")).unwrap(),
        "text"
    );
}

/// Starts another program in the same folder, which must end by itself.
fn run(world: &World, config: &str) -> (bool, String) {
    world.serve.write("other.toml", config);
    assert!(check(world.serve.folder.path(), &["--config", "other.toml"]).0);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tokenseal-serve"))
        .args(["--config", "other.toml"])
        .current_dir(world.serve.folder.path())
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}
