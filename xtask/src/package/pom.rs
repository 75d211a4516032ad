//! The POM that is published: the one that builds the package, less all that only building needs.

use anyhow::{Context, Result, bail};

/// What Maven Central asks of a POM, beside its coordinates.
const REQUIRED: [&str; 7] = ["name", "description", "url", "licenses", "developers", "scm", "connection"];

/// A package of Maven's.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Artifact {
    /// For JVMs on desktops and servers: a jar that holds the libraries.
    Jvm,
    /// For Android: an AAR that holds the libraries.
    Android,
}

impl Artifact {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Artifact::Jvm => "tokenseal",
            Artifact::Android => "tokenseal-android",
        }
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
        text = text.replace(own, "<artifactId>tokenseal-android</artifactId>\n").replacen(
            "</version>\n",
            "</version>\n  <packaging>aar</packaging>\n",
            1,
        );
    }
    let text = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n";
    check(&text)?;
    Ok(text)
}

/// The version that the POM says the package has.
pub(crate) fn version(source: &str) -> Result<String> {
    let rest = source.split_once("<version>").context("the POM has no version")?.1;
    Ok(rest.split_once("</version>").context("the POM's version does not end")?.0.to_owned())
}

fn check(text: &str) -> Result<()> {
    if let Some(name) = REQUIRED.iter().find(|name| !text.contains(&format!("<{name}>"))) {
        bail!("Maven Central asks for <{name}>, which the POM lacks");
    }
    match text.find("${") {
        Some(at) => bail!("the POM leaves open what {} is", text.get(at..).unwrap_or_default().lines().next().unwrap_or_default()),
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
    let start = text.find(from).with_context(|| format!("the POM has no `{}`", from.trim()))?;
    let length = text.get(start..).and_then(|rest| rest.find(to)).with_context(|| format!("the POM has no `{}`", to.trim()))? + to.len();
    let passage = text.get(start..start + length).unwrap_or_default().to_owned();
    text.replace_range(start..start + length, "");
    Ok(passage)
}

/// The dependencies less those of the tests. Android takes JNA as an AAR, which holds JNA's own libraries.
fn dependencies(text: &str, artifact: Artifact) -> Result<String> {
    const END: &str = "</dependency>";
    let mut made = String::new();
    let mut rest = text;
    let mut has_jna = false;
    while let Some((before, after)) = rest.split_once("<dependency>") {
        let (body, next) = after.split_once(END).context("a dependency of the POM does not end")?;
        let is_jna = body.contains("<artifactId>jna</artifactId>");
        has_jna |= is_jna;
        made.push_str(before);
        if !body.contains("<scope>test</scope>") {
            let form = if is_jna && artifact == Artifact::Android { "<type>aar</type>" } else { "" };
            made.push_str(&format!("<dependency>{body}{form}{END}"));
        }
        rest = next;
    }
    if !has_jna {
        bail!("the POM does not depend on JNA");
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
    fn says_what_is_missing() {
        let error = |from: &str, to: &str| published(&POM.replace(from, to), Artifact::Jvm).err().unwrap().to_string();
        assert_eq!(error("<developers></developers>", ""), "Maven Central asks for <developers>, which the POM lacks");
        assert_eq!(error("<artifactId>jna<", "<artifactId>jni<"), "the POM does not depend on JNA");
        assert!(error("<jna.version>5.19.1</jna.version>", "").starts_with("the POM leaves open what ${jna.version}"));
    }
}
