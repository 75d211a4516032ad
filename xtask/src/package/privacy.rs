//! The privacy manifest that Apple asks of a package: which of the interfaces that tell devices
//! apart its code calls, and why.

use std::path::PathBuf;

use crate::workspace::Workspace;

/// What it is called, in the Swift package and in the XCFramework.
pub(super) const FILE: &str = "PrivacyInfo.xcprivacy";

pub(super) fn path(workspace: &Workspace) -> PathBuf {
    workspace.root.join("bindings-swift/Sources/Tokenseal").join(FILE)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::workspace::read;

    /// Apple's categories, and what of them Swift or Rust would call by name. Of the C code that is
    /// linked, AWS-LC's source of entropy calls `mach_absolute_time`.
    const CATEGORIES: [(&str, &[&str]); 5] = [
        ("SystemBootTime", &["systemUptime", "mach_absolute_time"]),
        (
            "FileTimestamp",
            &[
                ".metadata()",
                "contentModificationDate",
                "creationDate",
                "fileModificationDate",
                "attributesOfItem",
                "getattrlist",
                "fstat(",
            ],
        ),
        (
            "DiskSpace",
            &[
                "volumeAvailableCapacity",
                "volumeTotalCapacity",
                "systemFreeSize",
                "systemSize",
                "statfs",
                "statvfs",
            ],
        ),
        ("ActiveKeyboards", &["activeInputModes"]),
        ("UserDefaults", &["UserDefaults"]),
    ];

    /// Apple's reasons: to measure time between events in the app; metadata of files that the app
    /// keeps in its container.
    const REASONS: [(&str, &str); 2] = [("SystemBootTime", "35F9.1"), ("FileTimestamp", "C617.1")];

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }

    /// The text without functions that iOS does not get.
    fn for_ios(text: &str) -> String {
        let mut parts = text.split("#[cfg(not(target_os = \"ios\"))]\n");
        let first = parts.next().unwrap_or_default().to_owned();
        first
            + &parts
                .filter_map(|part| part.split_once("\n}\n"))
                .map(|(_, rest)| rest)
                .collect::<String>()
    }

    fn sources(folder: &Path, found: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "swift" || end == "rs") {
                // Comments call nothing.
                let text = for_ios(&read(&path).unwrap());
                found.extend(
                    text.lines()
                        .filter(|line| !line.trim_start().starts_with("//"))
                        .map(|line| format!("{line}\n")),
                );
            }
        }
    }

    /// The strings of a property list that begin with a word, in their order.
    fn strings(manifest: &str, start: &str) -> Vec<String> {
        let strings = manifest
            .split("<string>")
            .skip(1)
            .filter_map(|rest| rest.split_once("</string>"));
        strings
            .filter_map(|(text, _)| text.strip_prefix(start))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn declares_what_is_called_and_nothing_else() {
        let manifest = read(&root().join("bindings-swift/Sources/Tokenseal").join(FILE)).unwrap();
        let mut code = String::new();
        for folder in [
            "bindings-swift/Sources",
            "bindings-uniffi/src",
            "bridge/src",
            "core/src",
            "files/src",
        ] {
            sources(&root().join(folder), &mut code);
        }
        let called = CATEGORIES
            .iter()
            .filter(|(_, names)| names.iter().any(|name| code.contains(name)));
        let called: BTreeSet<String> = called.map(|(category, _)| (*category).to_owned()).collect();
        let declared = strings(&manifest, "NSPrivacyAccessedAPICategory");
        assert_eq!(declared.iter().cloned().collect::<BTreeSet<_>>(), called);
        for (category, reason) in declared.iter().zip(
            strings(&manifest, "")
                .into_iter()
                .filter(|text| !text.starts_with("NSPrivacy")),
        ) {
            assert!(
                REASONS.contains(&(category.as_str(), reason.as_str())),
                "{category} by {reason}"
            );
        }
        assert!(manifest.contains("<key>NSPrivacyTracking</key>\n\t<false/>"));
    }

    #[test]
    fn is_a_resource_of_the_package() {
        let package = read(&root().join("bindings-swift/Package.swift")).unwrap();
        assert!(
            package.contains(&format!(".process(\"{FILE}\")")) && package.contains("resources: privacy"),
            "Package.swift leaves it out"
        );
    }
}
