//! The published POMs: what the building POMs say about the packages, minus what only the build
//! needs.

use std::path::Path;

use anyhow::{Context, Result, bail};
use roxmltree::Node;

use super::dependency::{Dependency, dependencies, properties};
use crate::template::fill;
use crate::xml::{self, child, escape, text_of};

/// What Maven Central requires besides names, as in the POM that builds the package.
const ABOUT: [&str; 4] = ["url", "licenses", "developers", "scm"];

/// A package of Maven's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Artifact {
    /// For JVMs on desktops and servers: a jar that holds the libraries.
    Jvm,
    /// For Android: an AAR that holds the libraries.
    Android,
    /// For Ktor: a jar that depends on the first.
    Ktor,
    /// For Spring Security: likewise.
    Spring,
}

impl Artifact {
    pub(crate) const ALL: [Artifact; 4] =
        [Artifact::Jvm, Artifact::Android, Artifact::Ktor, Artifact::Spring];
    /// The modules for frameworks.
    pub(crate) const MODULES: [Artifact; 2] = [Artifact::Ktor, Artifact::Spring];

    pub(crate) fn id(self) -> &'static str {
        match self {
            Artifact::Jvm => "tokenseal",
            Artifact::Android => "tokenseal-android",
            Artifact::Ktor => "tokenseal-ktor",
            Artifact::Spring => "tokenseal-spring",
        }
    }

    /// How the file of the package ends.
    pub(crate) fn end(self) -> &'static str {
        if self == Artifact::Android { ".aar" } else { ".jar" }
    }

    fn packaging(self) -> &'static str {
        if self == Artifact::Android { "aar" } else { "jar" }
    }
}

/// A POM that is to be written.
pub(crate) struct Pom {
    artifact: Artifact,
    version: String,
    name: String,
    description: String,
    /// The elements of [`ABOUT`], as they were written.
    about: String,
    dependencies: Vec<Dependency>,
}

impl Pom {
    /// That of the package, for JVMs or for Android; `source` is the POM that builds it.
    pub(crate) fn of_package(source: &str, artifact: Artifact) -> Result<Self> {
        let document = xml::parse(source).context("the POM of the package cannot be read")?;
        let project = document.root_element();
        let mut dependencies = dependencies(project, &properties(&[project]))?;
        // Android takes JNA as an AAR, which holds JNA's own libraries.
        let jna = dependencies
            .iter_mut()
            .find(|dependency| dependency.is("jna"))
            .context("the POM does not depend on JNA")?;
        if artifact == Artifact::Android {
            jna.set("type", "aar");
        }
        let element = |name: &str| {
            let range = child(project, name)
                .with_context(|| format!("Maven Central asks for <{name}>, which the POM lacks"))?
                .range();
            Ok(format!("  {}\n", source.get(range).unwrap_or_default()))
        };
        Ok(Self {
            artifact,
            version: required(project, "version")?,
            name: required(project, "name")?,
            description: required(project, "description")?,
            about: ABOUT.into_iter().map(element).collect::<Result<_>>()?,
            dependencies,
        })
    }

    /// That of a module for a framework, which depends on the package.
    ///
    /// `parent` is the POM that modules are built by, which has versions of theirs, and is not
    /// published.
    pub(crate) fn of_module(package: &str, parent: &str, module: &str, artifact: Artifact) -> Result<Self> {
        let package = Self::of_package(package, Artifact::Jvm)?;
        let parent = xml::parse(parent).context("the POM of all modules cannot be read")?;
        let module =
            xml::parse(module).with_context(|| format!("the POM of {} cannot be read", artifact.id()))?;
        let project = module.root_element();
        let id = required(project, "artifactId")?;
        if id != artifact.id() {
            bail!("the POM of {} is that of {id}", artifact.id());
        }
        let own = dependencies(project, &properties(&[parent.root_element(), project]))?;
        let dependencies = [Dependency::on_package(&package.version)]
            .into_iter()
            .chain(own)
            .collect();
        let (name, description) = (required(project, "name")?, required(project, "description")?);
        Ok(Self {
            artifact,
            name,
            description,
            dependencies,
            ..package
        })
    }

    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// The POM as it is published.
    pub(crate) fn text(&self) -> String {
        fill(
            include_str!("../../../bindings-kotlin/package/pom.xml.in"),
            &[
                ("ARTIFACT", self.artifact.id()),
                ("VERSION", &escape(&self.version)),
                ("PACKAGING", self.artifact.packaging()),
                ("NAME", &escape(&self.name)),
                ("DESCRIPTION", &escape(&self.description)),
                ("ABOUT", &self.about),
                (
                    "DEPENDENCIES",
                    &self.dependencies.iter().map(Dependency::text).collect::<String>(),
                ),
            ],
        )
    }

