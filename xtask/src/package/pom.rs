//! The POM that is published: the one that builds the package, less all that only building needs.

use anyhow::{Context, Result, bail};

/// What Maven Central asks of a POM, beside its coordinates.
const REQUIRED: [&str; 7] = [
    "name",
    "description",
    "url",
    "licenses",
    "developers",
    "scm",
    "connection",
];

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
}

/// Turns the POM that builds into the one that is published, and fails where it is not written as expected.
pub(crate) fn published(source: &str, artifact: Artifact) -> Result<String> {
    let mut text = source.to_owned();
    let properties = cut(&mut text, "  <properties>", "</properties>\n")?;
    cut(&mut text, "  <build>", "</build>\n")?;
    for (name, value) in properties.lines().filter_map(property) {
        text = text.replace(&format!("${{{name}}}"), value);
    }
    text = dependencies(&text, artifact)?;
    if artifact == Artifact::Android {
        let own = "<artifactId>tokenseal</artifactId>\n";
        if text.matches(own).count() != 1 {
            bail!("the POM does not name itself once");
        }
        text = text
            .replace(own, "<artifactId>tokenseal-android</artifactId>\n")
            .replacen("</version>\n", "</version>\n  <packaging>aar</packaging>\n", 1);
    }
    finished(&text)
}

/// The POM of a module for a framework: that of the package, with the module's own name and dependencies, and the package as the first of those.
///
/// `parent` is the POM that modules are built by, which has versions of theirs, and is not published.
pub(crate) fn published_module(
    package: &str,
    parent: &str,
    module: &str,
    artifact: Artifact,
) -> Result<String> {
    let mut text = published(package, Artifact::Jvm)?;
    let mut own = module.to_owned();
    for line in [module, parent].into_iter().flat_map(str::lines) {
        if let Some((name, value)) = property(line) {
            own = own.replace(&format!("${{{name}}}"), value);
        }
    }
    for name in ["artifactId", "name", "description"] {
        let (from, to) = (own_element(&text, name)?, own_element(&own, name)?);
        text = text.replacen(&from, &to, 1);
    }
    let given = cut(&mut own, "  <dependencies>", "</dependencies>\n")?;
    let (_, given) = given
        .split_once("<dependencies>\n")
        .context("the dependencies of a module begin with no line of their own")?;
    let package = format!(
        "  <dependencies>\n    <dependency><groupId>dev.tokenseal</groupId><artifactId>tokenseal</artifactId><version>{}</version></dependency>\n",
        version(package)?
    );
    let before = cut(&mut text, "  <dependencies>", "</dependencies>\n")?;
    if !before.contains("<artifactId>kotlin-stdlib</artifactId>")
        || !own_element(&text, "artifactId")?.contains(artifact.id())
    {
        bail!("the POM of {} is not written as expected", artifact.id());
    }
    let dependencies = package + &without_tests(&without_comments(given)?)?;
    finished(&text.replace("</project>", &format!("{dependencies}</project>")))
}

/// The first element of this name at the top of a POM, on a line of its own.
fn own_element(text: &str, name: &str) -> Result<String> {
    let from = format!("\n  <{name}>");
    let line = text.split_once(&from).and_then(|(_, rest)| rest.lines().next());
    line.map(|rest| format!("  <{name}>{rest}"))
        .with_context(|| format!("the POM has no <{name}>"))
}

fn without_comments(text: &str) -> Result<String> {
    let mut text = text.to_owned();
    while text.contains("<!--") {
        cut(&mut text, "<!--", "-->")?;
    }
    Ok(text)
}

/// Less the empty lines, and less whatever it leaves open.
fn finished(text: &str) -> Result<String> {
    let text = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
        + "\n";
    check(&text)?;
    Ok(text)
}

/// The version that the POM says the package has.
pub(crate) fn version(source: &str) -> Result<String> {
    let rest = source
        .split_once("<version>")
        .context("the POM has no version")?
        .1;
    Ok(rest
        .split_once("</version>")
        .context("the POM's version does not end")?
        .0
        .to_owned())
}

