//! Questions to access rules, as strings: the same for every language, whether it holds a checked
//! token or only its claims.

use tokenseal::access::{AccessRules, Decision, Explanation, Presented, Request};
use tokenseal::dpop::ProvenBy;
use tokenseal::{AccessOptions, Error, ErrorCode, Result, Token};

use crate::clock::now_or;
use crate::options::options;

/// What came with a request.
#[derive(Clone, Copy, Debug)]
pub enum Brought<'a> {
    /// No token.
    Nothing,
    /// A checked token that the binding holds.
    Token(&'a Token),
    /// The claims of a checked token, as JSON text.
    Claims {
        /// Exactly as they were checked.
        json: &'a str,
        /// `dpop` or `certificate`, as the token says.
        proven_by: Option<&'a str>,
    },
    /// The code of the error with which the check of a token failed.
    Error(&'a str),
}

/// A question to access rules.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What came with the request.
    pub brought: Brought<'a>,
    /// The method of the request.
    pub method: &'a str,
    /// The path of the request.
    pub path: &'a str,
    /// `AccessOptions`, as JSON text.
    pub options: &'a str,
}

impl Question<'_> {
    /// Decides; [`Decision::to_json`] crosses.
    pub fn check(&self, rules: &AccessRules) -> Result<Decision> {
        self.ask(|presented, request, now| rules.check(presented, request, now))
    }

    /// The same, or `ERR_JWT_ACCESS_DENIED`, whose [`decision`](Error::decision) crosses with it.
    pub fn require(&self, rules: &AccessRules) -> Result<Decision> {
        self.ask(|presented, request, now| rules.require(presented, request, now))?
    }

    /// What each rule says, as a JSON list.
    pub fn explain(&self, rules: &AccessRules) -> Result<String> {
        self.ask(|presented, request, now| Explanation::list_to_json(&rules.explain(presented, request, now)))
    }

    fn ask<T>(&self, act: impl FnOnce(Presented<'_>, Request<'_>, f64) -> T) -> Result<T> {
        let options: AccessOptions = options(self.options)?;
        let mut refused = None;
        let presented = self.brought.presented(&mut refused)?;
        Ok(act(
            presented,
            Request::with(self.method, self.path, &options),
            now_or(options.now),
        ))
    }
}

impl<'a> Brought<'a> {
    /// What the core is told. An error is made from its code, and kept by the caller.
    pub fn presented(self, refused: &'a mut Option<Error>) -> Result<Presented<'a>> {
        Ok(match self {
            Brought::Nothing => Presented::Nothing,
            Brought::Token(token) => Presented::Token(token),
            Brought::Claims { json, proven_by } => Presented::Claims {
                json,
                proven_by: proven_by.map(known).transpose()?,
            },
            Brought::Error(code) => Presented::Refused(refused.insert(error_of(code))),
        })
    }
}

fn known(proven_by: &str) -> Result<ProvenBy> {
    let unknown = || {
        Error::new(
            ErrorCode::Internal,
            "a token says that its possession was proven in a way that nobody knows",
        )
    };
    ProvenBy::ALL
        .into_iter()
        .find(|way| way.as_str() == proven_by)
        .ok_or_else(unknown)
}

/// The error with a code. A code that the library does not have cannot come from the check of a
/// token.
pub fn error_of(code: &str) -> Error {
    let known = ErrorCode::ALL.iter().find(|known| known.as_str() == code);
    Error::new(known.copied().unwrap_or(ErrorCode::Internal), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: &str = r#"{"now":1700000000}"#;

    fn rules() -> AccessRules {
        let require = r#"{"scope":["read"],"max_auth_age":60}"#;
        AccessRules::from_json(&format!(
            r#"{{"rules":[{{"name":"r","methods":["GET"],"path":"/a/b","require":{require}}}]}}"#
        ))
        .unwrap()
    }

    fn ask<'a>(brought: Brought<'a>, path: &'a str, options: &'a str) -> Question<'a> {
        Question {
            brought,
            method: "GET",
            path,
            options,
        }
    }

    fn claims<'a>(json: &'a str, proven_by: Option<&'a str>) -> Brought<'a> {
        Brought::Claims { json, proven_by }
    }

    #[test]
    fn texts_are_asked_about_as_tokens_are() {
        let rules = rules();
        let status = |brought, path, options| ask(brought, path, options).check(&rules).unwrap().status();
        let good = r#"{"scope":"read","auth_time":1699999990}"#;
        assert_eq!(status(claims(good, None), "/a/b", OPTIONS), 200);
        assert_eq!(status(Brought::Nothing, "/a/b", OPTIONS), 401);
        assert_eq!(status(claims(good, None), "/a%2fb", r#"{"now":1700000000}"#), 403);
        assert_eq!(
            status(
                claims(good, None),
                "/a/b/",
                r#"{"now":1700000000,"ignores":["case"]}"#
            ),
            403
        );
        for (code, expected) in [
            ("ERR_JWT_EXPIRED", 401),
            ("ERR_JWKS_UNAVAILABLE", 503),
            ("ERR_OPTION_INVALID", 500),
            ("E_OTHER", 500),
        ] {
            assert_eq!(status(Brought::Error(code), "/a/b", OPTIONS), expected, "{code}");
        }
        let old = r#"{"scope":"read","auth_time":1}"#;
        let decision = ask(claims(old, Some("dpop")), "/a/b", OPTIONS)
            .check(&rules)
            .unwrap();
        assert!(decision.challenges()[0].starts_with("DPoP error=\"insufficient_user_authentication\""));
        let error = ask(claims(old, None), "/a/b", OPTIONS)
            .require(&rules)
            .unwrap_err();
        assert_eq!((error.code(), error.status()), (ErrorCode::AccessDenied, 401));
        assert!(
            ask(claims(old, None), "/a/B", OPTIONS)
                .explain(&rules)
                .unwrap()
                .starts_with(r#"[{"rule":"r","effect":"allow","fits":false"#)
        );
    }

    #[test]
    fn what_is_wrong_about_the_question_is_an_error() {
        let rules = rules();
        for options in [
            r#"{"form":"cooked"}"#,
            r#"{"ignores":["query"]}"#,
            r#"{"ignores":"case"}"#,
            r#"{"now":"1"}"#,
            r#"{"nwo":1}"#,
        ] {
            let error = ask(Brought::Nothing, "/a/b", options).check(&rules).unwrap_err();
            assert_eq!(error.code(), ErrorCode::OptionInvalid, "{options}");
        }
        let error = ask(claims("{}", Some("magic")), "/a/b", OPTIONS)
            .check(&rules)
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Internal);
    }
}
