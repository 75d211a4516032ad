//! What a request carries, and to whom.

use std::time::Duration;

use serde_json::Value;
use tokenseal::{ErrorCode, RemoteKeySet, RemoteOptions};
use tokenseal_drivers::Settings;

use crate::carrier::{Make, with_both};
use crate::clock::Clock;
use crate::keys::{good_key, plain, status, token, verifier};
use crate::server::{SERVER, Space};

const SECRET: &str = "Bearer of-the-cluster";

with_both! {
    a_request_bears_what_the_core_asks_for
    headers_of_the_caller_go_where_the_caller_has_said
    headers_that_cannot_be_made_are_a_failed_connection
    no_proxy_of_the_environment_is_used
    only_the_roots_that_were_given_are_trusted
    certificates_that_cannot_be_read_are_refused
}

fn header<'a>(request: &'a Value, name: &str) -> Vec<&'a str> {
    let pairs = request["headers"].as_array().unwrap().iter();
    let named = pairs.filter(|pair| pair[0].as_str().unwrap().eq_ignore_ascii_case(name));
    named.map(|pair| pair[1].as_str().unwrap()).collect()
}

fn a_request_bears_what_the_core_asks_for(make: Make) {
    let space = Space::new();
    let own = || {
        vec![
            ("Accept".to_owned(), "text/html".to_owned()),
            ("User-Agent".to_owned(), "mine".to_owned()),
        ]
    };
    let carrier = make(Settings::new().headers(own)).unwrap();
    carrier
        .verify(&verifier(&space.set()), &token(&good_key()))
        .unwrap();
    let log = space.log();
    assert_eq!(log[0]["method"], "GET");
    assert_eq!(
        header(&log[0], "accept"),
        ["application/jwk-set+json, application/json"],
        "no caller's stands in its place"
    );
    assert_eq!(
        header(&log[0], "user-agent"),
        [concat!("tokenseal/", env!("CARGO_PKG_VERSION"))]
    );
    for unwanted in ["cookie", "referer", "origin", "if-none-match"] {
        assert_eq!(header(&log[0], unwanted), [] as [&str; 0]);
    }
}

fn headers_of_the_caller_go_where_the_caller_has_said(make: Make) {
    let issuer = |space: &Space, hosts: Option<&[&str]>| {
        let issuer = space.url("http", "/b/metadata-jwks-uri-elsewhere");
        let allowed_hosts = hosts.map(|hosts| hosts.iter().map(|host| (*host).to_owned()).collect());
        RemoteKeySet::new(
            None,
            &RemoteOptions {
                issuer,
                allowed_hosts,
                ..plain()
            },
        )
        .unwrap()
    };
    let clock = Clock::new();
    let settings = clock
        .settings()
        .headers(|| vec![("authorization".to_owned(), SECRET.to_owned())]);
    assert!(!format!("{settings:?}").contains("cluster"));
    let carrier = make(settings).unwrap();

    let named = Space::new();
    carrier
        .verify(
            &verifier(&issuer(&named, Some(&["localhost"]))),
            &token(&good_key()),
        )
        .unwrap();
    let log = named.log();
    assert_eq!(log.len(), 2);
    assert!(
        log.iter()
            .all(|request| header(request, "authorization") == [SECRET]),
        "the caller has named both hosts: {log:?}"
    );

    // A host that only the metadata names, and that resolves to the caller's own network: nothing
    // is sent there.
    let unnamed = Space::new();
    let set = issuer(&unnamed, None);
    let error = carrier.verify(&verifier(&set), &token(&good_key())).unwrap_err();
    assert_eq!(error.code(), ErrorCode::JwksUnavailable);
    assert_eq!(status(&set, clock.now())["last_failure"], "url_not_allowed");
    assert_eq!(unnamed.log().len(), 1);
    assert!(!format!("{error:?} {error} {set:?}").contains("cluster"));
}

