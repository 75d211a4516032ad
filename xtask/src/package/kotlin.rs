//! The packages of Kotlin: what Maven built, with the libraries of the platforms, put into a Maven
//! repository.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::archive::{Archive, MANIFEST};
use super::maven::Repository;
use super::native::{ANDROID, Natives};
use super::platform::{self, Platform};
use super::pom::{Artifact, Pom};
use crate::kotlin::frameworks;
use crate::template::fill;
use crate::workspace::{Workspace, read};

/// What Maven and UniFFI left.
pub(crate) struct Built {
    pom: String,
    version: String,
    /// What Maven compiled and copied: classes, and the library of this machine.
    packed: Archive,
    /// What makes the jar a module.
    module: Archive,
    /// The Kotlin sources, by their names in a jar.
    sources: Archive,
    /// The licences, which every package brings.
    licences: Archive,
}

impl Built {
    /// Finds what `cargo xtask setup kotlin` made.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        let package = workspace.root.join("bindings-kotlin");
        let target = workspace.target.join("kotlin");
        let pom = read(&package.join("pom.xml"))?;
        let version = Pom::of_package(&pom, Artifact::Jvm)?.version().to_owned();
        let mut packed = Archive::default();
        packed
            .add_folder("", &target.join("maven/classes"))
            .context("compile the Kotlin package first: `cargo xtask setup kotlin`")?;
        let mut module = Archive::default();
        module.add_folder("", &target.join("module"))?;
        let mut sources = Archive::default();
        sources.add_folder("", &package.join("src/main/kotlin"))?;
        sources.add_folder("", &target.join("generated"))?;
        let mut licences = Archive::default();
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            licences.add_file(format!("META-INF/{name}"), &workspace.root.join(name))?;
        }
        Ok(Self {
            pom,
            version,
            packed,
            module,
            sources,
            licences,
        })
    }

    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Writes the jar for JVMs.
    pub(crate) fn jar(&self, natives: &Natives, complete: bool, repository: &Repository) -> Result<PathBuf> {
        let mut jar = self.classes()?;
        for (name, content) in self.module.files() {
            jar.add(name, content)?;
        }
        for (platform, path) in
            natives.chosen(|platform| platform.jna.is_some(), Natives::dynamic, complete)?
        {
            let (folder, name) = (
                platform.jna.unwrap_or_default(),
                platform.dynamic().unwrap_or_default(),
            );
            jar.add_file(format!("{folder}/{name}"), &path)?;
        }
        self.put(Artifact::Jvm, &jar, repository)
    }

    /// Writes the jars of the modules for frameworks, which hold no library.
    pub(crate) fn modules(&self, workspace: &Workspace, repository: &Repository) -> Result<Vec<PathBuf>> {
        let folder = workspace.root.join("bindings-kotlin/frameworks");
        let write_module = |artifact: Artifact| {
            let module = artifact.id().trim_start_matches("tokenseal-");
            let mut jar = Archive::default();
            jar.add_folder("", &frameworks::classes(workspace, module).join("classes"))?;
            jar.replace(MANIFEST, self.manifest(artifact));
            for (name, content) in self.licences.files() {
                jar.add(name, content)?;
            }
            let mut sources = Archive::default();
            sources.add_folder("", &folder.join(module).join("src/main/kotlin"))?;
            let path = |end| repository.path(artifact, &self.version, end);
            jar.write(&path(artifact.end()))?;
            sources.write(&path("-sources.jar"))?;
            crate::workspace::write(&path(".pom"), &self.pom_of_module(workspace, artifact)?.text())?;
            Ok(path(artifact.end()))
        };
        Artifact::MODULES.into_iter().map(write_module).collect()
    }

    /// The POM of the package.
    pub(crate) fn pom(&self, artifact: Artifact) -> Result<Pom> {
        Pom::of_package(&self.pom, artifact)
    }

    /// The POM of a module for a framework.
    pub(crate) fn pom_of_module(&self, workspace: &Workspace, module: Artifact) -> Result<Pom> {
        let folder = workspace.root.join("bindings-kotlin/frameworks");
        let own = folder
            .join(module.id().trim_start_matches("tokenseal-"))
            .join("pom.xml");
        Pom::of_module(&self.pom, &read(&folder.join("pom.xml"))?, &read(&own)?, module)
    }

    fn manifest(&self, artifact: Artifact) -> String {
        let id = artifact.id();
        format!(
            "Manifest-Version: 1.0\r\nImplementation-Title: {id}\r\nImplementation-Version: {}\r\nAutomatic-Module-Name: dev.{}\r\n\r\n",
            self.version,
            id.replace('-', ".")
        )
    }

    /// Writes the AAR: no tool of Android's is needed for it, since it is an archive of files with
    /// fixed names.
    pub(crate) fn aar(&self, natives: &Natives, complete: bool, repository: &Repository) -> Result<PathBuf> {
        let mut aar = Archive::default();
        aar.add("AndroidManifest.xml", manifest())?;
        aar.add("R.txt", "")?;
        aar.add("proguard.txt", RULES)?;
        aar.add(
            "META-INF/com/android/build/gradle/aar-metadata.properties",
            METADATA,
        )?;
        aar.add("classes.jar", self.classes()?.bytes()?)?;
        for (platform, path) in natives.chosen(Platform::is_android, Natives::dynamic, complete)? {
            let (folder, name) = (
                platform.abi.unwrap_or_default(),
                platform.dynamic().unwrap_or_default(),
            );
            aar.add_file(format!("jni/{folder}/{name}"), &path)?;
        }
        self.put(Artifact::Android, &aar, repository)
    }

    /// What Maven compiled, less every library, and with a manifest and the licences.
    fn classes(&self) -> Result<Archive> {
        let libraries: Vec<String> = platform::ALL.iter().filter_map(Platform::dynamic).collect();
        let mut classes = Archive::default();
        let is_library = |name: &str| {
            libraries
                .iter()
                .any(|library| name.ends_with(&format!("/{library}")))
        };
        for (name, content) in self.packed.files().filter(|(name, _)| !is_library(name)) {
            classes.add(name, content)?;
        }
        classes.replace(MANIFEST, self.manifest(Artifact::Jvm));
        if !classes
            .names()
            .any(|name| name.starts_with("dev/tokenseal/") && name.ends_with(".class"))
        {
            bail!("there is no class of the package among what Maven compiled");
        }
        for (name, content) in self.licences.files() {
            classes.add(name, content)?;
        }
        Ok(classes)
    }

    fn put(&self, artifact: Artifact, package: &Archive, repository: &Repository) -> Result<PathBuf> {
        let path = |end| repository.path(artifact, &self.version, end);
        package.write(&path(artifact.end()))?;
        crate::workspace::write(&path(".pom"), &self.pom(artifact)?.text())?;
        self.sources.write(&path("-sources.jar"))?;
        Ok(path(artifact.end()))
    }
}

