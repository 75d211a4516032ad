//! The formats that keys are read from and written in: JWK, PEM, DER, X.509 certificates, and the
//! bytes of secrets and passwords.

mod certificate;
pub(super) mod der;
mod encrypted;
mod export;
pub(super) mod jwk;
mod jwk_material;
mod jwk_members;
mod kind;
mod mistakes;
mod pem;
mod pss;
mod secret;
mod secret_text;

pub(crate) use certificate::certificate_thumbprint;
pub use secret_text::Secret;