fn headers_that_cannot_be_made_are_a_failed_connection(make: Make) {
    let clock = Clock::new();
    let broken: [Settings; 2] = [
        clock.settings().headers(|| panic!("the caller's own fault")),
        clock.settings().headers(|| {
            vec![(
                "authorization".to_owned(),
                "two\r\nlines: of-the-cluster".to_owned(),
            )]
        }),
    ];
    for settings in broken {
        let space = Space::new();
        let set = space.set();
        let error = make(settings)
            .unwrap()
            .verify(&verifier(&set), &token(&good_key()))
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::JwksUnavailable);
        assert!(!format!("{error:?} {error}").contains("cluster"));
        assert_eq!(status(&set, clock.now())["last_failure"], "connect");
        assert!(space.log().is_empty());
    }
}

/// The environment cannot be changed in a test that runs alongside others, so the test program is
/// started once more, with a proxy set.
fn no_proxy_of_the_environment_is_used(make: Make) {
    const INSIDE: &str = "TOKENSEAL_DRIVERS_WITH_PROXY";
    if std::env::var_os(INSIDE).is_some() {
        let clock = Clock::new();
        make(clock.settings())
            .unwrap()
            .verify(&verifier(&Space::new().set()), &token(&good_key()))
            .unwrap();
        return;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    for name in [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ] {
        command.env(name, SERVER.url("refused").unwrap());
    }
    command
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .env(INSIDE, "1");
    let output = command
        .args(["no_proxy_of_the_environment_is_used"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

fn only_the_roots_that_were_given_are_trusted(make: Make) {
    let clock = Clock::new();
    for (settings, is_trusted) in [
        (clock.settings().roots(SERVER.ca()), true),
        (clock.settings(), false),
    ] {
        let set = RemoteKeySet::new(
            Space::new().url("https", "/b/ok/jwks.json").as_deref(),
            &RemoteOptions::default(),
        )
        .unwrap();
        let checked = make(settings)
            .unwrap()
            .verify(&verifier(&set), &token(&good_key()));
        assert_eq!(checked.is_ok(), is_trusted);
        assert_eq!(
            status(&set, clock.now())["last_failure"].as_str(),
            (!is_trusted).then_some("tls")
        );
    }
}

fn certificates_that_cannot_be_read_are_refused(make: Make) {
    let own = rcgen::generate_simple_self_signed(["client.example".to_owned()]).unwrap();
    let (certificate, key) = (own.cert.pem(), own.signing_key.serialize_pem());
    assert!(make(Settings::new().client_certificate(format!("{certificate}{key}"))).is_ok());
    assert!(make(Settings::new().client_certificate(format!("{key}{certificate}"))).is_ok());
    let broken = [
        Settings::new().roots("no PEM"),
        Settings::new().roots(key.clone()),
        Settings::new().client_certificate("no PEM"),
        Settings::new().client_certificate(certificate.clone()),
        Settings::new().client_certificate(key),
    ];
    for settings in broken {
        assert_eq!(make(settings).err().unwrap().code(), ErrorCode::OptionInvalid);
    }
}

#[cfg(feature = "async")]
#[test]
fn an_asynchronous_driver_says_that_it_needs_a_runtime() {
    let driver = tokenseal_drivers::tokio::Driver::new().unwrap();
    let (set, token) = (Space::new().set(), token(&good_key()));
    let verifier = verifier(&set);
    let mut check = std::pin::pin!(driver.verify(&verifier, &token));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(Err(error)) = check.as_mut().poll(&mut context) else {
        panic!("it waits")
    };
    assert_eq!(error.code(), ErrorCode::OptionInvalid);
}

#[cfg(feature = "async")]
#[test]
fn a_runtime_that_ends_leaves_no_flight_behind() {
    let space = Space::new();
    space.control("delay/60000");
    let runtime = || {
        ::tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let driver = tokenseal_drivers::tokio::Driver::with(Clock::new().settings()).unwrap();
    let (set, token) = (space.set(), token(&good_key()));
    let (verifier, first) = (verifier(&set), runtime());
    let wait = async {
        ::tokio::time::timeout(Duration::from_millis(50), driver.verify(&verifier, &token))
            .await
            .is_err()
    };
    assert!(first.block_on(wait), "it waits");
    assert_eq!(set.landed(), 0);
    drop(first);
    assert_eq!(set.landed(), 1);
}
