//! The platforms that are shipped to, and what each kind of package calls them.

use anyhow::{Context, Result};

use crate::uniffi::LIBRARY;

/// A Rust target, and the packages that its library goes into.
pub(crate) struct Platform {
    pub(crate) target: &'static str,
    /// The folder in which JNA looks for it inside a jar.
    pub(crate) jna: Option<&'static str>,
    /// The folder in which Android looks for it inside an AAR.
    pub(crate) abi: Option<&'static str>,
    /// The part of the XCFramework that it belongs to; those of one part are joined by `lipo`.
    pub(crate) slice: Option<&'static str>,
}

const fn jvm(target: &'static str, jna: &'static str) -> Platform {
    Platform {
        target,
        jna: Some(jna),
        abi: None,
        slice: None,
    }
}

const fn android(target: &'static str, abi: &'static str) -> Platform {
    Platform {
        target,
        jna: None,
        abi: Some(abi),
        slice: None,
    }
}

const fn apple(target: &'static str, slice: &'static str, jna: Option<&'static str>) -> Platform {
    Platform {
        target,
        jna,
        abi: None,
        slice: Some(slice),
    }
}

pub(crate) const ALL: &[Platform] = &[
    jvm("x86_64-unknown-linux-gnu", "linux-x86-64"),
    jvm("aarch64-unknown-linux-gnu", "linux-aarch64"),
    jvm("x86_64-pc-windows-msvc", "win32-x86-64"),
    jvm("aarch64-pc-windows-msvc", "win32-aarch64"),
    apple("x86_64-apple-darwin", "macos", Some("darwin-x86-64")),
    apple("aarch64-apple-darwin", "macos", Some("darwin-aarch64")),
    apple("aarch64-apple-ios", "ios", None),
    apple("x86_64-apple-ios", "ios-simulator", None),
    apple("aarch64-apple-ios-sim", "ios-simulator", None),
    android("aarch64-linux-android", "arm64-v8a"),
    android("armv7-linux-androideabi", "armeabi-v7a"),
    android("x86_64-linux-android", "x86_64"),
    android("i686-linux-android", "x86"),
];

/// Every target that is shipped to.
pub(crate) fn targets() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|platform| platform.target)
}

pub(crate) fn find(target: &str) -> Result<&'static Platform> {
    ALL.iter()
        .find(|platform| platform.target == target)
        .with_context(|| {
            format!(
                "nothing is shipped for `{target}`, only for {}",
                targets().collect::<Vec<_>>().join(", ")
            )
        })
}

impl Platform {
    pub(crate) fn is_android(&self) -> bool {
        self.abi.is_some()
    }

    pub(crate) fn is_apple(&self) -> bool {
        self.slice.is_some()
    }

    pub(crate) fn is_windows(&self) -> bool {
        self.target.contains("-windows-")
    }

    /// The library that is loaded, where one is shipped: by a JVM or by Android.
    pub(crate) fn dynamic(&self) -> Option<String> {
        let name = match () {
            () if self.is_windows() => format!("{LIBRARY}.dll"),
            () if self.is_apple() => format!("lib{LIBRARY}.dylib"),
            () => format!("lib{LIBRARY}.so"),
        };
        (self.jna.is_some() || self.abi.is_some()).then_some(name)
    }

    /// The library that an app of Apple's systems is linked with.
    pub(crate) fn fixed(&self) -> Option<String> {
        self.slice.map(|_| format!("lib{LIBRARY}.a"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_has_one_place() {
        let mut places: Vec<_> = ALL
            .iter()
            .flat_map(|platform| [platform.jna, platform.abi])
            .flatten()
            .collect();
        let count = places.len();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), count);
        assert!(
            ALL.iter()
                .all(|platform| platform.dynamic().is_some() || platform.fixed().is_some())
        );
    }

    #[test]
    fn names_files_as_each_system_does() {
        let dynamic = |target| find(target).unwrap().dynamic();
        assert_eq!(dynamic("x86_64-pc-windows-msvc").unwrap(), "tokenseal_uniffi.dll");
        assert_eq!(
            dynamic("aarch64-apple-darwin").unwrap(),
            "libtokenseal_uniffi.dylib"
        );
        assert_eq!(
            dynamic("aarch64-linux-android").unwrap(),
            "libtokenseal_uniffi.so"
        );
        assert_eq!(dynamic("aarch64-apple-ios"), None);
        assert!(
            find("wasm32-wasip1")
                .err()
                .unwrap()
                .to_string()
                .starts_with("nothing is shipped for `wasm32-wasip1`, only for x86_64-")
        );
    }
}
