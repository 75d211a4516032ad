//! Which key it was: what a checked token remembers of the key that fitted it.

use super::{Inner, Material, ThumbprintHash};

/// A key's names, without the key.
#[derive(Debug)]
pub(crate) struct Identity {
    key_id: Option<String>,
    /// None for shared secrets: of a weak one, such as a password, the thumbprint can be guessed.
    thumbprint: Option<String>,
}

impl Identity {
    pub(super) fn of(key: &Inner) -> Self {
        let thumbprint = match &*key.material {
            Material::Secret(_) => None,
            material => Some(material.thumbprint(ThumbprintHash::Sha256)),
        };
        Self { key_id: key.key_id.clone(), thumbprint }
    }

    pub(crate) fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    pub(crate) fn thumbprint(&self) -> Option<&str> {
        self.thumbprint.as_deref()
    }
}
