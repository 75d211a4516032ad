//! Clients that send our headers themselves, in every form that some program takes for them: the
//! service sees ours, or nothing.

use super::asking::claims_of;
use super::file::Making;
use super::gateways::{Gateway, KINDS, SEEN, head};

const OURS: [&str; 3] = ["X-Tokenseal-Identity", "X-Tokenseal-Subject", "X-Tokenseal-Scope"];
const SPOOFED: &str = "mallory";

/// The client that asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Alice,
    Nobody,
}

/// The lines with which a client sends one of our headers.
fn forms(name: &str) -> Vec<String> {
    let spellings = [
        name.to_owned(),
        name.to_lowercase(),
        name.to_uppercase(),
        name.replace('-', "_"),
        name.replace('-', "_").to_lowercase(),
        name.replace('-', "."),
        name.replace('-', ".").to_uppercase(),
        name.replacen('-', "_", 1),
        name.replacen('-', ".", 1),
        format!("{}_{}", &name[..11], &name[12..]),
        format!("{}.{}", &name[..11], &name[12..]),
    ];
    let mut forms: Vec<String> = spellings
        .iter()
        .map(|name| format!("{name}: {SPOOFED}\r\n"))
        .collect();
    for more in [
        // Twice, in the same and in other spellings, before and after other headers.
        format!("{name}: {SPOOFED}\r\n{name}: {SPOOFED}\r\n"),
        format!("{name}: \r\n{}: {SPOOFED}\r\n", name.to_lowercase()),
        format!(
            "{name}: {SPOOFED}\r\nX-Other: 1\r\n{}: {SPOOFED}\r\n",
            name.replace('-', "_")
        ),
        format!("{name}: {SPOOFED}, {SPOOFED}\r\n"),
        // Empty, with spaces, with something that is not a space.
        format!("{name}:\r\n"),
        format!("{name}:{SPOOFED}\r\n"),
        format!("{name}:\t{SPOOFED} \r\n"),
        format!("{name} : {SPOOFED}\r\n"),
        format!("{name}\t: {SPOOFED}\r\n"),
        format!(" {name}: {SPOOFED}\r\n"),
        format!("\u{b}{name}: {SPOOFED}\r\n"),
        format!("{name}\0: {SPOOFED}\r\n"),
        format!("{name}: {SPOOFED}\0\r\n"),
        // Folded (RFC 9112, section 5.2), and lines that end in another way.
        format!("X-Other: 1\r\n {name}: {SPOOFED}\r\n"),
        format!("{name}:\r\n {SPOOFED}\r\n"),
        format!("X-Other: 1\n{name}: {SPOOFED}\r\n"),
        format!("X-Other: 1\r{name}: {SPOOFED}\r\n"),
        // Hop by hop (RFC 9110, section 7.6.1): a gateway that removes what `Connection` names must
        // not take our headers for the client's.
        format!("Connection: {name}\r\n"),
        format!("Connection: close, {name}\r\n{name}: {SPOOFED}\r\n"),
        format!(
            "Connection: {}\r\n{}: {SPOOFED}\r\n",
            name.to_lowercase(),
            name.replace('-', "_")
        ),
        format!("Keep-Alive: {name}\r\nTE: trailers\r\nTrailer: {name}\r\n{name}: {SPOOFED}\r\n"),
        format!("Proxy-Connection: {name}\r\n{name}: {SPOOFED}\r\n"),
    ] {
        forms.push(more);
    }
    forms
}

#[test]
fn the_service_sees_our_headers_or_nothing() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let token = Making::of("bearer").named("token", "alice");
        let (mut reached, mut asked) = (0, 0);
        for form in OURS.iter().flat_map(|name| forms(name)) {
            for who in [Who::Alice, Who::Nobody] {
                asked += 1;
                let lines = match who {
                    Who::Alice => format!("Authorization: Bearer {token}\r\n{form}"),
                    Who::Nobody => form.clone(),
                };
                let target = if who == Who::Alice { "/orders/7" } else { "/" };
                let request = head("GET", target, &[]);
                let request = request.strip_suffix("\r\n").unwrap().to_owned() + &lines + "\r\n";
                // Two `Connection` headers form one list.
                let request = if form.starts_with("Connection") {
                    request.replacen("Connection: close\r\n", "", 1).replacen(
                        "Connection: ",
                        "Connection: close, ",
                        1,
                    )
                } else {
                    request
                };
                let Some(reply) = gateway.send(&request) else {
                    continue;
                };
                if let Some(seen) = reply.body.strip_prefix(SEEN) {
                    reached += 1;
                    sees_ours(seen, who)
                        .unwrap_or_else(|wrong| panic!("{kind:?}, {who:?}, {form:?}: {wrong}\n{seen}"));
                }
            }
        }
        // Malformed requests are refused. Most are not malformed.
        assert!(
            reached * 3 > asked * 2,
            "{kind:?}: {reached} of {asked} have reached the service"
        );
    }
}