fn manifest() -> String {
    let template = include_str!("../../../bindings-kotlin/package/AndroidManifest.xml.in");
    fill(template, &[("ANDROID", &ANDROID.to_string())])
}

/// What a shrinker may not take away or rename. The jar has it where R8 looks for it.
const RULES: &str =
    include_str!("../../../bindings-kotlin/src/main/resources/META-INF/proguard/tokenseal.pro");

const METADATA: &str = "aarFormatVersion=1.0\naarMetadataVersion=1.0\nminCompileSdk=26\n";

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn built() -> Built {
        let mut packed = Archive::default();
        packed.add("dev/tokenseal/Key.class", "class").unwrap();
        packed
            .add(
                "linux-x86-64/libtokenseal_uniffi.so",
                "the one of this machine, not for shipping",
            )
            .unwrap();
        let mut module = Archive::default();
        module.add("module-info.class", "module").unwrap();
        let mut sources = Archive::default();
        sources.add("dev/tokenseal/Key.kt", "class Key").unwrap();
        let mut licences = Archive::default();
        licences.add("META-INF/LICENSE-MIT", "MIT").unwrap();
        Built {
            pom: crate::package::pom::tests::POM.to_owned(),
            version: "0.1.0".to_owned(),
            packed,
            module,
            sources,
            licences,
        }
    }

    /// Libraries that stand in for real ones, for every platform that loads one.
    fn natives(folder: &Path) -> Natives {
        for platform in platform::ALL {
            if let Some(name) = platform.dynamic() {
                std::fs::create_dir_all(folder.join(platform.target)).unwrap();
                std::fs::write(folder.join(platform.target).join(name), platform.target).unwrap();
            }
        }
        Natives::new(folder)
    }

    #[test]
    fn packs_libraries_where_jvms_and_android_look() {
        let folder = std::env::temp_dir().join(format!("tokenseal-kotlin-{}", std::process::id()));
        let (natives, repository) = (
            natives(&folder.join("natives")),
            Repository::new(folder.join("repository")),
        );

        let jar = Archive::read(&built().jar(&natives, true, &repository).unwrap()).unwrap();
        let names: Vec<_> = jar.names().collect();
        let expected = [
            "META-INF/LICENSE-MIT",
            "META-INF/MANIFEST.MF",
            "darwin-aarch64/libtokenseal_uniffi.dylib",
            "darwin-x86-64/libtokenseal_uniffi.dylib",
            "dev/tokenseal/Key.class",
            "linux-aarch64/libtokenseal_uniffi.so",
            "linux-x86-64/libtokenseal_uniffi.so",
            "module-info.class",
            "win32-aarch64/tokenseal_uniffi.dll",
            "win32-x86-64/tokenseal_uniffi.dll",
        ];
        assert_eq!(names, expected);
        assert_eq!(
            jar.get("linux-x86-64/libtokenseal_uniffi.so").unwrap(),
            b"x86_64-unknown-linux-gnu"
        );

        let aar = Archive::read(&built().aar(&natives, true, &repository).unwrap()).unwrap();
        let names: Vec<_> = aar.names().collect();
        let expected = [
            "AndroidManifest.xml",
            "META-INF/com/android/build/gradle/aar-metadata.properties",
            "R.txt",
            "classes.jar",
            "jni/arm64-v8a/libtokenseal_uniffi.so",
            "jni/armeabi-v7a/libtokenseal_uniffi.so",
            "jni/x86/libtokenseal_uniffi.so",
            "jni/x86_64/libtokenseal_uniffi.so",
            "proguard.txt",
        ];
        assert_eq!(names, expected);
        assert_eq!(
            aar.get("jni/arm64-v8a/libtokenseal_uniffi.so").unwrap(),
            b"aarch64-linux-android"
        );
        let classes = Archive::parse(aar.get("classes.jar").unwrap()).unwrap();
        assert_eq!(
            classes.names().collect::<Vec<_>>(),
            [
                "META-INF/LICENSE-MIT",
                "META-INF/MANIFEST.MF",
                "dev/tokenseal/Key.class"
            ]
        );

        let pages = folder.join("pages");
        crate::workspace::write(&pages.join("index.html"), "<html>").unwrap();
        for artifact in [Artifact::Jvm, Artifact::Android] {
            super::super::pages::pack(&pages, &repository, artifact, "0.1.0").unwrap();
        }
        assert!(
            repository
                .bundle("0.1.0", &folder.join("bundle.zip"), true, false)
                .is_err(),
            "the modules for frameworks were not made"
        );
        repository
            .bundle("0.1.0", &folder.join("bundle.zip"), false, false)
            .unwrap();
        assert_eq!(
            Archive::read(&folder.join("bundle.zip")).unwrap().names().count(),
            24
        );
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_release_misses_no_platform() {
        let folder = std::env::temp_dir().join(format!("tokenseal-kotlin-missing-{}", std::process::id()));
        let (natives, repository) = (
            natives(&folder.join("natives")),
            Repository::new(folder.join("repository")),
        );
        std::fs::remove_dir_all(folder.join("natives/aarch64-apple-darwin")).unwrap();
        assert!(
            built()
                .jar(&natives, true, &repository)
                .err()
                .unwrap()
                .to_string()
                .ends_with("there is no library for aarch64-apple-darwin")
        );
        assert!(built().jar(&natives, false, &repository).is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