fn check(text: &str) -> Result<()> {
    if let Some(name) = REQUIRED.iter().find(|name| !text.contains(&format!("<{name}>"))) {
        bail!("Maven Central asks for <{name}>, which the POM lacks");
    }
    match text.find("${") {
        Some(at) => bail!(
            "the POM leaves open what {} is",
            text.get(at..)
                .unwrap_or_default()
                .lines()
                .next()
                .unwrap_or_default()
        ),
        None => Ok(()),
    }
}

/// `<name>value</name>` on a line.
fn property(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.trim().strip_prefix('<')?.split_once('>')?;
    Some((name, rest.strip_suffix(&format!("</{name}>"))?))
}

/// Takes away the one passage between two marks, with them.
fn cut(text: &mut String, from: &str, to: &str) -> Result<String> {
    let start = text
        .find(from)
        .with_context(|| format!("the POM has no `{}`", from.trim()))?;
    let length = text
        .get(start..)
        .and_then(|rest| rest.find(to))
        .with_context(|| format!("the POM has no `{}`", to.trim()))?
        + to.len();
    let passage = text.get(start..start + length).unwrap_or_default().to_owned();
    text.replace_range(start..start + length, "");
    Ok(passage)
}

/// The dependencies less those of the tests. Android takes JNA as an AAR, which holds JNA's own libraries.
fn dependencies(text: &str, artifact: Artifact) -> Result<String> {
    const JNA: &str = "<artifactId>jna</artifactId>";
    if !text.contains(JNA) {
        bail!("the POM does not depend on JNA");
    }
    each_dependency(text, |body| {
        let form = if body.contains(JNA) && artifact == Artifact::Android {
            "<type>aar</type>"
        } else {
            ""
        };
        (!is_for_tests(body)).then(|| format!("{body}{form}"))
    })
}

fn without_tests(text: &str) -> Result<String> {
    each_dependency(text, |body| (!is_for_tests(body)).then(|| body.to_owned()))
}

fn is_for_tests(body: &str) -> bool {
    body.contains("<scope>test</scope>")
}

/// The text with what becomes of each dependency.
fn each_dependency(text: &str, change: impl Fn(&str) -> Option<String>) -> Result<String> {
    const END: &str = "</dependency>";
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<dependency>") {
        let (body, next) = after
            .split_once(END)
            .context("a dependency of the POM does not end")?;
        made.push_str(before);
        if let Some(body) = change(body) {
            made.push_str(&format!("<dependency>{body}{END}"));
        }
        rest = next;
    }
    Ok(made + rest)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const POM: &str = "<project>
  <groupId>dev.tokenseal</groupId>
  <artifactId>tokenseal</artifactId>
  <version>0.1.0</version>
  <name>tokenseal</name><description>d</description><url>u</url><licenses></licenses><developers></developers>
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
        let text = published(POM, Artifact::Jvm).unwrap();
        assert!(text.contains("<artifactId>jna</artifactId><version>5.19.1</version></dependency>"));
        for gone in ["junit", "<build>", "<properties>", "${", "<!--"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert_eq!(version(&text).unwrap(), "0.1.0");
    }

    #[test]
    fn an_aar_depends_on_the_aar_of_jna() {
        let text = published(POM, Artifact::Android).unwrap();
        assert!(text.contains("<artifactId>tokenseal-android</artifactId>\n  <version>0.1.0</version>\n  <packaging>aar</packaging>\n"));
        assert!(text.contains("<version>5.19.1</version><type>aar</type></dependency>"));
    }

    #[test]
    fn a_module_depends_on_the_package_and_leaves_its_framework_to_users() {
        let package = POM.replace(
            "  <dependencies>\n",
            "  <dependencies>\n    <dependency><artifactId>kotlin-stdlib</artifactId></dependency>\n",
        );
        let package = package.replace(
            "  <name>tokenseal</name><description>d</description>",
            "  <name>tokenseal</name>\n  <description>d</description>\n  ",
        );
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
        let text = published_module(&package, parent, module, Artifact::Ktor).unwrap();
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
        assert!(published_module(&package, parent, module, Artifact::Spring).is_err());
    }

    #[test]
    fn says_what_is_missing() {
        let error = |from: &str, to: &str| {
            published(&POM.replace(from, to), Artifact::Jvm)
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
        assert!(
            error("<jna.version>5.19.1</jna.version>", "")
                .starts_with("the POM leaves open what ${jna.version}")
        );
    }
}
