//! The `typ` of a token: which purpose it was made for (RFC 8725, section 3.11).

use crate::error::{Error, Result};
use crate::jwt::claims::{mismatch, missing};
use crate::options::{OneOrMany, Profile, VerifyOptions};

/// What is expected of `typ`.
#[derive(Clone, Debug)]
pub(super) enum Types {
    Any {
        of: Vec<String>,
        or_absent: bool,
        /// What to report if a token has another.
        otherwise: &'static str,
    },
    Waived,
}

impl Types {
    /// What the options say: `type` alone, or in addition to what the profile accepts.
    pub(super) fn compile(options: &VerifyOptions) -> Result<Self> {
        let of_profile = options.profile.map(Profile::accepted_types);
        match (&options.token_type, options.allow_any_type) {
            (Some(_), true) => Err(Error::option(
                "type contradicts allow_any_type: it is expected and waived at once",
            )),
            (None, true) => Ok(Types::Waived),
            (Some(types), false) => {
                let given = types.texts("type")?;
                let own = of_profile.unwrap_or_default().iter().map(|own| (*own).to_owned());
                // Listing JWT among others includes tokens whose makers leave it out.
                let lists_jwt =
                    matches!(types, OneOrMany::Many(many) if many.iter().any(|one| is_same_type(one, "JWT")));
                let or_absent = lists_jwt || options.profile.is_some_and(Profile::allows_no_type);
                let otherwise = "typ is none of those that type and the profile expect";
                Ok(Types::Any {
                    of: own.chain(given.iter().cloned()).collect(),
                    or_absent,
                    otherwise,
                })
            }
            (None, false) => Ok(Types::Any {
                of: of_profile
                    .unwrap_or(&["JWT"])
                    .iter()
                    .map(|own| (*own).to_owned())
                    .collect(),
                or_absent: options.profile.is_none_or(Profile::allows_no_type),
                otherwise: match options.profile {
                    None => {
                        "typ is neither JWT nor absent, so the token was made for a special purpose: give type if it is expected"
                    }
                    Some(_) => "typ is not that of the profile: give type to accept another as well",
                },
            }),
        }
    }

    pub(super) fn check(&self, typ: Option<&str>) -> Result<()> {
        match (self, typ) {
            (Types::Waived, _) | (Types::Any { or_absent: true, .. }, None) => Ok(()),
            (Types::Any { .. }, None) => Err(missing("typ")),
            (Types::Any { of, .. }, Some(typ)) if of.iter().any(|wanted| is_same_type(wanted, typ)) => Ok(()),
            (Types::Any { otherwise, .. }, Some(_)) => Err(mismatch("typ", *otherwise)),
        }
    }
}

/// Media types are equal in any case, and with or without `application/` (RFC 7515, section 4.1.9).
pub(crate) fn is_same_type(one: &str, other: &str) -> bool {
    one == other || short_type(one).eq_ignore_ascii_case(short_type(other))
}

fn short_type(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match (typ.get(..PREFIX.len()), typ.get(PREFIX.len()..)) {
        (Some(prefix), Some(rest)) if prefix.eq_ignore_ascii_case(PREFIX) && !rest.contains('/') => rest,
        _ => typ,
    }
}
