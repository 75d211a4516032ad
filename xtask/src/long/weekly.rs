//! What users build with, and the project's own tests do not.

use anyhow::{Context, Result};

use super::results::Outcome;
use super::{Item, dependents, elsewhere};
use crate::step::Step;
use crate::workspace::{Workspace, answers, read};
use crate::{node, python};

/// The members that are shipped.
const SHIPPED: [&str; 6] = [
    "tokenseal",
    "tokenseal-cli",
    "tokenseal-drivers",
    "tokenseal-node",
    "tokenseal-python",
    "tokenseal-uniffi",
];

const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// Every item.
pub(super) fn items(workspace: &Workspace) -> Vec<Item<'_>> {
    let item = |name: &str, run: fn(&Workspace) -> Result<Outcome>| Item {
        name: name.to_owned(),
        work: Box::new(move || run(workspace)),
    };
    let mut items = vec![
        item("the oldest Rust", oldest_rust),
        item("a wheel for manylinux2014, by zig", python::old_wheel),
        item("the vectors with an old glibc, by zig", elsewhere::old_glibc),
        item("the vectors on arm64, emulated", elsewhere::arm64),
        item("actionlint on the workflows", workflows),
        item("bundlers around the Node package", node::bundlers),
        item("fake timers of Jest, Sinon and Vitest", node::fake_timers),
        item(
            "package managers that replace jsonwebtoken",
            node::package_managers,
        ),
    ];
    items.extend(dependents::items(workspace));
    items
}

/// Compiles the core and what is shipped of the bindings by the oldest Rust that `Cargo.toml`
/// promises.
fn oldest_rust(workspace: &Workspace) -> Result<Outcome> {
    let version =
        promised(&read(&workspace.root.join("Cargo.toml"))?).context("Cargo.toml has no rust-version")?;
    if !answers("rustup", &["--version"]) {
        return Ok(Outcome::NotRun("rustup is missing".to_owned()));
    }
    if !answers("rustup", &["run", &version, "cargo", "--version"]) {
        let mut install = workspace.command("rustup");
        install.args(["toolchain", "install", &version, "--profile", "minimal"]);
        if !Step::quiet(format!("install Rust {version}"), install)
            .run()?
            .success
        {
            return Ok(Outcome::NotRun(format!("rustup cannot install Rust {version}")));
        }
    }
    let mut command = workspace.command("rustup");
    command
        .args(["run", &version, "cargo", "check", "--release", "--locked"])
        .env("CARGO_TARGET_DIR", workspace.target.join("weekly/oldest"));
    // What cargo has set for xtask would lead it back to today's compiler.
    command
        .env_remove("RUSTC")
        .env_remove("RUSTDOC")
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN");
    command.args(["--features", "tokenseal-drivers/async"]);
    for member in SHIPPED {
        command.args(["--package", member]);
    }
    if !Step::quiet(format!("check what is shipped with Rust {version}"), command)
        .run()?
        .success
    {
        return Ok(Outcome::Failed(format!(
            "Rust {version} does not compile what is shipped"
        )));
    }
    Ok(Outcome::Passed(format!(
        "Rust {version} checks {}",
        SHIPPED.join(", ")
    )))
}

/// Reads the workflows as GitHub does: their expressions, the inputs of what they call, the names
/// of what they need. Go compiles it.
fn workflows(workspace: &Workspace) -> Result<Outcome> {
    if !answers("go", &["version"]) {
        return Ok(Outcome::NotRun(
            "go is missing, which compiles actionlint".to_owned(),
        ));
    }
    let programs = workspace.target.join("weekly/go");
    let mut install = workspace.command("go");
    install.args(["install", ACTIONLINT]).env("GOBIN", &programs);
    if !Step::quiet("install actionlint", install).run()?.success {
        return Ok(Outcome::NotRun(format!("go cannot install {ACTIONLINT}")));
    }
    // Without shellcheck, whose opinions would depend on whether it is there.
    let mut lint = workspace.command(programs.join("actionlint"));
    lint.args(["-shellcheck=", "-pyflakes="]);
    let count = std::fs::read_dir(workspace.root.join(".github/workflows")).map_or(0, Iterator::count);
    if !Step::shown("actionlint", lint).run()?.success {
        return Ok(Outcome::Failed("it found something".to_owned()));
    }
    Ok(Outcome::Passed(format!("{count} workflows")))
}

/// The `rust-version` of a manifest.
fn promised(manifest: &str) -> Option<String> {
    manifest.lines().find_map(|line| {
        line.strip_prefix("rust-version = \"")?
            .strip_suffix('"')
            .map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::promised;

    #[test]
    fn reads_what_is_promised() {
        assert_eq!(
            promised("[workspace.package]\nrust-version = \"1.88\"\n").as_deref(),
            Some("1.88")
        );
        assert_eq!(promised("rust-version.workspace = true\n"), None);
    }
}