/// Without anything odd the service gets everything.
#[test]
fn the_service_is_told_who_it_is() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let token = format!("Bearer {}", Making::of("bearer").named("token", "alice"));
        for (who, target, headers) in [
            (
                Who::Alice,
                "/orders/7",
                &[
                    ("Authorization", token.as_str()),
                    ("DPoP", "a.b.c"),
                    ("X-Own", "kept"),
                ][..],
            ),
            (Who::Nobody, "/", &[("X-Own", "kept")]),
        ] {
            let reply = gateway.ask("GET", target, headers);
            let seen = reply
                .body
                .strip_prefix(SEEN)
                .unwrap_or_else(|| panic!("{kind:?}: {reply:?}"));
            sees_ours(seen, who).unwrap_or_else(|wrong| panic!("{kind:?}: {wrong}\n{seen}"));
            let count = headers_of(seen)
                .filter(|(name, value)| {
                    OURS.iter().any(|own| own.eq_ignore_ascii_case(name)) && !value.is_empty()
                })
                .count();
            assert_eq!(count, if who == Who::Alice { 3 } else { 0 }, "{kind:?} {seen}");
            assert!(
                headers_of(seen).any(|header| header.0.eq_ignore_ascii_case("x-own"))
                    && seen.starts_with(&format!("GET {target} HTTP/1."))
            );
        }
    }
}

fn headers_of(seen: &str) -> impl Iterator<Item = (&str, &str)> {
    seen.lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name, value.trim()))
}

/// What the service was sent: nothing that it could take for one of our headers, except ours.
fn sees_ours(seen: &str, who: Who) -> Result<(), String> {
    let mut found: Vec<String> = Vec::new();
    for (name, value) in headers_of(seen) {
        let plain = name.trim().to_lowercase().replace(['_', '.'], "-");
        if plain == "authorization" || plain == "dpop" {
            return Err(format!("{name} gets to the service"));
        }
        let Some(own) = OURS.iter().find(|own| own.to_lowercase() == plain) else {
            // The text may be in a header with another name, which nobody takes for ours.
            continue;
        };
        if !name.eq_ignore_ascii_case(own) || found.contains(&plain) {
            return Err(format!("{name} is an imitation, or there twice"));
        }
        found.push(plain);
        let is_right = match (who, *own) {
            _ if value.is_empty() => true,
            (Who::Nobody, _) => false,
            (Who::Alice, "X-Tokenseal-Identity") => claims_of(value)["sub"] == "alice",
            (Who::Alice, "X-Tokenseal-Subject") => value == "alice",
            (Who::Alice, _) => value == "orders:read",
        };
        if !is_right {
            return Err(format!("{name} is not ours: {value}"));
        }
    }
    Ok(())
}

/// The program ignores what a client says about itself.
#[test]
fn nobody_asks_about_another_request_than_its_own() {
    for kind in KINDS {
        let gateway = Gateway::start(kind);
        let reader = format!("Bearer {}", Making::of("bearer").named("token", "alice"));
        for (name, value) in [
            ("X-Forwarded-Uri", "/"),
            ("X-Forwarded-Method", "GET"),
            ("X-Forwarded-Host", "elsewhere.example"),
            ("X-Original-URI", "/"),
            ("X-Original-URL", "https://api.example/"),
            ("X-Original-Method", "GET"),
            ("X-Original-Host", "elsewhere.example"),
            ("X_Forwarded_Uri", "/"),
            ("X_Original_Uri", "/"),
            ("X-HTTP-Method-Override", "GET"),
            ("X-Rewrite-URL", "/"),
            ("Forwarded", "host=elsewhere.example;proto=https"),
            ("Connection", "X-Forwarded-Uri"),
            ("Connection", "X-Original-URI, X-Original-Method"),
            ("X-Tokenseal-Status", "200"),
        ] {
            for (method, target, headers) in [
                // Only the front page is public.
                ("GET", "/orders/7", &[(name, value)][..]),
                // A reader may not write.
                (
                    "POST",
                    "/orders/7",
                    &[(name, value), ("Authorization", reader.as_str())],
                ),
            ] {
                let reply = gateway.ask(method, target, headers);
                assert!(
                    matches!(reply.status, 400 | 401 | 403 | 500),
                    "{kind:?} {name}: {value}: {reply:?}"
                );
                assert!(!reply.body.contains(SEEN));
            }
        }
        // No rule matches what two programs could read in two ways.
        for target in [
            "//orders/7",
            "/orders/./7",
            "/x/../orders/7",
            "/orders/7/..",
            "/%6frders/../",
            "/orders%2f7",
            "/orders/7%00",
            "/orders/7;x",
            "/./",
            "/;/",
            "/%2e",
            "http://api.example/orders/7",
            "/orders/7?/../..",
            "/ORDERS/7",
        ] {
            let reply = gateway.ask("GET", target, &[]);
            assert!(
                reply.status >= 400 && !reply.body.contains(SEEN),
                "{kind:?} {target}: {reply:?}"
            );
        }
    }
}
