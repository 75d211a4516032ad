//! The fuzz targets of the core, by cargo-fuzz, from seeds that are made of the test vectors.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::Item;
use super::results::Outcome;
use crate::step::Step;
use crate::workspace::{Workspace, answers, read};

const FOLDER: &str = "core/fuzz";
const VERSION: &str = "0.13.2";

/// A share of the time for each target; without targets, there is something wrong, and that is an
/// item too.
pub(super) fn items(workspace: &Workspace, time: Duration) -> Vec<Item<'_>> {
    match targets(workspace) {
        Err(error) => vec![Item {
            name: "fuzz targets".to_owned(),
            work: Box::new(move || Err(error)),
        }],
        Ok(targets) => {
            let count = u32::try_from(targets.len()).unwrap_or(u32::MAX).max(1);
            let share = time / count;
            let item = |target: String| Item {
                name: format!("fuzz target {target}"),
                work: Box::new(move || fuzz(workspace, &target, share)),
            };
            targets.into_iter().map(item).collect()
        }
    }
}

/// The targets that the manifest names.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let manifest = read(&workspace.root.join(FOLDER).join("Cargo.toml"))?;
    let names: Vec<String> = manifest
        .split("[[bin]]")
        .skip(1)
        .filter_map(|section| {
            section.lines().find_map(|line| {
                line.strip_prefix("name = \"")?
                    .strip_suffix('"')
                    .map(str::to_owned)
            })
        })
        .collect();
    (!names.is_empty())
        .then_some(names)
        .context("core/fuzz/Cargo.toml names no target")
}

fn fuzz(workspace: &Workspace, target: &str, time: Duration) -> Result<Outcome> {
    if cfg!(windows) {
        return Ok(Outcome::NotRun("libFuzzer is not tried on Windows".to_owned()));
    }
    if !["c++", "g++", "clang++"]
        .iter()
        .any(|name| answers(name, &["--version"]))
    {
        return Ok(Outcome::NotRun(
            "a C++ compiler is missing, for libFuzzer".to_owned(),
        ));
    }
    let installed = tools(workspace).join("bin/cargo-fuzz");
    if !answers(&installed, &["--version"]) {
        let mut install = workspace.cargo([
            "install",
            "cargo-fuzz",
            "--locked",
            "--version",
            VERSION,
            "--root",
        ]);
        install.arg(tools(workspace));
        if !Step::quiet("install cargo-fuzz", install).run()?.success {
            return Ok(Outcome::NotRun(format!(
                "cargo-fuzz {VERSION} could not be installed"
            )));
        }
    }
    let mut seed = workspace.command("python3");
    seed.arg("core/fuzz/seed.py");
    Step::quiet("make seeds of the vectors", seed).require()?;
    if !Step::quiet(
        format!("build the fuzz target {target}"),
        command(workspace, &installed, "build", target),
    )
    .run()?
    .success
    {
        return Ok(Outcome::Failed("it does not compile".to_owned()));
    }
    let mut run = command(workspace, &installed, "run", target);
    run.args([
        "--",
        &format!("-max_total_time={}", time.as_secs().max(1)),
        "-max_len=8192",
        "-print_final_stats=1",
    ]);
    let finished = Step::quiet(format!("fuzz {target} for {} s", time.as_secs()), run).run()?;
    if !finished.success {
        return Ok(Outcome::Failed(format!(
            "an input was found: see core/fuzz/artifacts/{target}"
        )));
    }
    let executed = finished
        .output
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    Ok(Outcome::Passed(
        executed
            .map(|count| format!("{} inputs", count.trim()))
            .unwrap_or_default(),
    ))
}

/// cargo-fuzz builds with a sanitizer: in its own folder, so that the other builds stay as they
/// are.
fn command(workspace: &Workspace, program: &PathBuf, subcommand: &str, target: &str) -> Command {
    let mut command = workspace.command(program);
    command
        .args(["fuzz", subcommand, target])
        .current_dir(workspace.root.join("core"));
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", workspace.target.join("fuzz"))
        .env_remove("CARGO_BUILD_TARGET");
    command
}

fn tools(workspace: &Workspace) -> PathBuf {
    workspace.target.join("tools")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_targets() {
        let targets = targets(&Workspace::find().unwrap()).unwrap();
        assert!(
            targets.len() >= 6 && targets.iter().any(|name| name == "compact"),
            "{targets:?}"
        );
    }
}
