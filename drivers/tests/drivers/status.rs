//! Both drivers fetch status lists: together with the keys, and through redirects; and revoked
//! tokens are refused.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::SystemTime;

use serde_json::json;
use tokenseal::{
    ErrorCode, Key, KeySet, RemoteKeySet, StatusList, StatusLists, StatusListsOptions, StatusTokenOptions,
    TokenOptions, Verifier, VerifyOptions,
};
use tokenseal_drivers::Settings;

use crate::carrier::{Make, with_both};
use crate::keys::{key, plain};

with_both! {
    a_status_is_looked_up_where_a_list_was_redirected_to
    a_redirect_to_what_is_not_allowed_is_not_followed
}

/// A server of a JWK Set, a status list and a redirect. It ends with the tests.
struct Site {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// `make` gets the server's address, and returns what each path answers: a body, or where to go
    /// instead.
    fn start(make: impl Fn(&str) -> Vec<(&'static str, Result<String, String>)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (answers, asked) = (make(&base), Arc::new(Mutex::new(Vec::new())));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = serve(stream.unwrap(), &answers, &log);
            }
        });
        Self { base, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn verifier(&self, folder: &str) -> Verifier {
        let keys = RemoteKeySet::new(Some(&format!("{}/jwks.json", self.base)), &plain()).unwrap();
        let allowed_uris = Some(vec![format!("{}{folder}", self.base)]);
        let lists = StatusListsOptions {
            allowed_uris,
            allow_http: true,
            ..StatusListsOptions::default()
        };
        let verifier = Verifier::new(Some(keys.into()), None, &VerifyOptions::default()).unwrap();
        verifier
            .with_status_lists(&StatusLists::new(None, &lists).unwrap())
            .unwrap()
    }
}

fn serve(
    mut stream: TcpStream,
    answers: &[(&str, Result<String, String>)],
    log: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let answer = answers
        .iter()
        .find(|(own, _)| *own == path)
        .map(|(_, answer)| answer);
    log.lock().unwrap().push(path);
    let (head, body) = match answer {
        Some(Ok(body)) => ("200 OK".to_owned(), body.as_str()),
        Some(Err(location)) => (format!("302 Found\r\nLocation: {location}"), ""),
        None => ("404 Not Found".to_owned(), ""),
    };
    write!(
        stream,
        "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn now() -> f64 {
    tokenseal::timestamp(SystemTime::now())
}

/// A list with one revoked index and one valid one.
fn list() -> (StatusList, u64, u64) {
    let list = StatusList::new(1_000, 1).unwrap();
    let (good, bad) = (list.allocate().unwrap(), list.allocate().unwrap());
    list.set(bad, StatusList::INVALID).unwrap();
    (list, good, bad)
}

fn published(list: &StatusList, uri: &str, key: &Key) -> String {
    list.to_jwt(
        key,
        uri,
        &StatusTokenOptions {
            ttl: Some("5m".into()),
            now: Some(now()),
            ..StatusTokenOptions::default()
        },
    )
    .unwrap()
}

fn token(list: &StatusList, uri: &str, index: u64, key: &Key) -> String {
    let options = TokenOptions {
        expires_in: Some("5m".into()),
        now: Some(now()),
        ..TokenOptions::default()
    };
    tokenseal::sign(
        &json!({ "status": list.claim(uri, index).unwrap() }),
        key,
        &options,
    )
    .unwrap()
}

fn jwks(key: &Key) -> String {
    KeySet::from(key.public().unwrap()).to_jwks(false).unwrap()
}

fn a_status_is_looked_up_where_a_list_was_redirected_to(make: Make) {
    let key = key("a");
    let (list, good, bad) = list();
    let site = Site::start(|base| {
        let uri = format!("{base}/statuses/1");
        vec![
            ("/jwks.json", Ok(jwks(&key))),
            ("/statuses/1", Err("/statuses/moved".to_owned())),
            ("/statuses/moved", Ok(published(&list, &uri, &key))),
        ]
    });
    let uri = format!("{}/statuses/1", site.base);
    let (carrier, verifier) = (make(Settings::new()).unwrap(), site.verifier("/statuses/"));
    for _ in 0..3 {
        carrier
            .verify(&verifier, &token(&list, &uri, good, &key))
            .unwrap();
        let error = carrier
            .verify(&verifier, &token(&list, &uri, bad, &key))
            .unwrap_err();
        assert_eq!(
            (error.code(), error.claim()),
            (ErrorCode::Revoked, Some("status"))
        );
    }
    assert_eq!(
        site.asked(),
        ["/jwks.json", "/statuses/1", "/statuses/moved"],
        "each once"
    );
    let elsewhere = format!("{}/other", site.base);
    let error = carrier
        .verify(&verifier, &token(&list, &elsewhere, good, &key))
        .unwrap_err();
    assert_eq!((error.code(), site.asked().len()), (ErrorCode::ClaimMismatch, 3));
}

fn a_redirect_to_what_is_not_allowed_is_not_followed(make: Make) {
    let key = key("a");
    let (list, good, _) = list();
    let site = Site::start(|base| {
        let uri = format!("{base}/statuses/1");
        vec![
            ("/jwks.json", Ok(jwks(&key))),
            ("/statuses/1", Err("/secret".to_owned())),
            ("/secret", Ok(published(&list, &uri, &key))),
        ]
    });
    let uri = format!("{}/statuses/1", site.base);
    let (carrier, verifier) = (make(Settings::new()).unwrap(), site.verifier("/statuses/"));
    let error = carrier
        .verify(&verifier, &token(&list, &uri, good, &key))
        .unwrap_err();
    assert_eq!(
        error.code(),
        ErrorCode::RevocationUnavailable,
        "{}",
        error.message()
    );
    assert_eq!(site.asked(), ["/jwks.json", "/statuses/1"]);
}
