//! Maps a path to the behaviour or control that answers it:
//!
//! ```text
//! [/s/ID]/b/NAME/jwks.json                                         the key set of a behaviour
//! [/s/ID]/b/NAME/.well-known/openid-configuration                  its metadata, as OpenID Connect Discovery places it
//! /.well-known/oauth-authorization-server[/s/ID]/b/NAME            its metadata, as RFC 8414 places it
//! [/s/ID]/control/…                                                what tests set and ask
//! ```

use std::io;
use std::thread;

use crate::answer::Answer;
use crate::behaviour::{self, Exchange, Part, Place};
use crate::control::Spaces;
use crate::request::Request;
use crate::wire::Wire;

const OPENID: &str = ".well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";
/// The name space of what names none.
const COMMON: &str = "";

/// State that all connections share.
pub(crate) struct Site {
    pub(crate) spaces: Spaces,
    /// The plain port, for URLs that lead there from another.
    pub(crate) http: u16,
}

pub(crate) fn answer(request: &Request, wire: &mut Wire, site: &Site) -> io::Result<()> {
    let path = request.path.split(['?', '#']).next().unwrap_or_default();
    let (inserted, path) = path
        .strip_prefix(OAUTH)
        .map_or((false, path), |rest| (true, rest));
    let (prefix, id, path) = name_space(path);
    let space = site.spaces.get(id);
    if let Some(words) = path.strip_prefix("/control/") {
        return space
            .control(request, &words.split('/').collect::<Vec<_>>())
            .send(wire);
    }
    space.note(
        request,
        &if inserted {
            format!("{OAUTH}{path}")
        } else {
            path.to_owned()
        },
    );
    if space.is_down() {
        return Ok(());
    }
    thread::sleep(space.delay());
    match target(path, inserted) {
        Some((name, part)) => {
            let scheme = if wire.is_secure() { "https" } else { "http" };
            let origin = format!("{scheme}://{}", request.header("host").unwrap_or("localhost"));
            let place = Place {
                origin,
                prefix,
                name,
                http: site.http,
            };
            behaviour::run(&mut Exchange {
                request,
                wire,
                space: &space,
                place,
                part,
            })
        }
        None => Answer::status("404 Not Found").send(wire),
    }
}

/// `/s/7/b/ok` is `/s/7`, `7` and `/b/ok`.
fn name_space(path: &str) -> (&str, &str, &str) {
    let Some(rest) = path.strip_prefix("/s/") else {
        return ("", COMMON, path);
    };
    let id = rest.split('/').next().unwrap_or_default();
    let (prefix, rest) = path.split_at("/s/".len() + id.len());
    (prefix, id, rest)
}

/// The behaviour, and the part of it that is requested.
fn target(path: &str, inserted: bool) -> Option<(&str, Part)> {
    let path = path.strip_prefix("/b/")?;
    match path.split_once('/') {
        None => inserted.then_some((path, Part::OAuth)),
        Some(_) if inserted => None,
        Some((name, "jwks.json")) => Some((name, Part::Keys)),
        Some((name, OPENID)) => Some((name, Part::OpenId)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_name_space() {
        assert_eq!(
            name_space("/s/7/b/ok/jwks.json"),
            ("/s/7", "7", "/b/ok/jwks.json")
        );
        assert_eq!(name_space("/b/ok/jwks.json"), ("", "", "/b/ok/jwks.json"));
        assert_eq!(name_space("/s/7"), ("/s/7", "7", ""));
    }

    #[test]
    fn finds_the_behaviour() {
        assert_eq!(target("/b/ok/jwks.json", false), Some(("ok", Part::Keys)));
        assert_eq!(
            target("/b/ok/.well-known/openid-configuration", false),
            Some(("ok", Part::OpenId))
        );
        assert_eq!(target("/b/ok", true), Some(("ok", Part::OAuth)));
        for (path, inserted) in [
            ("/b/ok", false),
            ("/b/ok/jwks.json", true),
            ("/b/ok/x", false),
            ("/elsewhere", false),
        ] {
            assert_eq!(target(path, inserted), None, "{path}");
        }
    }
}
