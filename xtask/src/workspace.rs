//! Where things are: the root of the repository, the shared target folder, the members of the
//! workspace.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The repository, as cargo describes it.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// One folder and one profile for every build, so that AWS-LC is compiled once.
    pub(crate) target: PathBuf,
    /// What everything is built for. Said to every child, since napi says it to cargo, and cargo
    /// builds apart what was asked for by name.
    triple: String,
    packages: Vec<Value>,
}

impl Workspace {
    /// Asks cargo, which knows what the environment and its own configuration say about the target
    /// folder.
    pub(crate) fn find() -> Result<Self> {
        // Read when run, not when compiled: a repository that was moved still finds itself.
        let manifest =
            std::env::var_os("CARGO_MANIFEST_DIR").context("start xtask through cargo: `cargo xtask`")?;
        let output = Command::new(cargo())
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(&manifest)
            .stderr(Stdio::inherit())
            .output()
            .context("cannot start cargo")?;
        if !output.status.success() {
            bail!("`cargo metadata` failed");
        }
        let metadata: Value = serde_json::from_slice(&output.stdout)
            .context("`cargo metadata` printed something that is not JSON")?;
        let path = |name: &str| metadata.get(name).and_then(Value::as_str).map(PathBuf::from);
        Ok(Self {
            root: path("workspace_root").context("`cargo metadata` names no root")?,
            target: path("target_directory").context("`cargo metadata` names no target folder")?,
            triple: triple()?,
            packages: metadata
                .get("packages")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
        })
    }

    /// A command that runs in the root and builds into the shared target folder.
    ///
    /// What cargo set for xtask itself is taken away: a build script that looks at it would run
    /// again each time the door changes.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST_")
                || text == "CARGO_BIN_NAME"
            {
                command.env_remove(&name);
            }
        }
        command.current_dir(&self.root).stdin(Stdio::null());
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_BUILD_TARGET", &self.triple);
        command
    }

    /// A cargo command, of the toolchain that xtask was started with.
    pub(crate) fn cargo<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.command(cargo());
        command.args(arguments);
        command
    }

    /// What everything is built for.
    pub(crate) fn triple(&self) -> &str {
        &self.triple
    }

    /// Where cargo puts what it built.
    pub(crate) fn built(&self) -> PathBuf {
        self.target.join(&self.triple).join("release")
    }

    /// The dynamic library of a crate of this name, where cargo puts it.
    pub(crate) fn built_library(&self, name: &str) -> PathBuf {
        self.built().join(format!(
            "{}{name}{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        ))
    }

    /// The folder of the member of this name.
    #[cfg(test)]
    pub(crate) fn member(&self, name: &str) -> Option<PathBuf> {
        let text =
            |package: &Value, field: &str| package.get(field).and_then(Value::as_str).map(PathBuf::from);
        let package = self
            .packages
            .iter()
            .find(|package| text(package, "name").is_some_and(|other| other == Path::new(name)))?;
        text(package, "manifest_path")?.parent().map(Path::to_owned)
    }

    /// The folders of all members.
    pub(crate) fn members(&self) -> impl Iterator<Item = PathBuf> + '_ {
        let manifests = self
            .packages
            .iter()
            .filter_map(|package| package.get("manifest_path").and_then(Value::as_str));
        manifests.filter_map(|path| Path::new(path).parent().map(Path::to_owned))
    }

    /// The members that can only be linked as a dynamic library: a test program of a Python or Node
    /// extension would lack the symbols that its host brings.
    pub(crate) fn extensions(&self) -> Vec<String> {
        let is_extension = |target: &Value| strings(target, "crate_types").eq(["cdylib"]);
        let targets = |package: &Value| {
            package
                .get("targets")
                .and_then(Value::as_array)
                .is_some_and(|targets| targets.iter().any(is_extension))
        };
        let name = |package: &Value| package.get("name").and_then(Value::as_str).map(str::to_owned);
        self.packages
            .iter()
            .filter(|package| targets(package))
            .filter_map(name)
            .collect()
    }
}

/// Whether a program answers to this question about itself.
pub(crate) fn answers(program: impl AsRef<OsStr>, arguments: &[&str]) -> bool {
    let result = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    result.is_ok_and(|status| status.success())
}

/// What a program writes to standard output, without the space around it. One that fails is an
/// error, with what it wrote to standard error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{program}`"))?;
    if !output.status.success() {
        bail!(
            "`{program}` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A folder that lasts from one run to the next: in the user's cache, unless this environment
/// variable names another.
pub(crate) fn cache_folder(variable: &str, name: &str) -> Result<PathBuf> {
    let given = |name: &str| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(folder) = given(variable) {
        return Ok(folder);
    }
    let cache = given("XDG_CACHE_HOME")
        .filter(|cache| cache.is_absolute())
        .or_else(|| given("HOME").map(|home| home.join(".cache")));
    Ok(cache
        .context("neither HOME nor XDG_CACHE_HOME is set")?
        .join("tokenseal")
        .join(name))
}

/// Reads a file, and says which one where it cannot be read.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders above it, and says which one where it cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    make_folder_of(path)?;
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes a file, unless it is there already as it is: compilers go by the time of a file.
pub(crate) fn write_changed(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|before| before == bytes) {
        return Ok(());
    }
    make_folder_of(path)?;
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn make_folder_of(path: &Path) -> Result<()> {
    match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display())),
        None => Ok(()),
    }
}

/// Removes a folder and what is in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// The cargo that runs xtask: with rustup, another one could be of another toolchain.
fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The target that the environment names, else this machine.
fn triple() -> Result<String> {
    if let Some(triple) = std::env::var("CARGO_BUILD_TARGET")
        .ok()
        .filter(|triple| !triple.is_empty())
    {
        return Ok(triple);
    }
    let text = output(Command::new("rustc").arg("-vV"))?;
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(|host| host.trim().to_owned())
        .context("`rustc -vV` names no host")
}

fn strings<'a>(value: &'a Value, member: &str) -> impl Iterator<Item = &'a str> {
    value
        .get(member)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}
