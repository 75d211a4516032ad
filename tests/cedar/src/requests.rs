//! Random requests, of paths that rules are asked about.

use fastrand::Rng;
use serde_json::{Value, json};

use crate::files::METHODS;

/// What is asked for.
pub struct Asked {
    pub method: &'static str,
    segments: Vec<&'static str>,
    slash: bool,
}

const SEGMENTS: [&str; 6] = ["x", "y", "%", "é\"", "mfa", "z"];

impl Asked {
    pub fn random(random: &mut Rng) -> Self {
        let segments: Vec<&str> = (0..random.u8(..4))
            .map(|_| SEGMENTS[random.usize(..SEGMENTS.len())])
            .collect();
        Self {
            method: METHODS[random.usize(..METHODS.len())],
            slash: segments.is_empty() || random.u8(..4) == 0,
            segments,
        }
    }

    /// As it appears in a request.
    pub fn path(&self) -> String {
        let encode = |segment: &&str| -> String {
            segment
                .bytes()
                .map(|byte| {
                    if byte.is_ascii_alphanumeric() {
                        char::from(byte).to_string()
                    } else {
                        format!("%{byte:02X}")
                    }
                })
                .collect()
        };
        let path: String = self
            .segments
            .iter()
            .map(|segment| format!("/{}", encode(segment)))
            .collect();
        if self.slash { path + "/" } else { path }
    }

    /// As Cedar gets it.
    pub fn told(&self) -> Value {
        let mut told = json!({ "count": self.segments.len(), "slash": self.slash });
        for (index, segment) in self.segments.iter().enumerate() {
            told[format!("s{index}")] = json!(segment);
        }
        told
    }
}
