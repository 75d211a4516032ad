//! Which key it was: what a checked token remembers about the key that fitted it.

use super::{Inner, Material, ThumbprintHash};

/// A key's names, without the key.
#[derive(Debug)]
pub(crate) struct Identity {
    key_id: Option<String>,
    /// None for shared secrets: the thumbprint of a weak one, such as a password, could be reversed
    /// by guessing.
    thumbprint: Option<String>,
    /// The `issuer` of its JWK, which is not a registered member: multi-tenant providers use it to
    /// say whose key it is.
    issuer: Option<String>,
}

impl Identity {
    pub(super) fn of(key: &Inner) -> Self {
        let thumbprint = match &*key.material {
            Material::Secret(_) => None,
            material => Some(material.thumbprint(ThumbprintHash::Sha256)),
        };
        let stated = key
            .carried
            .iter()
            .find(|(name, value)| *name == "issuer" && !value.is_null());
        // A value that is not a string names no issuer.
        let issuer = stated.map(|(_, value)| value.as_str().unwrap_or_default().to_owned());
        Self {
            key_id: key.key_id.clone(),
            thumbprint,
            issuer,
        }
    }

    /// A key about which only its name is known.
    pub(crate) fn named(key_id: Option<&str>) -> Self {
        Self {
            key_id: key_id.map(str::to_owned),
            thumbprint: None,
            issuer: None,
        }
    }

    pub(crate) fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    pub(crate) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    pub(crate) fn thumbprint(&self) -> Option<&str> {
        self.thumbprint.as_deref()
    }
}