    /// A POM for Dokka, which reads these sources; the package is not in Maven Central yet, and is
    /// taken from this jar.
    pub(crate) fn for_dokka(&self, sources: &Path, package: &Path) -> String {
        let dependency = |dependency: &Dependency| match dependency.is(Artifact::Jvm.id()) {
            true => dependency.from(package).text(),
            false => dependency.text(),
        };
        fill(
            include_str!("../../../bindings-kotlin/package/dokka.xml.in"),
            &[
                ("ARTIFACT", self.artifact.id()),
                ("VERSION", &escape(&self.version)),
                (
                    "DEPENDENCIES",
                    &self.dependencies.iter().map(dependency).collect::<String>(),
                ),
                ("SOURCES", &escape(&sources.display().to_string())),
            ],
        )
    }
}

fn required(project: Node<'_, '_>, name: &str) -> Result<String> {
    text_of(project, name)
        .map(str::to_owned)
        .with_context(|| format!("the POM has no <{name}>"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const POM: &str = "<project>
  <groupId>dev.tokenseal</groupId>
  <artifactId>tokenseal</artifactId>
  <version>0.1.0</version>
  <name>tokenseal</name><description>a &amp; b</description><url>u</url><licenses></licenses><developers></developers>
  <scm><connection>c</connection></scm>

  <properties>
    <!-- Where things are. -->
    <tokenseal.build>${project.basedir}/x</tokenseal.build>
    <jna.version>5.19.1</jna.version>
  </properties>
  <dependencies>
    <dependency><groupId>net.java.dev.jna</groupId><artifactId>jna</artifactId><version>${jna.version}</version></dependency>
    <dependency>
      <artifactId>junit-jupiter</artifactId><version>6</version><scope>test</scope>
    </dependency>
  </dependencies>
  <build>
    <plugins></plugins>
  </build>
</project>
";

    #[test]
    fn publishes_what_users_need_and_nothing_else() {
        let text = Pom::of_package(POM, Artifact::Jvm).unwrap().text();
        assert!(text.contains("<artifactId>jna</artifactId><version>5.19.1</version></dependency>"));
        for gone in ["junit", "<build>", "<properties>", "${", "<!--"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert!(
            text.contains("  <version>0.1.0</version>\n")
                && text.contains("  <scm><connection>c</connection></scm>\n")
        );
    }

    #[test]
    fn an_aar_depends_on_the_aar_of_jna() {
        let text = Pom::of_package(POM, Artifact::Android).unwrap().text();
        assert!(text.contains("<artifactId>tokenseal-android</artifactId>\n  <version>0.1.0</version>\n  <packaging>aar</packaging>\n"));
        assert!(text.contains("<version>5.19.1</version><type>aar</type></dependency>"));
    }

    #[test]
    fn a_module_depends_on_the_package_and_leaves_its_framework_to_users() {
        let parent = "<project>\n  <properties>\n    <coroutines.version>1.11.0</coroutines.version>\n  </properties>\n</project>\n";
        let module = "<project>
  <parent><artifactId>tokenseal-frameworks</artifactId><version>0.1.0</version></parent>
  <artifactId>tokenseal-ktor</artifactId>
  <name>tokenseal-ktor</name>
  <description>Ktor</description>
  <properties>
    <ktor.version>3.5.2</ktor.version>
  </properties>
  <dependencies>
    <!-- The user's. -->
    <dependency><artifactId>ktor</artifactId><version>${ktor.version}</version><scope>provided</scope></dependency>
    <dependency><artifactId>coroutines</artifactId><version>${coroutines.version}</version></dependency>
    <dependency><artifactId>cio</artifactId><version>${ktor.version}</version><scope>test</scope></dependency>
  </dependencies>
</project>
";
        let text = Pom::of_module(POM, parent, module, Artifact::Ktor)
            .unwrap()
            .text();
        for there in [
            "  <artifactId>tokenseal-ktor</artifactId>\n  <version>0.1.0</version>\n",
            "  <description>Ktor</description>",
            "<artifactId>tokenseal</artifactId><version>0.1.0</version></dependency>",
            "<version>3.5.2</version><scope>provided</scope>",
            "<version>1.11.0</version></dependency>",
            "<connection>c</connection>",
        ] {
            assert!(text.contains(there), "{there}\n{text}");
        }
        for gone in ["cio", "jna", "tokenseal-frameworks", "<!--", "${"] {
            assert!(!text.contains(gone), "{gone}\n{text}");
        }
        assert!(Pom::of_module(POM, parent, module, Artifact::Spring).is_err());
    }

    #[test]
    fn says_what_is_missing() {
        let error = |from: &str, to: &str| {
            Pom::of_package(&POM.replace(from, to), Artifact::Jvm)
                .err()
                .unwrap()
                .to_string()
        };
        assert_eq!(
            error("<developers></developers>", ""),
            "Maven Central asks for <developers>, which the POM lacks"
        );
        assert_eq!(
            error("<artifactId>jna<", "<artifactId>jni<"),
            "the POM does not depend on JNA"
        );
        assert_eq!(
            error("<jna.version>5.19.1</jna.version>", ""),
            "the POM leaves open what ${jna.version} is"
        );
        assert_eq!(
            error("<version>${jna.version}<", "<version>v${jna.version}<"),
            "the POM leaves open what v${jna.version} is"
        );
    }

    #[test]
    fn dokka_takes_the_package_from_a_file() {
        let module = "<project><artifactId>tokenseal-ktor</artifactId><name>n</name><description>d</description><dependencies/></project>";
        let pom = Pom::of_module(POM, "<project/>", module, Artifact::Ktor).unwrap();
        let text = pom.for_dokka(Path::new("src/a & b"), Path::new("a.jar"));
        assert!(
            text.contains(
                "<version>0.1.0</version><scope>system</scope><systemPath>a.jar</systemPath></dependency>"
            ),
            "{text}"
        );
        assert!(
            text.contains("<sourceDirectory>src/a &amp; b</sourceDirectory>"),
            "{text}"
        );
        crate::xml::parse(&text).unwrap();
    }

    #[test]
    fn the_poms_of_this_repository_can_be_published() {
        let read = |path: &str| {
            std::fs::read_to_string(
                Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("../bindings-kotlin")
                    .join(path),
            )
            .unwrap()
        };
        let package = read("pom.xml");
        let of_module = |artifact, folder: &str| {
            Pom::of_module(
                &package,
                &read("frameworks/pom.xml"),
                &read(&format!("frameworks/{folder}/pom.xml")),
                artifact,
            )
        };
        let poms = [
            Pom::of_package(&package, Artifact::Jvm),
            Pom::of_package(&package, Artifact::Android),
            of_module(Artifact::Ktor, "ktor"),
            of_module(Artifact::Spring, "spring"),
        ];
        for text in poms.map(|pom| pom.unwrap().text()) {
            crate::xml::parse(&text).unwrap();
            assert!(
                !["${", "__", "<scope>test", "<!--"]
                    .iter()
                    .any(|left| text.contains(left)),
                "{text}"
            );
        }
    }
}
