//! Contradictions and risks in a file, found without looking at anything else.

use std::collections::HashSet;
use std::path::Path;

use tokenseal::VerifyOptions;

use super::{Address, Config, Problem, Step};

/// The longest time that ending may take.
const MOST_SECONDS: u64 = 3600;

/// Contradictions.
pub(crate) fn contradictions(config: &Config, folder: &Path) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |place: Vec<Step>, message: String| found.push(Problem::new(place, message));
    let listeners = config
        .listen
        .iter()
        .enumerate()
        .map(|(index, address)| (vec!["listen".into(), index.into()], address));
    let grpc = config.grpc.iter().map(|address| (vec!["grpc".into()], address));
    let admin = config
        .admin
        .iter()
        .map(|admin| (vec!["admin".into(), "listen".into()], &admin.listen));
    let mut addresses = HashSet::new();
    for (place, address) in listeners.chain(grpc).chain(admin) {
        let is_chosen = !matches!(address, Address::Tcp(tcp) if tcp.port() == 0);
        if is_chosen && !addresses.insert(address) {
            say(
                place.clone(),
                format!("{address} is given twice: each listener has an address of its own"),
            );
        }
        if let Address::Unix(path) = address
            && let Some(parent) = folder.join(path).parent()
            && !parent.as_os_str().is_empty()
            && !parent.is_dir()
        {
            say(
                place,
                format!(
                    "{}: there is no such folder: make it, for the user that the program runs as",
                    parent.display()
                ),
            );
        }
    }
    if let Some(admin) = config
        .admin
        .as_ref()
        .filter(|admin| !admin.listen.is_local() && !admin.allow_remote)
    {
        let message = format!(
            "other machines reach {}: give an address of the loopback or unix:, or allow_remote = true",
            admin.listen
        );
        say(vec!["admin".into(), "listen".into()], message);
    }
    for (name, seconds) in [
        ("drain_seconds", config.drain_seconds),
        ("notice_seconds", config.notice_seconds),
    ] {
        if seconds > MOST_SECONDS {
            say(
                vec![name.into()],
                format!("{name} is {seconds}: give at most {MOST_SECONDS}"),
            );
        }
    }
    if let Some(store) = config
        .store
        .as_ref()
        .filter(|store| store.url.is_some() == store.url_file.is_some())
    {
        let what = if store.url.is_some() {
            "url and url_file are both given"
        } else {
            "it has no address"
        };
        say(
            vec!["store".into()],
            format!("{what}: give url_file, the file that holds the URL, or url"),
        );
    }
    let mut issuers = HashSet::new();
    for (index, issuer) in config.issuers.iter().enumerate() {
        let name = issuer.own.issuer.as_deref().unwrap_or_default();
        if !name.is_empty() && !issuers.insert(name) {
            let message =
                "is that of another [[issuer]]: each stands once; several audiences are a list in one";
            say(
                vec!["issuer".into(), index.into(), "issuer".into()],
                message.to_owned(),
            );
        }
    }
    let mut rings = HashSet::new();
    for (index, ring) in config.rings.iter().enumerate() {
        if !rings.insert(ring.name.as_str()) {
            say(
                vec!["ring".into(), index.into(), "name".into()],
                "is that of another [[ring]]: each has its own".to_owned(),
            );
        }
    }
    if let Some(internal) = config
        .internal
        .as_ref()
        .filter(|internal| !is_header(&internal.header))
    {
        let message = format!(
            "{:?} is no name for a header of its own: give letters, digits and -, such as X-Tokenseal-Identity",
            internal.header
        );
        say(vec!["internal".into(), "header".into()], message);
    }
    found
}

/// What may be intended, but should be known.
pub(crate) fn advice(config: &Config, file: Option<&Path>) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut say = |place: Vec<Step>, message: &str| found.push(Problem::new(place, message));
    let listeners = config
        .listen
        .iter()
        .enumerate()
        .map(|(index, address)| (vec!["listen".into(), index.into()], address));
    let grpc = config.grpc.iter().map(|address| (vec!["grpc".into()], address));
    for (place, address) in listeners.chain(grpc) {
        if !address.is_local() && config.tls.is_none() {
            say(
                place,
                "other machines reach this address, and nothing is encrypted: add [tls], or keep tokens on a network of their own",
            );
        }
    }
    for (index, issuer) in config.issuers.iter().enumerate() {
        let place = || vec!["issuer".into(), index.into()];
        let options: VerifyOptions = issuer.options().unwrap_or_default();
        if options.allow_any_audience {
            say(
                place(),
                "allow_any_audience accepts tokens that were issued for any other service",
            );
        } else if options.audience.is_none() && options.profile.is_none() {
            say(
                place(),
                "audience is not given: tokens that name one are refused, and those that name none pass",
            );
        }
    }
    for (index, api) in config.apis.iter().enumerate() {
        if api.own.rules.is_none() {
            say(
                vec!["api".into(), index.into()],
                "rules are not given: any good token may do anything here",
            );
        }
    }
    if config.apis.is_empty() {
        say(
            Vec::new(),
            "there is no [[api]]: whatever gateways ask about is denied",
        );
    }
    if config.internal.is_none() && !config.apis.is_empty() {
        say(
            Vec::new(),
            "there is no [internal]: services get no identity, only the decision",
        );
    }
    match (&config.store, &config.state) {
        (None, None) => say(
            Vec::new(),
            "neither state nor [store] is given: what is revoked is forgotten when the program ends",
        ),
        (Some(_), _) if config.internal.is_some() && config.protect_with.is_none() => {
            say(
                vec!["store".into()],
                "protect_with is not given: each instance signs identities by keys of its own, which the others do not publish",
            );
        }
        _ => {}
    }
    let holds_password = config
        .store
        .as_ref()
        .and_then(|store| store.url.as_ref())
        .is_some_and(|url| url.contains('@'));
    if holds_password && file.is_some_and(is_read_by_others) {
        say(
            vec!["store".into(), "url".into()],
            "holds a password, and other users may read this file: give url_file, or set its mode to 0600",
        );
    }
    found
}

/// Whether a name can be that of a header that only this program sets.
fn is_header(name: &str) -> bool {
    const TAKEN: [&str; 12] = [
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "dpop",
        "expect",
        "host",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let is_plain = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_plain && !TAKEN.contains(&name.to_ascii_lowercase().as_str())
}

fn is_read_by_others(file: &Path) -> bool {
    std::fs::File::open(file).is_ok_and(|file| tokenseal_files::require_private(&file).is_err())
}
